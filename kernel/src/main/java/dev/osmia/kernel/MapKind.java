package dev.osmia.kernel;

import dev.osmia.program.MapType;

/** What can be done with maps from outside, whatever else their types are for. */
enum MapKind {
    /** All keys from 0 on have a value. */
    ARRAY,
    /** Keys come and go. */
    HASH,
    /** An array with a value for each CPU. */
    PER_CPU_ARRAY,
    /** Keys come and go, with a value for each CPU. */
    PER_CPU_HASH,
    /** Values wait to be taken. */
    QUEUE,
    /** Records wait to be taken. */
    RING_BUFFER,
    /** Entries are references into the kernel, belong to something in the kernel, or cannot be listed. */
    OTHER;

    static MapKind of(MapType type) {
        return switch (type) {
            case ARRAY -> ARRAY;
            case HASH, LRU_HASH, LPM_TRIE -> HASH;
            case PERCPU_ARRAY -> PER_CPU_ARRAY;
            case PERCPU_HASH, LRU_PERCPU_HASH -> PER_CPU_HASH;
            case QUEUE, STACK -> QUEUE;
            case RINGBUF -> RING_BUFFER;
            case PROG_ARRAY,
                    PERF_EVENT_ARRAY,
                    STACK_TRACE,
                    CGROUP_ARRAY,
                    ARRAY_OF_MAPS,
                    HASH_OF_MAPS,
                    DEVMAP,
                    DEVMAP_HASH,
                    SOCKMAP,
                    SOCKHASH,
                    CPUMAP,
                    XSKMAP,
                    CGROUP_STORAGE,
                    PERCPU_CGROUP_STORAGE,
                    REUSEPORT_SOCKARRAY,
                    SK_STORAGE,
                    STRUCT_OPS,
                    INODE_STORAGE,
                    TASK_STORAGE,
                    CGRP_STORAGE,
                    BLOOM_FILTER,
                    USER_RINGBUF,
                    ARENA,
                    INSN_ARRAY -> OTHER;
        };
    }

    /** Whether each CPU has a value of its own under each key. */
    boolean isPerCpu() {
        return this == PER_CPU_ARRAY || this == PER_CPU_HASH;
    }

    /** Whether keys and values can be listed and stored. */
    boolean hasEntries() {
        return this == ARRAY || this == HASH || isPerCpu();
    }

    /** Whether keys can be removed. */
    boolean isRemovable() {
        return this == HASH || this == PER_CPU_HASH;
    }
}
