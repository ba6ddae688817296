package dev.osmia.verifier.memory;

import dev.osmia.verifier.domain.Tnum;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.Rejection;

/** Where accesses must be aligned: always on the stack, elsewhere under strict rules only. */
final class Alignment {
    /** {@code NET_IP_ALIGN}: what Ethernet headers leave to the alignment of what follows. */
    private static final int PACKET_ALIGNMENT = 2;

    private Alignment() {}

    static void check(RegisterState pointer, int offset, int size, boolean strict) {
        switch (pointer.type()) {
            case PACKET, PACKET_META -> checkPacket(pointer, offset, size, strict);
            case FLOW_KEYS -> check(pointer, "flow keys ", offset, size, strict);
            case MAP_KEY -> check(pointer, "key ", offset, size, strict);
            case MAP_VALUE -> check(pointer, pointer.flags() == 0 ? "value " : "", offset, size, strict);
            case CONTEXT -> check(pointer, "context ", offset, size, strict);
            case STACK -> check(pointer, "stack ", offset, size, true);
            case SOCKET -> check(pointer, pointer.flags() == 0 ? "sock " : "", offset, size, strict);
            case SOCK_COMMON -> check(pointer, pointer.flags() == 0 ? "sock_common " : "", offset, size, strict);
            case TCP_SOCK -> check(pointer, pointer.flags() == 0 ? "tcp_sock " : "", offset, size, strict);
            case XDP_SOCK -> check(pointer, pointer.flags() == 0 ? "xdp_sock " : "", offset, size, strict);
            case ARENA -> {}
            case NOT_INITIALISED,
                    SCALAR,
                    MAP_POINTER,
                    PACKET_END,
                    TP_BUFFER,
                    BTF_ID,
                    MEMORY,
                    BUFFER,
                    FUNCTION,
                    DYNPTR -> check(pointer, "", offset, size, strict);
        }
    }

    private static void checkPacket(RegisterState pointer, int offset, int size, boolean strict) {
        var address = pointer.variableOffset().add(Tnum.constant(PACKET_ALIGNMENT + (long) pointer.offset() + offset));
        if (strict && size != 1 && !address.isAligned(size)) {
            throw Rejection.of(
                    "misaligned packet access off %d+%s+%d+%d size %d",
                    PACKET_ALIGNMENT, pointer.variableOffset(), pointer.offset(), offset, size);
        }
    }

    private static void check(RegisterState pointer, String what, int offset, int size, boolean strict) {
        if (strict
                && size != 1
                && !pointer.variableOffset()
                        .add(Tnum.constant((long) pointer.offset() + offset))
                        .isAligned(size)) {
            throw Rejection.of(
                    "misaligned %saccess off %s+%d+%d size %d",
                    what, pointer.variableOffset(), pointer.offset(), offset, size);
        }
    }
}
