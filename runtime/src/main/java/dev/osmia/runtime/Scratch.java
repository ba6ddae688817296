package dev.osmia.runtime;

import dev.osmia.runtime.memory.Region;

/** Memory of one thread into which helpers copy what does not lie on the stack. It grows to the largest use and stays. */
public final class Scratch {
    private static final int FIRST_BYTES = 512;

    private byte[] bytes = new byte[FIRST_BYTES];

    Scratch() {}

    /** An array of at least so many bytes, with whatever the last use left. */
    public byte[] bytes(int length) {
        if (length > bytes.length) {
            bytes = new byte[Math.max(length, (int) Math.min(bytes.length * 2L, Integer.MAX_VALUE - 8))];
        }
        return bytes;
    }

    /** An array of at least so many bytes, with what the last array held. */
    public byte[] grown(int length) {
        var old = bytes;
        var longer = bytes(length);
        System.arraycopy(old, 0, longer, 0, old.length);
        return longer;
    }

    /** A copy of bytes of a region, from index 0 on. */
    public byte[] copy(Region region, int offset, int length) {
        var target = bytes(length);
        region.read(offset, target, 0, length);
        return target;
    }
}
