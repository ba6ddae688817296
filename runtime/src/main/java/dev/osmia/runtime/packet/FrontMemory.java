package dev.osmia.runtime.packet;

import java.nio.ByteBuffer;

/**
 * What lies in front of a packet, ending where the packet starts: its metadata, and in front of that what metadata and packet have left
 * there when they shrank or moved. A program that grows them again sees it again, as in the kernel, where all of it is one memory.
 */
final class FrontMemory {
    /** More than metadata is long, by as much as packets usually move. */
    private static final int BYTES = 1024;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES);
    private final byte[] moving = new byte[BYTES];
    private int start = BYTES;

    /** Bytes in front of the packet that this memory holds; not less than the metadata's length. */
    private int held;

    ByteBuffer buffer() {
        return buffer;
    }

    /** Index of the metadata's first byte; its last is the buffer's. */
    int start() {
        return start;
    }

    int end() {
        return BYTES;
    }

    int length() {
        return BYTES - start;
    }

    /** There is no metadata, and nothing was left. */
    void clear() {
        start = BYTES;
        held = 0;
    }

    /** Sets the metadata's length; bytes not held yet come from where the packet's buffer has content of its own, else they are zeros. */
    void length(int length, Packet packet) {
        for (int distance = held + 1; distance <= length; distance++) {
            buffer.put(BYTES - distance, packet.contentInFront(distance));
        }
        held = Math.max(held, length);
        start = BYTES - length;
    }

    /** The packet's start moves forward, behind bytes that were the packet's: the metadata moves with it, over what lies there. */
    void startMovesForward(int by, Packet packet) {
        if (held == 0) {
            return;
        }
        int length = length();
        int kept = Math.min(held, BYTES - Math.min(by, BYTES));
        buffer.get(BYTES - held, moving, BYTES - held, held);
        for (int i = 1; i <= kept; i++) {
            buffer.put(BYTES - by - i, moving[BYTES - i]);
        }
        int uncovered = Math.min(by, BYTES);
        for (int distance = 1; distance <= uncovered; distance++) {
            buffer.put(BYTES - distance, packet.data().get(packet.dataStart() + by - distance));
        }
        buffer.put(BYTES - length, moving, BYTES - length, length);
        held = Math.max(kept + uncovered, length);
    }

    /** The packet's start moves back, which makes what lay there the packet's: the metadata moves in front of it. */
    void startMovedBack(int by, Packet packet) {
        if (held == 0) {
            return;
        }
        int length = length();
        buffer.get(BYTES - held, moving, BYTES - held, held);
        for (int distance = 1; distance <= Math.min(by, held); distance++) {
            packet.data().put(packet.dataStart() + by - distance, moving[BYTES - distance]);
        }
        for (int distance = length + 1; distance <= held - by; distance++) {
            buffer.put(BYTES - distance, moving[BYTES - by - distance]);
        }
        held = Math.max(held - by, length);
    }

    /**
     * A header grew over what lay in front of the packet, metadata included: they are as long as before, and now what lay in front of
     * them. The packet has moved already.
     */
    void coveredBy(int by, Packet packet) {
        if (held == 0) {
            return;
        }
        buffer.get(BYTES - held, moving, BYTES - held, held);
        int length = length();
        int left = Math.max(held - by, 0);
        for (int distance = 1; distance <= Math.max(left, length); distance++) {
            buffer.put(
                    BYTES - distance,
                    distance <= left ? moving[BYTES - by - distance] : packet.contentInFront(distance));
        }
        held = Math.max(left, length);
    }

    /** A header shrank, and what it left lies in front of the packet now: metadata are as long as before, and are that. */
    void uncoveredBy(int by, Packet packet) {
        if (held == 0) {
            return;
        }
        int length = length();
        int kept = Math.min(held, BYTES - Math.min(by, BYTES));
        buffer.get(BYTES - held, moving, BYTES - held, held);
        for (int i = 1; i <= kept; i++) {
            buffer.put(BYTES - by - i, moving[BYTES - i]);
        }
        for (int distance = 1; distance <= Math.min(by, BYTES); distance++) {
            buffer.put(BYTES - distance, packet.data().get(packet.dataStart() + by - distance));
        }
        held = Math.max(kept + Math.min(by, BYTES), length);
    }
}
