package dev.osmia.cli.run;

import java.nio.ByteBuffer;

/**
 * The share of the packets that one of several threads takes: those whose addresses fall to it, both directions of a flow alike, as
 * receive-side scaling would spread them.
 *
 * @param index which of the threads
 * @param threads how many there are
 */
record FlowShare(int index, int threads) {
    private static final int ETHERTYPE_OFFSET = 12;
    private static final int ETH_P_IP = 0x0800;
    private static final int ETH_P_IPV6 = 0x86dd;
    private static final int ETH_P_8021Q = 0x8100;
    private static final int ETH_P_8021AD = 0x88a8;
    private static final int TAG_BYTES = 4;

    /** All packets. */
    static final FlowShare ALL = new FlowShare(0, 1);

    /** Whether the thread takes the packet of so many bytes at this index. */
    boolean takes(ByteBuffer buffer, int start, int length) {
        return threads == 1 || Integer.remainderUnsigned(hash(buffer, start, start + length), threads) == index;
    }

    private static int hash(ByteBuffer buffer, int start, int end) {
        int type = start + ETHERTYPE_OFFSET;
        while (type + 2 <= end && isTag(shortAt(buffer, type))) {
            type += TAG_BYTES;
        }
        int network = type + 2;
        if (network > end) {
            return 0;
        }
        return switch (shortAt(buffer, type)) {
            case ETH_P_IP -> mixed(buffer, network + 12, 4, end);
            case ETH_P_IPV6 -> mixed(buffer, network + 8, 16, end);
            default -> 0;
        };
    }

    private static boolean isTag(int type) {
        return type == ETH_P_8021Q || type == ETH_P_8021AD;
    }

    /** The exclusive or of both addresses' bytes, so that the directions of a flow meet. */
    private static int mixed(ByteBuffer buffer, int addresses, int bytes, int end) {
        if (addresses + 2 * bytes > end) {
            return 0;
        }
        int hash = 0;
        for (int i = 0; i < bytes; i++) {
            hash = 31 * hash + (buffer.get(addresses + i) ^ buffer.get(addresses + bytes + i));
        }
        return hash ^ (hash >>> 15);
    }

    private static int shortAt(ByteBuffer buffer, int index) {
        return ((buffer.get(index) & 0xff) << 8) | (buffer.get(index + 1) & 0xff);
    }
}
