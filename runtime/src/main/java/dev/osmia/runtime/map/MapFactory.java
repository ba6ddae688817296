package dev.osmia.runtime.map;

import dev.osmia.program.MapSpec;

/** Makes the maps that need nothing but memory: one line for each type. */
public final class MapFactory {
    private MapFactory() {}

    /**
     * A new map.
     *
     * @param number its number in its environment
     * @throws MapCreationException if the kernel would refuse the definition, memory does not suffice, or there is no such map here
     */
    public static BpfMap create(MapSpec spec, int number, MapMemory memory) {
        return switch (spec.type()) {
            case ARRAY -> ArrayMap.create(spec, number, memory);
            case PERCPU_ARRAY -> ArrayMap.createPerCpu(spec, number, memory);
            case HASH -> BpfHashMap.create(spec, number, memory);
            case LRU_HASH -> BpfHashMap.createLru(spec, number, memory);
            case PERCPU_HASH -> PerCpuHashMap.create(spec, number, memory);
            case LRU_PERCPU_HASH -> PerCpuHashMap.createLru(spec, number, memory);
            case LPM_TRIE -> LpmTrieMap.create(spec, number, memory);
            case QUEUE -> QueueMap.create(spec, number, memory, false);
            case STACK -> QueueMap.create(spec, number, memory, true);
            case RINGBUF -> RingBufferMap.create(spec, number, memory);
            case USER_RINGBUF -> UserRingBufferMap.create(spec, number, memory);
            case PERF_EVENT_ARRAY -> PerfEventArrayMap.create(spec, number);
            case DEVMAP, CPUMAP -> TargetMap.create(spec, number, memory);
            case XSKMAP -> TargetMap.createOfSockets(spec, number, memory);
            case DEVMAP_HASH -> BpfHashMap.create(spec, number, memory);
            case PROG_ARRAY,
                    STACK_TRACE,
                    CGROUP_ARRAY,
                    ARRAY_OF_MAPS,
                    HASH_OF_MAPS,
                    SOCKMAP,
                    SOCKHASH,
                    CGROUP_STORAGE,
                    REUSEPORT_SOCKARRAY,
                    PERCPU_CGROUP_STORAGE,
                    SK_STORAGE,
                    STRUCT_OPS,
                    INODE_STORAGE,
                    TASK_STORAGE,
                    BLOOM_FILTER,
                    CGRP_STORAGE,
                    ARENA,
                    INSN_ARRAY -> throw new MapCreationException(spec, "maps of this type are not implemented");
        };
    }
}
