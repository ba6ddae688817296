package dev.osmia.runtime.memory;

/** What pointers to no memory reach: null, map addresses and scalars. Every access is out of bounds. */
public final class NoRegion extends Region {
    private final String what;

    /** A region without bytes. */
    public NoRegion(String what) {
        this.what = what;
    }

    private IndexOutOfBoundsException outOfBounds(int offset) {
        return new IndexOutOfBoundsException(what + " is no memory, offset=" + offset);
    }

    @Override
    public long loadByte(int offset) {
        throw outOfBounds(offset);
    }

    @Override
    public long loadHalfWord(int offset) {
        throw outOfBounds(offset);
    }

    @Override
    public long loadWord(int offset) {
        throw outOfBounds(offset);
    }

    @Override
    public long loadDoubleWord(int offset) {
        throw outOfBounds(offset);
    }

    @Override
    public void storeByte(int offset, long value) {
        throw outOfBounds(offset);
    }

    @Override
    public void storeHalfWord(int offset, long value) {
        throw outOfBounds(offset);
    }

    @Override
    public void storeWord(int offset, long value) {
        throw outOfBounds(offset);
    }

    @Override
    public void storeDoubleWord(int offset, long value) {
        throw outOfBounds(offset);
    }

    @Override
    public void read(int offset, byte[] target, int targetOffset, int length) {
        throw outOfBounds(offset);
    }

    @Override
    public void write(int offset, byte[] source, int sourceOffset, int length) {
        throw outOfBounds(offset);
    }
}
