package dev.osmia.verifier.memory;

import dev.osmia.verifier.state.RegisterType;

/** Which fields of sockets programs may read ({@code bpf_sock_is_valid_access} and its kin). */
final class SocketFields {
    /** Bytes of {@code struct bpf_sock}. */
    private static final int SOCK_SIZE = 80;

    private static final int FAMILY = 4;
    private static final int TYPE = 8;
    private static final int PROTOCOL = 12;
    private static final int SRC_IP4 = 24;
    private static final int SRC_PORT = 44;
    private static final int DST_PORT = 48;
    private static final int DST_PORT_END = 50;
    private static final int DST_IP4 = 52;
    private static final int STATE = 72;
    private static final int RX_QUEUE_MAPPING = 76;

    /** Bytes of {@code struct bpf_tcp_sock}. */
    private static final int TCP_SOCK_SIZE = 112;

    private static final int BYTES_RECEIVED = 80;
    private static final int BYTES_ACKED = 88;

    private SocketFields() {}

    static boolean isReadable(RegisterType type, int offset, int size) {
        return switch (type) {
            case SOCK_COMMON -> (offset < TYPE || offset >= SRC_IP4) && isSockField(offset, size);
            case SOCKET -> isSockField(offset, size);
            case XDP_SOCK -> offset == 0 && size == 4;
            case TCP_SOCK ->
                offset >= 0
                        && offset < TCP_SOCK_SIZE
                        && offset % size == 0
                        && size == (offset == BYTES_RECEIVED || offset == BYTES_ACKED ? 8 : 4);
            default -> false;
        };
    }

    private static boolean isSockField(int offset, int size) {
        if (offset < 0 || offset >= SOCK_SIZE || offset % size != 0) {
            return false;
        }
        if (offset >= DST_PORT && offset < DST_PORT_END) {
            return size <= 2 || (size == 4 && offset == DST_PORT);
        }
        if (offset >= DST_PORT_END && offset < DST_IP4) {
            return false;
        }
        boolean address = (offset >= SRC_IP4 && offset < SRC_PORT) || (offset >= DST_IP4 && offset < STATE);
        return (address || isNarrowField(offset)) ? size <= 4 : size == 4;
    }

    private static boolean isNarrowField(int offset) {
        return offset == FAMILY
                || offset == TYPE
                || offset == PROTOCOL
                || offset == SRC_PORT
                || offset == STATE
                || offset == RX_QUEUE_MAPPING;
    }
}
