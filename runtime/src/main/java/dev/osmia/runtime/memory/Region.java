package dev.osmia.runtime.memory;

import dev.osmia.program.instruction.AtomicOp;

/**
 * A memory that pointers point into, as the region table reaches it. Loads are zero-extended. Every access is bounds-checked and
 * throws {@link IndexOutOfBoundsException} outside the region; engines turn that into a {@code ProgramFault}. Stores to read-only
 * memory throw {@link java.nio.ReadOnlyBufferException}.
 */
public abstract class Region {

    public abstract long loadByte(int offset);

    public abstract long loadHalfWord(int offset);

    public abstract long loadWord(int offset);

    public abstract long loadDoubleWord(int offset);

    public abstract void storeByte(int offset, long value);

    public abstract void storeHalfWord(int offset, long value);

    public abstract void storeWord(int offset, long value);

    public abstract void storeDoubleWord(int offset, long value);

    /** Copies bytes out of the region. */
    public abstract void read(int offset, byte[] target, int targetOffset, int length);

    /** Copies bytes into the region. */
    public abstract void write(int offset, byte[] source, int sourceOffset, int length);

    /**
     * Updates a word; gives the old value, zero-extended. Exchanges compare with {@code expected}. Atomic where threads share the
     * memory; a plain read-modify-write where it belongs to one thread.
     */
    public long atomicWord(AtomicOp op, int offset, long source, long expected) {
        long old = loadWord(offset);
        if (op != AtomicOp.CMPXCHG || (int) old == (int) expected) {
            storeWord(offset, op.update(old, source));
        }
        return old;
    }

    /** Updates a double word; gives the old value. Otherwise like {@link #atomicWord}. */
    public long atomicDoubleWord(AtomicOp op, int offset, long source, long expected) {
        long old = loadDoubleWord(offset);
        if (op != AtomicOp.CMPXCHG || old == expected) {
            storeDoubleWord(offset, op.update(old, source));
        }
        return old;
    }
}
