package dev.osmia.runtime.map;

import dev.osmia.program.MapSpec;
import dev.osmia.program.uapi.Errno;
import dev.osmia.program.uapi.MapFlags;
import dev.osmia.runtime.memory.LittleEndian;
import dev.osmia.runtime.memory.Pointer;
import java.nio.ByteBuffer;

/**
 * {@code BPF_MAP_TYPE_DEVMAP}, {@code _CPUMAP} and {@code _XSKMAP}: where XDP programs may redirect packets to, by index. Slots are empty
 * until the application fills them; programs only read them.
 */
public final class TargetMap extends BpfMap {
    private static final int WITH_PROGRAM_BYTES = 8;

    private final ByteBuffer values;
    private final ByteBuffer programValues;
    private final ByteBuffer present;
    private final boolean zeroIsNone;
    private final int region;
    private final int stride;

    private TargetMap(MapSpec spec, int number, MapMemory memory, boolean zeroIsNone) {
        super(spec, number);
        this.zeroIsNone = zeroIsNone;
        stride = MapMemory.roundUp8(spec.valueSize());
        values = memory.allocate(spec, (long) stride * spec.maxEntries());
        present = memory.allocate(spec, spec.maxEntries());
        programValues = values.asReadOnlyBuffer();
        region = memory.share(programValues);
    }

    /** A device map or CPU map, in which 0 (no interface, no queue) empties a slot. */
    static TargetMap create(MapSpec spec, int number, MapMemory memory) {
        Checks.entries(spec);
        Checks.keySize(spec, Integer.BYTES);
        if (spec.valueSize() != WITH_PROGRAM_BYTES) {
            Checks.valueSize(spec, Integer.BYTES);
        }
        return new TargetMap(spec, number, memory, true);
    }

    /** A map of AF_XDP sockets. */
    static TargetMap createOfSockets(MapSpec spec, int number, MapMemory memory) {
        Checks.entries(spec);
        Checks.keySize(spec, Integer.BYTES);
        Checks.valueSize(spec, Integer.BYTES);
        return new TargetMap(spec, number, memory, false);
    }

    @Override
    public ByteBuffer values() {
        return programValues;
    }

    @Override
    public int region() {
        return region;
    }

    private static int index(byte[] key, int offset) {
        return (int) LittleEndian.INT_IN_ARRAY.get(key, offset);
    }

    private boolean exists(int index) {
        return Integer.compareUnsigned(index, spec().maxEntries()) < 0;
    }

    @Override
    public long lookup(int cpu, byte[] key, int keyOffset) {
        int index = index(key, keyOffset);
        return exists(index) && present.get(index) != 0 ? Pointer.of(region, index * stride) : Pointer.NULL;
    }

    @Override
    public long update(int cpu, byte[] key, int keyOffset, byte[] value, int valueOffset, long flags) {
        int index = index(key, keyOffset);
        if (UpdateFlags.unknown(flags)) {
            return -Errno.EINVAL;
        }
        if (!exists(index)) {
            return -Errno.E2BIG;
        }
        if (flags == MapFlags.BPF_NOEXIST && (zeroIsNone || present.get(index) != 0)) {
            return -Errno.EEXIST;
        }
        boolean none = zeroIsNone && (int) LittleEndian.INT_IN_ARRAY.get(value, valueOffset) == 0;
        values.put(index * stride, value, valueOffset, spec().valueSize());
        present.put(index, (byte) (none ? 0 : 1));
        return 0;
    }

    @Override
    public long delete(int cpu, byte[] key, int keyOffset) {
        int index = index(key, keyOffset);
        if (!exists(index)) {
            return -Errno.EINVAL;
        }
        present.put(index, (byte) 0);
        return 0;
    }

    @Override
    public void forEach(EntryConsumer consumer) {
        for (int index = 0; index < spec().maxEntries(); index++) {
            if (present.get(index) != 0) {
                var key = new byte[Integer.BYTES];
                LittleEndian.INT_IN_ARRAY.set(key, 0, index);
                var value = new byte[spec().valueSize()];
                values.get(index * stride, value);
                consumer.accept(key, value);
            }
        }
    }
}
