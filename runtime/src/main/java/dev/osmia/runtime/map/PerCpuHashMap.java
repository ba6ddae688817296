package dev.osmia.runtime.map;

import dev.osmia.program.MapSpec;
import dev.osmia.program.uapi.Errno;
import dev.osmia.program.uapi.MapFlags;
import dev.osmia.runtime.memory.Pointer;
import java.nio.ByteBuffer;

/**
 * {@code BPF_MAP_TYPE_PERCPU_HASH} and {@code BPF_MAP_TYPE_LRU_PERCPU_HASH}. As in the kernel, updates of an existing key write its
 * value in place, and a new key's values are zero for all other CPUs. The values of one CPU lie together, apart from those of others.
 */
public final class PerCpuHashMap extends BpfMap {
    private final HashTable table;
    private final Eviction eviction;
    private final ByteBuffer values;
    private final byte[] zeros;
    private final int region;
    private final int keyRegion;
    private final int stride;
    private final int cpus;

    // Guarded by the table's lock.
    private int count;

    private PerCpuHashMap(MapSpec spec, int number, MapMemory memory, boolean lru) {
        super(spec, number);
        cpus = memory.cpus();
        stride = MapMemory.roundUp8(spec.valueSize());
        zeros = new byte[stride];
        table = new HashTable(spec, memory, spec.maxEntries(), 0, lru);
        eviction = lru ? new Eviction(table) : null;
        values = memory.allocate(spec, (long) stride * spec.maxEntries() * cpus);
        region = memory.share(values);
        keyRegion = memory.share(table.elements());
    }

    static PerCpuHashMap create(MapSpec spec, int number, MapMemory memory) {
        check(spec);
        Checks.flagClear(spec, MapFlags.BPF_F_NO_COMMON_LRU, "BPF_F_NO_COMMON_LRU");
        return new PerCpuHashMap(spec, number, memory, false);
    }

    static PerCpuHashMap createLru(MapSpec spec, int number, MapMemory memory) {
        check(spec);
        Checks.flagClear(spec, MapFlags.BPF_F_NO_PREALLOC, "BPF_F_NO_PREALLOC");
        return new PerCpuHashMap(spec, number, memory, true);
    }

    private static void check(MapSpec spec) {
        Checks.entries(spec);
        Checks.element(spec);
        Checks.perCpuValue(spec);
    }

    @Override
    public int region() {
        return region;
    }

    @Override
    public ByteBuffer values() {
        return values;
    }

    private int offset(int cpu, int element) {
        return (cpu * spec().maxEntries() + element) * stride;
    }

    @Override
    public long lookup(int cpu, byte[] key, int keyOffset) {
        int element = table.find(key, keyOffset);
        if (element < 0) {
            return Pointer.NULL;
        }
        if (eviction != null) {
            eviction.used(element);
        }
        return Pointer.of(region, offset(cpu, element));
    }

    @Override
    public long update(int cpu, byte[] key, int keyOffset, byte[] value, int valueOffset, long flags) {
        return update(key, keyOffset, value, valueOffset, flags, cpu, cpu + 1);
    }

    /** Writes the values of the CPUs from {@code first} until before {@code end}. */
    private long update(byte[] key, int keyOffset, byte[] value, int valueOffset, long flags, int first, int end) {
        if (UpdateFlags.unknown(flags)) {
            return -Errno.EINVAL;
        }
        int hash = table.hash(key, keyOffset);
        table.lock();
        try {
            int element = table.search(key, keyOffset, hash);
            int error = UpdateFlags.check(flags, element >= 0);
            if (error != 0) {
                return error;
            }
            if (element >= 0) {
                copyIn(element, value, valueOffset, first, end);
                if (eviction != null) {
                    eviction.used(element);
                }
                return 0;
            }
            element = newElement();
            if (element < 0) {
                return -Errno.E2BIG;
            }
            for (int cpu = 0; cpu < cpus; cpu++) {
                values.put(offset(cpu, element), zeros, 0, stride);
            }
            copyIn(element, value, valueOffset, first, end);
            table.link(element, key, keyOffset, hash);
            if (eviction != null) {
                eviction.replaced(element, -1);
            }
            return 0;
        } finally {
            table.unlock();
        }
    }

    private void copyIn(int element, byte[] value, int valueOffset, int first, int end) {
        for (int cpu = first; cpu < end; cpu++) {
            values.put(offset(cpu, element), value, valueOffset + (cpu - first) * stride, spec().valueSize());
        }
    }

    private int newElement() {
        if (count < spec().maxEntries()) {
            count++;
            return table.take();
        }
        return eviction == null ? -1 : eviction.evict();
    }

    @Override
    public long delete(int cpu, byte[] key, int keyOffset) {
        int hash = table.hash(key, keyOffset);
        table.lock();
        try {
            int element = table.search(key, keyOffset, hash);
            if (element < 0) {
                return -Errno.ENOENT;
            }
            table.unlink(element);
            if (eviction != null) {
                eviction.removed(element);
            }
            table.free(element);
            count--;
            return 0;
        } finally {
            table.unlock();
        }
    }

    @Override
    public long elementAfter(long element) {
        return table.after(element);
    }

    @Override
    public long elementKey(long element) {
        return Pointer.of(keyRegion, table.keyIndex((int) element));
    }

    @Override
    public long elementValue(int cpu, long element) {
        return Pointer.of(region, offset(cpu, (int) element));
    }

    @Override
    public int valueBytes() {
        return stride * cpus;
    }

    @Override
    protected boolean read(byte[] key, byte[] target) {
        int element = table.find(key, 0);
        if (element < 0) {
            return false;
        }
        copyOut(element, target);
        return true;
    }

    private void copyOut(int element, byte[] target) {
        for (int cpu = 0; cpu < cpus; cpu++) {
            values.get(offset(cpu, element), target, cpu * stride, spec().valueSize());
        }
    }

    @Override
    protected long write(byte[] key, byte[] value, long flags) {
        return update(key, 0, value, 0, flags, 0, cpus);
    }

    @Override
    public void forEach(EntryConsumer consumer) {
        HashEntries.forEach(table, spec(), (key, element) -> {
            var value = new byte[valueBytes()];
            copyOut(element, value);
            consumer.accept(key, value);
        });
    }
}
