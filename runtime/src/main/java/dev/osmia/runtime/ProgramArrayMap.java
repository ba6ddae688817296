package dev.osmia.runtime;

import dev.osmia.program.MapSpec;
import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.map.BpfMap;
import dev.osmia.runtime.map.MapCreationException;
import dev.osmia.runtime.memory.LittleEndian;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** {@code BPF_MAP_TYPE_PROG_ARRAY}: the programs that tail calls go to. Only the application fills it. */
public final class ProgramArrayMap extends BpfMap {
    /** More slots than any program array of a real object has; each costs a reference, used or not. */
    private static final int LIMIT = 1 << 20;

    private final AtomicReferenceArray<Executable> programs;

    ProgramArrayMap(MapSpec spec, int number) {
        super(spec, number);
        if (spec.keySize() != Integer.BYTES || spec.valueSize() != Integer.BYTES) {
            throw new MapCreationException(spec, "key_size and value_size are not 4");
        }
        if (spec.maxEntries() <= 0 || spec.maxEntries() > LIMIT) {
            throw new MapCreationException(spec, "max_entries is not from 1 to " + LIMIT);
        }
        programs = new AtomicReferenceArray<>(spec.maxEntries());
    }

    /** The program in a slot; null where the slot is empty or there is no such slot. */
    public Executable program(int index) {
        return Integer.compareUnsigned(index, programs.length()) < 0 ? programs.get(index) : null;
    }

    /** Fills a slot; null empties it. */
    public void set(int index, Executable program) {
        programs.set(index, program);
    }

    @Override
    public long delete(int cpu, byte[] key, int keyOffset) {
        int index = (int) LittleEndian.INT_IN_ARRAY.get(key, keyOffset);
        if (Integer.compareUnsigned(index, programs.length()) >= 0) {
            return -Errno.E2BIG;
        }
        return programs.getAndSet(index, null) == null ? -Errno.ENOENT : 0;
    }

    @Override
    protected boolean read(byte[] key, byte[] target) {
        return false;
    }
}
