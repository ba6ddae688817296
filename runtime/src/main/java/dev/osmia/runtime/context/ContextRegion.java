package dev.osmia.runtime.context;

import dev.osmia.program.ProgramType;
import dev.osmia.runtime.memory.LittleEndian;
import dev.osmia.runtime.memory.Region;
import dev.osmia.runtime.packet.Packet;

/**
 * The context as memory, for engines that do not lower its fields: each access finds the accessor of its offset. What the verifier
 * would not let pass is out of bounds.
 */
public final class ContextRegion extends Region {
    private ContextStruct struct;
    private Packet packet;

    /** Takes the type of the program that runs next. */
    public void programType(ProgramType type) {
        struct = ContextStructs.orNull(type);
    }

    /** Takes the packet that the next run works on. */
    public void packet(Packet next) {
        packet = next;
    }

    private FieldAccessor accessor(int offset) {
        var accessor = struct == null ? null : struct.accessorAt(offset);
        if (accessor == null) {
            throw outOfBounds(offset);
        }
        return accessor;
    }

    private IndexOutOfBoundsException outOfBounds(int offset) {
        return new IndexOutOfBoundsException("the context has no field for this access at offset=" + offset);
    }

    private long load(int offset, int bytes) {
        var accessor = accessor(offset);
        if (accessor instanceof FieldAccessor.Value value) {
            var field = value.field();
            long whole = value.getter().applyAsLong(packet);
            if (value.wide() && bytes == field.size()) {
                return whole;
            }
            return whole >>> ((offset - field.offset()) * 8) & mask(bytes);
        } else if (accessor instanceof FieldAccessor.Memory memory) {
            var array = memory.getter().apply(packet);
            int index = offset - memory.field().offset();
            return switch (bytes) {
                case 1 -> array[index] & 0xff;
                case 2 -> (short) LittleEndian.SHORT_IN_ARRAY.get(array, index) & 0xffff;
                case 4 -> Integer.toUnsignedLong((int) LittleEndian.INT_IN_ARRAY.get(array, index));
                default -> (long) LittleEndian.LONG_IN_ARRAY.get(array, index);
            };
        }
        throw outOfBounds(offset);
    }

    private void store(int offset, int bytes, long stored) {
        var accessor = accessor(offset);
        if (accessor instanceof FieldAccessor.Value value
                && offset == value.field().offset()
                && bytes == value.field().size()) {
            value.setter().set(packet, stored);
        } else if (accessor instanceof FieldAccessor.Memory memory) {
            var array = memory.getter().apply(packet);
            int index = offset - memory.field().offset();
            switch (bytes) {
                case 1 -> array[index] = (byte) stored;
                case 2 -> LittleEndian.SHORT_IN_ARRAY.set(array, index, (short) stored);
                case 4 -> LittleEndian.INT_IN_ARRAY.set(array, index, (int) stored);
                default -> LittleEndian.LONG_IN_ARRAY.set(array, index, stored);
            }
        } else {
            throw outOfBounds(offset);
        }
    }

    private static long mask(int bytes) {
        return -1L >>> (64 - bytes * 8);
    }

    @Override
    public long loadByte(int offset) {
        return load(offset, 1);
    }

    @Override
    public long loadHalfWord(int offset) {
        return load(offset, 2);
    }

    @Override
    public long loadWord(int offset) {
        return load(offset, 4);
    }

    @Override
    public long loadDoubleWord(int offset) {
        return load(offset, 8);
    }

    @Override
    public void storeByte(int offset, long value) {
        store(offset, 1, value);
    }

    @Override
    public void storeHalfWord(int offset, long value) {
        store(offset, 2, value);
    }

    @Override
    public void storeWord(int offset, long value) {
        store(offset, 4, value);
    }

    @Override
    public void storeDoubleWord(int offset, long value) {
        store(offset, 8, value);
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
