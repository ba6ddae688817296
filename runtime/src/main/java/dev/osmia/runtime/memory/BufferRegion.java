package dev.osmia.runtime.memory;

import dev.osmia.program.instruction.AtomicOp;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Memory in a buffer, from index 0 to its limit. Where the buffer is direct, aligned atomics are atomic; the JVM has none through
 * heap buffers (it throws from JDK 21 on) nor at unaligned indices, so there they are plain read-modify-writes. All memory that
 * threads share (map values, ring buffers) is direct.
 */
public final class BufferRegion extends Region {
    private final ByteBuffer buffer;
    private final boolean atomic;

    /** A region over the buffer, whose position and byte order do not matter. */
    public BufferRegion(ByteBuffer buffer) {
        this.buffer = buffer;
        this.atomic = buffer.isDirect() && buffer.alignmentOffset(0, Long.BYTES) == 0;
    }

    /** The buffer. */
    public ByteBuffer buffer() {
        return buffer;
    }

    @Override
    public long loadByte(int offset) {
        return buffer.get(offset) & 0xff;
    }

    @Override
    public long loadHalfWord(int offset) {
        return (short) LittleEndian.SHORT_IN_BUFFER.get(buffer, offset) & 0xffff;
    }

    @Override
    public long loadWord(int offset) {
        return Integer.toUnsignedLong((int) LittleEndian.INT_IN_BUFFER.get(buffer, offset));
    }

    @Override
    public long loadDoubleWord(int offset) {
        return (long) LittleEndian.LONG_IN_BUFFER.get(buffer, offset);
    }

    @Override
    public void storeByte(int offset, long value) {
        buffer.put(offset, (byte) value);
    }

    @Override
    public void storeHalfWord(int offset, long value) {
        LittleEndian.SHORT_IN_BUFFER.set(buffer, offset, (short) value);
    }

    @Override
    public void storeWord(int offset, long value) {
        LittleEndian.INT_IN_BUFFER.set(buffer, offset, (int) value);
    }

    @Override
    public void storeDoubleWord(int offset, long value) {
        LittleEndian.LONG_IN_BUFFER.set(buffer, offset, value);
    }

    @Override
    public void read(int offset, byte[] target, int targetOffset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.limit());
        buffer.get(offset, target, targetOffset, length);
    }

    @Override
    public void write(int offset, byte[] source, int sourceOffset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.limit());
        buffer.put(offset, source, sourceOffset, length);
    }

    @Override
    public long atomicWord(AtomicOp op, int offset, long source, long expected) {
        if (!atomic || (offset & 3) != 0) {
            return super.atomicWord(op, offset, source, expected);
        }
        int value = (int) source;
        int old = switch (op) {
            case ADD -> (int) LittleEndian.INT_IN_BUFFER.getAndAdd(buffer, offset, value);
            case OR -> (int) LittleEndian.INT_IN_BUFFER.getAndBitwiseOr(buffer, offset, value);
            case AND -> (int) LittleEndian.INT_IN_BUFFER.getAndBitwiseAnd(buffer, offset, value);
            case XOR -> (int) LittleEndian.INT_IN_BUFFER.getAndBitwiseXor(buffer, offset, value);
            case XCHG -> (int) LittleEndian.INT_IN_BUFFER.getAndSet(buffer, offset, value);
            case CMPXCHG -> (int) LittleEndian.INT_IN_BUFFER.compareAndExchange(buffer, offset, (int) expected, value);
        };
        return Integer.toUnsignedLong(old);
    }

    @Override
    public long atomicDoubleWord(AtomicOp op, int offset, long source, long expected) {
        if (!atomic || (offset & 7) != 0) {
            return super.atomicDoubleWord(op, offset, source, expected);
        }
        return switch (op) {
            case ADD -> (long) LittleEndian.LONG_IN_BUFFER.getAndAdd(buffer, offset, source);
            case OR -> (long) LittleEndian.LONG_IN_BUFFER.getAndBitwiseOr(buffer, offset, source);
            case AND -> (long) LittleEndian.LONG_IN_BUFFER.getAndBitwiseAnd(buffer, offset, source);
            case XOR -> (long) LittleEndian.LONG_IN_BUFFER.getAndBitwiseXor(buffer, offset, source);
            case XCHG -> (long) LittleEndian.LONG_IN_BUFFER.getAndSet(buffer, offset, source);
            case CMPXCHG -> (long) LittleEndian.LONG_IN_BUFFER.compareAndExchange(buffer, offset, expected, source);
        };
    }
}
