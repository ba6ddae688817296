package dev.osmia.runtime.map;

import dev.osmia.program.MapSpec;

/** What the kernel asks of a map's sizes when it is created; sizes count as unsigned. */
final class Checks {
    private static final int PAGE_BYTES = 4096;
    private static final int RING_BUFFER_LIMIT = 512 << 20;

    /** {@code PCPU_MIN_UNIT_SIZE}. */
    private static final int PER_CPU_LIMIT = 32 << 10;

    /** {@code KMALLOC_MAX_SIZE}. */
    private static final int ELEMENT_LIMIT = 4 << 20;

    private Checks() {}

    static void entries(MapSpec spec) {
        if (spec.maxEntries() <= 0) {
            throw new MapCreationException(
                    spec, spec.maxEntries() == 0 ? "max_entries is 0" : "max_entries is beyond what memory can hold");
        }
    }

    static void keySize(MapSpec spec, int bytes) {
        if (spec.keySize() != bytes) {
            throw new MapCreationException(spec, "key_size is not " + bytes);
        }
    }

    static void valueSize(MapSpec spec, int bytes) {
        if (spec.valueSize() != bytes) {
            throw new MapCreationException(spec, "value_size is not " + bytes);
        }
    }

    static void value(MapSpec spec) {
        if (spec.valueSize() <= 0) {
            throw new MapCreationException(
                    spec, spec.valueSize() == 0 ? "value_size is 0" : "value_size is beyond what memory can hold");
        }
    }

    static void valueLimit(MapSpec spec) {
        if (spec.valueSize() > ELEMENT_LIMIT) {
            throw new MapCreationException(spec, "value_size is more than " + ELEMENT_LIMIT);
        }
    }

    static void perCpuValue(MapSpec spec) {
        if (spec.valueSize() > PER_CPU_LIMIT) {
            throw new MapCreationException(spec, "value_size of a per-CPU map is more than " + PER_CPU_LIMIT);
        }
    }

    /** Key and value of one allocated element. */
    static void element(MapSpec spec) {
        value(spec);
        if (spec.keySize() <= 0) {
            throw new MapCreationException(
                    spec, spec.keySize() == 0 ? "key_size is 0" : "key_size is beyond what memory can hold");
        }
        if ((long) spec.keySize() + spec.valueSize() >= ELEMENT_LIMIT) {
            throw new MapCreationException(spec, "key and value are not less than " + ELEMENT_LIMIT + " bytes");
        }
    }

    static void flagSet(MapSpec spec, int flag, String name) {
        if ((spec.flags() & flag) == 0) {
            throw new MapCreationException(spec, "the flag " + name + " is missing");
        }
    }

    static void flagClear(MapSpec spec, int flag, String name) {
        if ((spec.flags() & flag) != 0) {
            throw new MapCreationException(spec, "the flag " + name + " is not allowed");
        }
    }

    /** What both kinds of ring buffer want. */
    static void ringBuffer(MapSpec spec) {
        keySize(spec, 0);
        valueSize(spec, 0);
        if (Integer.bitCount(spec.maxEntries()) != 1 || spec.maxEntries() % PAGE_BYTES != 0) {
            throw new MapCreationException(spec, "max_entries is no power of 2 and multiple of " + PAGE_BYTES);
        }
        if (Integer.compareUnsigned(spec.maxEntries(), RING_BUFFER_LIMIT) > 0) {
            throw new MapCreationException(spec, "max_entries is more than the limit of " + RING_BUFFER_LIMIT);
        }
    }
}
