package dev.osmia.verifier.step;

import dev.osmia.program.MapFields;
import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Reference;
import dev.osmia.verifier.state.Rejection;

/** Which programs may use which maps at all ({@code check_map_prog_compatibility}). */
final class MapPolicy {
    private MapPolicy() {}

    /** Checks that the program may use the map. */
    static void check(Program program, int index) {
        var map = program.maps().get(index);
        checkFields(program.type(), MapFields.of(map));
        if (map.type() == MapType.STRUCT_OPS) {
            throw Rejection.of("bpf_struct_ops map cannot be used in prog");
        }
        if (program.sleepable() && !isForSleepers(map.type())) {
            throw Rejection.of("Sleepable programs can only use array, hash, ringbuf and local storage maps");
        }
        checkOnlyOne(program, index, map);
    }

    private static void checkFields(ProgramType type, MapFields fields) {
        boolean observes = isObserver(type);
        if (observes && (fields.has(MapFields.Kind.LIST_HEAD) || fields.has(MapFields.Kind.RB_ROOT))) {
            throw Rejection.of("tracing progs cannot use bpf_{list_head,rb_root} yet");
        }
        if (fields.hasSpinLock() && type == ProgramType.SOCKET_FILTER) {
            throw Rejection.of("socket filter progs cannot use bpf_spin_lock yet");
        }
        if (fields.hasSpinLock() && observes) {
            throw Rejection.of("tracing progs cannot use bpf_spin_lock yet");
        }
        if (observes && fields.has(MapFields.Kind.TIMER)) {
            throw Rejection.of("tracing progs cannot use bpf_timer yet");
        }
        if (observes && fields.has(MapFields.Kind.WORK_QUEUE)) {
            throw Rejection.of("tracing progs cannot use bpf_wq yet");
        }
    }

    /** Whether programs of the type may run anywhere in the kernel, also where it holds locks ({@code is_tracing_prog_type}). */
    private static boolean isObserver(ProgramType type) {
        return switch (type) {
            case KPROBE, TRACEPOINT, PERF_EVENT, RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE -> true;
            default -> false;
        };
    }

    private static boolean isForSleepers(MapType type) {
        return switch (type) {
            case HASH,
                    LRU_HASH,
                    ARRAY,
                    PERCPU_HASH,
                    PERCPU_ARRAY,
                    LRU_PERCPU_HASH,
                    ARRAY_OF_MAPS,
                    HASH_OF_MAPS,
                    RINGBUF,
                    USER_RINGBUF,
                    INODE_STORAGE,
                    SK_STORAGE,
                    TASK_STORAGE,
                    CGRP_STORAGE,
                    QUEUE,
                    STACK,
                    ARENA,
                    INSN_ARRAY -> true;
            case PROG_ARRAY,
                    PERF_EVENT_ARRAY,
                    STACK_TRACE,
                    CGROUP_ARRAY,
                    LPM_TRIE,
                    DEVMAP,
                    DEVMAP_HASH,
                    SOCKMAP,
                    SOCKHASH,
                    CPUMAP,
                    XSKMAP,
                    CGROUP_STORAGE,
                    PERCPU_CGROUP_STORAGE,
                    REUSEPORT_SOCKARRAY,
                    STRUCT_OPS,
                    BLOOM_FILTER -> false;
        };
    }

    private static void checkOnlyOne(Program program, int index, MapSpec map) {
        boolean storage = map.type() == MapType.CGROUP_STORAGE || map.type() == MapType.PERCPU_CGROUP_STORAGE;
        if (!storage && map.type() != MapType.ARENA) {
            return;
        }
        for (int other = 0; other < index; other++) {
            if (program.maps().get(other).type() == map.type() && isUsed(program, other)) {
                throw Rejection.of(
                        storage ? "only one cgroup storage of each type is allowed" : "Only one arena per program");
            }
        }
    }

    private static boolean isUsed(Program program, int map) {
        for (int slot = 0; slot < program.code().slots(); slot++) {
            var instruction = program.code().find(slot);
            if (instruction.isPresent()
                    && instruction.get() instanceof Instruction.LoadReference load
                    && ((load.reference() instanceof Reference.MapAddress address && address.map() == map)
                            || (load.reference() instanceof Reference.MapValueAddress value && value.map() == map))) {
                return true;
            }
        }
        return false;
    }
}
