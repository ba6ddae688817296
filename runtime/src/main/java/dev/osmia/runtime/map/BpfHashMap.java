package dev.osmia.runtime.map;

import dev.osmia.program.MapSpec;
import dev.osmia.program.uapi.Errno;
import dev.osmia.program.uapi.MapFlags;
import dev.osmia.runtime.memory.Pointer;
import java.nio.ByteBuffer;

/**
 * {@code BPF_MAP_TYPE_HASH} and {@code BPF_MAP_TYPE_LRU_HASH}. As in the kernel, updating an existing key puts a new element in
 * the old one's place: a program that looked the value up before keeps seeing the old value through its pointer, until the next
 * update of an existing key reuses that memory.
 */
public final class BpfHashMap extends BpfMap {
    private final HashTable table;
    private final Eviction eviction;
    private final int region;
    private final ValueCopies copies;

    // Guarded by the table's lock.
    private int spare;
    private int count;

    private BpfHashMap(MapSpec spec, int number, MapMemory memory, boolean lru) {
        super(spec, number);
        if (spec.maxEntries() == Integer.MAX_VALUE) {
            throw new MapCreationException(spec, "max_entries is beyond what memory can hold");
        }
        table = new HashTable(spec, memory, spec.maxEntries() + 1, spec.valueSize(), lru);
        eviction = lru ? new Eviction(table) : null;
        copies = new ValueCopies(spec);
        spare = table.take();
        region = memory.share(table.elements());
    }

    static BpfHashMap create(MapSpec spec, int number, MapMemory memory) {
        Checks.entries(spec);
        Checks.element(spec);
        Checks.flagClear(spec, MapFlags.BPF_F_NO_COMMON_LRU, "BPF_F_NO_COMMON_LRU");
        return new BpfHashMap(spec, number, memory, false);
    }

    static BpfHashMap createLru(MapSpec spec, int number, MapMemory memory) {
        Checks.entries(spec);
        Checks.element(spec);
        Checks.flagClear(spec, MapFlags.BPF_F_NO_PREALLOC, "BPF_F_NO_PREALLOC");
        return new BpfHashMap(spec, number, memory, true);
    }

    @Override
    public int region() {
        return region;
    }

    @Override
    public ByteBuffer values() {
        return table.elements();
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
        return Pointer.of(region, table.payload(element));
    }

    @Override
    public long update(int cpu, byte[] key, int keyOffset, byte[] value, int valueOffset, long flags) {
        boolean unknown = eviction == null ? UpdateFlags.unknownWithLock(flags) : UpdateFlags.unknown(flags);
        if (unknown || (UpdateFlags.locked(flags) && !copies.lockable())) {
            return -Errno.EINVAL;
        }
        int hash = table.hash(key, keyOffset);
        table.lock();
        try {
            int old = table.search(key, keyOffset, hash);
            int error = UpdateFlags.check(flags, old >= 0);
            if (error != 0) {
                return error;
            }
            if (old >= 0 && UpdateFlags.locked(flags)) {
                copies.inLocked(table.elements(), table.payload(old), value, valueOffset);
                return 0;
            }
            int fresh = old >= 0 ? spare : newElement();
            if (fresh < 0) {
                return -Errno.E2BIG;
            }
            copies.intoNew(table.elements(), table.payload(fresh), value, valueOffset);
            table.link(fresh, key, keyOffset, hash);
            if (old >= 0) {
                table.unlink(old);
                spare = old;
            }
            if (eviction != null) {
                eviction.replaced(fresh, old);
            }
            return 0;
        } finally {
            table.unlock();
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
        return Pointer.of(region, table.keyIndex((int) element));
    }

    @Override
    public long elementValue(int cpu, long element) {
        return Pointer.of(region, table.payload((int) element));
    }

    @Override
    protected boolean read(byte[] key, byte[] target) {
        int element = table.find(key, 0);
        if (element < 0) {
            return false;
        }
        copies.out(table.elements(), table.payload(element), target, 0);
        return true;
    }

    @Override
    public void forEach(EntryConsumer consumer) {
        HashEntries.forEach(table, spec(), (key, element) -> {
            var value = new byte[spec().valueSize()];
            copies.out(table.elements(), table.payload(element), value, 0);
            consumer.accept(key, value);
        });
    }
}
