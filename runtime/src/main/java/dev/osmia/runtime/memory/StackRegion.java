package dev.osmia.runtime.memory;

import java.util.Objects;

/** Memory in a byte array that belongs to one thread: the stack, and scratch memory of a context. */
public final class StackRegion extends Region {
    private final byte[] bytes;

    /** A region over the whole array, which stays shared with the caller. */
    public StackRegion(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public long loadByte(int offset) {
        return bytes[offset] & 0xff;
    }

    @Override
    public long loadHalfWord(int offset) {
        return (short) LittleEndian.SHORT_IN_ARRAY.get(bytes, offset) & 0xffff;
    }

    @Override
    public long loadWord(int offset) {
        return Integer.toUnsignedLong((int) LittleEndian.INT_IN_ARRAY.get(bytes, offset));
    }

    @Override
    public long loadDoubleWord(int offset) {
        return (long) LittleEndian.LONG_IN_ARRAY.get(bytes, offset);
    }

    @Override
    public void storeByte(int offset, long value) {
        bytes[offset] = (byte) value;
    }

    @Override
    public void storeHalfWord(int offset, long value) {
        LittleEndian.SHORT_IN_ARRAY.set(bytes, offset, (short) value);
    }

    @Override
    public void storeWord(int offset, long value) {
        LittleEndian.INT_IN_ARRAY.set(bytes, offset, (int) value);
    }

    @Override
    public void storeDoubleWord(int offset, long value) {
        LittleEndian.LONG_IN_ARRAY.set(bytes, offset, value);
    }

    @Override
    public void read(int offset, byte[] target, int targetOffset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        System.arraycopy(bytes, offset, target, targetOffset, length);
    }

    @Override
    public void write(int offset, byte[] source, int sourceOffset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        System.arraycopy(source, sourceOffset, bytes, offset, length);
    }
}
