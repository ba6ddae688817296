package dev.osmia.runtime.memory;

import dev.osmia.program.instruction.AtomicOp;

/**
 * A memory that pointers point into, as the region table reaches it. Loads are zero-extended. Every access is bounds-checked and
 * throws {@link IndexOutOfBoundsException} outside the region; engines turn that into a {@code ProgramFault}.
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

    /** Atomically updates a word; gives the old value, zero-extended. Exchanges compare with {@code expected}. */
    public abstract long atomicWord(AtomicOp op, int offset, long source, long expected);

    /** Atomically updates a double word; gives the old value. Exchanges compare with {@code expected}. */
    public abstract long atomicDoubleWord(AtomicOp op, int offset, long source, long expected);
}
