package dev.osmia.runtime.map;

import dev.osmia.program.MapSpec;
import dev.osmia.program.uapi.Errno;
import dev.osmia.program.uapi.MapFlags;
import dev.osmia.runtime.memory.LittleEndian;
import dev.osmia.runtime.memory.Pointer;
import java.nio.ByteBuffer;

/**
 * {@code BPF_MAP_TYPE_ARRAY} and {@code BPF_MAP_TYPE_PERCPU_ARRAY}: all elements exist from the start, as zeros. Global data
 * sections are arrays of one element. The values of one CPU lie side by side, each at a multiple of {@link #stride()}.
 */
public final class ArrayMap extends BpfMap {
    private final ByteBuffer values;
    private final ByteBuffer programValues;
    private final int region;
    private final int stride;
    private final int slots;
    private final ValueCopies copies;

    private ArrayMap(MapSpec spec, int number, MapMemory memory, int slots) {
        super(spec, number);
        this.slots = slots;
        copies = new ValueCopies(spec);
        stride = MapMemory.roundUp8(spec.valueSize());
        values = memory.allocate(spec, (long) stride * spec.maxEntries() * slots);
        programValues = (spec.flags() & MapFlags.BPF_F_RDONLY_PROG) != 0 ? values.asReadOnlyBuffer() : values;
        region = memory.share(programValues);
        var content = spec.content().bytes();
        values.put(0, content, 0, Math.min(content.length, spec.valueSize()));
    }

    static ArrayMap create(MapSpec spec, int number, MapMemory memory) {
        check(spec);
        return new ArrayMap(spec, number, memory, 1);
    }

    static ArrayMap createPerCpu(MapSpec spec, int number, MapMemory memory) {
        check(spec);
        Checks.perCpuValue(spec);
        return new ArrayMap(spec, number, memory, memory.cpus());
    }

    private static void check(MapSpec spec) {
        Checks.entries(spec);
        Checks.keySize(spec, Integer.BYTES);
        Checks.value(spec);
    }

    /** Bytes from one element's value to the next. */
    public int stride() {
        return stride;
    }

    @Override
    public int region() {
        return region;
    }

    @Override
    public ByteBuffer values() {
        return programValues;
    }

    @Override
    public long valuePointer(int offset) {
        if (spec().maxEntries() != 1 || offset < 0 || offset >= spec().valueSize()) {
            return super.valuePointer(offset);
        }
        return Pointer.of(region, offset);
    }

    /** Pointer to the value at the index for this CPU, or null; the index is unsigned. */
    public long lookup(int cpu, int index) {
        return Integer.compareUnsigned(index, spec().maxEntries()) < 0
                ? Pointer.of(region, offset(cpu, index))
                : Pointer.NULL;
    }

    private int offset(int cpu, int index) {
        return slots == 1 ? index * stride : (cpu * spec().maxEntries() + index) * stride;
    }

    @Override
    public long lookup(int cpu, byte[] key, int keyOffset) {
        return lookup(cpu, (int) LittleEndian.INT_IN_ARRAY.get(key, keyOffset));
    }

    @Override
    public long update(int cpu, byte[] key, int keyOffset, byte[] value, int valueOffset, long flags) {
        int index = (int) LittleEndian.INT_IN_ARRAY.get(key, keyOffset);
        int error = check(index, flags);
        if (error == 0) {
            copyIn(offset(cpu, index), value, valueOffset, flags);
        }
        return error;
    }

    private int check(int index, long flags) {
        if (UpdateFlags.unknownWithLock(flags)) {
            return -Errno.EINVAL;
        }
        if (Integer.compareUnsigned(index, spec().maxEntries()) >= 0) {
            return -Errno.E2BIG;
        }
        int error = UpdateFlags.check(flags, true);
        return error == 0 && UpdateFlags.locked(flags) && !copies.lockable() ? -Errno.EINVAL : error;
    }

    private void copyIn(int offset, byte[] value, int valueOffset, long flags) {
        if (UpdateFlags.locked(flags)) {
            copies.inLocked(values, offset, value, valueOffset);
        } else {
            copies.in(values, offset, value, valueOffset);
        }
    }

    @Override
    public long elementAfter(long element) {
        return element + 1 < spec().maxEntries() ? element + 1 : NO_ELEMENT;
    }

    @Override
    public long elementValue(int cpu, long element) {
        return lookup(cpu, (int) element);
    }

    @Override
    public int valueBytes() {
        return slots == 1 ? spec().valueSize() : stride * slots;
    }

    @Override
    protected boolean read(byte[] key, byte[] target) {
        int index = (int) LittleEndian.INT_IN_ARRAY.get(key, 0);
        if (Integer.compareUnsigned(index, spec().maxEntries()) >= 0) {
            return false;
        }
        copyOut(index, target);
        return true;
    }

    private void copyOut(int index, byte[] target) {
        for (int cpu = 0; cpu < slots; cpu++) {
            copies.out(values, offset(cpu, index), target, cpu * stride);
        }
    }

    @Override
    protected long write(byte[] key, byte[] value, long flags) {
        int index = (int) LittleEndian.INT_IN_ARRAY.get(key, 0);
        int error = check(index, flags);
        for (int cpu = 0; error == 0 && cpu < slots; cpu++) {
            copyIn(offset(cpu, index), value, cpu * stride, flags);
        }
        return error;
    }

    @Override
    public void forEach(EntryConsumer consumer) {
        for (int index = 0; index < spec().maxEntries(); index++) {
            var key = new byte[Integer.BYTES];
            LittleEndian.INT_IN_ARRAY.set(key, 0, index);
            var value = new byte[valueBytes()];
            copyOut(index, value);
            consumer.accept(key, value);
        }
    }
}
