package dev.osmia.runtime.packet;

import dev.osmia.runtime.memory.LittleEndian;
import dev.osmia.runtime.memory.Pointer;
import dev.osmia.runtime.memory.Region;

/**
 * The packet in hand and the metadata in front of it as one region: offsets below the packet's start lie in the metadata's buffer.
 * Bounds are those of packet and metadata, not those of the buffers, which may hold more.
 */
public final class PacketRegion extends Region {
    private Packet packet;

    /** Takes the packet that the next run works on. */
    public void packet(Packet next) {
        packet = next;
    }

    private boolean inPacket(int offset) {
        return offset >= Pointer.PACKET_BIAS + packet.dataStart();
    }

    /** The index in the packet's buffer. */
    private int packetIndex(int offset, int length) {
        int index = offset - Pointer.PACKET_BIAS;
        if (length < 0 || index > packet.dataEnd() - length) {
            throw outOfBounds(offset, length);
        }
        return index;
    }

    /** The index in the metadata's buffer. */
    private int metadataIndex(int offset, int length) {
        int index = offset - packet.metadataShift();
        if (length < 0 || index < packet.metadataStart() || index > packet.metadataEnd() - length) {
            throw outOfBounds(offset, length);
        }
        return index;
    }

    private IndexOutOfBoundsException outOfBounds(int offset, int length) {
        int start = offset - Pointer.PACKET_BIAS - packet.dataStart();
        return new IndexOutOfBoundsException("packet offset=" + start + " size=" + length + " is beyond length="
                + packet.length() + " with metadata length=" + packet.metadataLength());
    }

    @Override
    public long loadByte(int offset) {
        return (inPacket(offset)
                        ? packet.data().get(packetIndex(offset, 1))
                        : packet.metadata().get(metadataIndex(offset, 1)))
                & 0xff;
    }

    @Override
    public long loadHalfWord(int offset) {
        short value = inPacket(offset)
                ? (short) LittleEndian.SHORT_IN_BUFFER.get(packet.data(), packetIndex(offset, 2))
                : (short) LittleEndian.SHORT_IN_BUFFER.get(packet.metadata(), metadataIndex(offset, 2));
        return value & 0xffff;
    }

    @Override
    public long loadWord(int offset) {
        int value = inPacket(offset)
                ? (int) LittleEndian.INT_IN_BUFFER.get(packet.data(), packetIndex(offset, 4))
                : (int) LittleEndian.INT_IN_BUFFER.get(packet.metadata(), metadataIndex(offset, 4));
        return Integer.toUnsignedLong(value);
    }

    @Override
    public long loadDoubleWord(int offset) {
        return inPacket(offset)
                ? (long) LittleEndian.LONG_IN_BUFFER.get(packet.data(), packetIndex(offset, 8))
                : (long) LittleEndian.LONG_IN_BUFFER.get(packet.metadata(), metadataIndex(offset, 8));
    }

    @Override
    public void storeByte(int offset, long value) {
        if (inPacket(offset)) {
            packet.data().put(packetIndex(offset, 1), (byte) value);
        } else {
            packet.metadata().put(metadataIndex(offset, 1), (byte) value);
        }
    }

    @Override
    public void storeHalfWord(int offset, long value) {
        if (inPacket(offset)) {
            LittleEndian.SHORT_IN_BUFFER.set(packet.data(), packetIndex(offset, 2), (short) value);
        } else {
            LittleEndian.SHORT_IN_BUFFER.set(packet.metadata(), metadataIndex(offset, 2), (short) value);
        }
    }

    @Override
    public void storeWord(int offset, long value) {
        if (inPacket(offset)) {
            LittleEndian.INT_IN_BUFFER.set(packet.data(), packetIndex(offset, 4), (int) value);
        } else {
            LittleEndian.INT_IN_BUFFER.set(packet.metadata(), metadataIndex(offset, 4), (int) value);
        }
    }

    @Override
    public void storeDoubleWord(int offset, long value) {
        if (inPacket(offset)) {
            LittleEndian.LONG_IN_BUFFER.set(packet.data(), packetIndex(offset, 8), value);
        } else {
            LittleEndian.LONG_IN_BUFFER.set(packet.metadata(), metadataIndex(offset, 8), value);
        }
    }

    @Override
    public void read(int offset, byte[] target, int targetOffset, int length) {
        if (inPacket(offset)) {
            packet.data().get(packetIndex(offset, length), target, targetOffset, length);
        } else {
            packet.metadata().get(metadataIndex(offset, length), target, targetOffset, length);
        }
    }

    @Override
    public void write(int offset, byte[] source, int sourceOffset, int length) {
        if (inPacket(offset)) {
            packet.data().put(packetIndex(offset, length), source, sourceOffset, length);
        } else {
            packet.metadata().put(metadataIndex(offset, length), source, sourceOffset, length);
        }
    }
}
