package dev.osmia.verifier.memory;

import dev.osmia.program.MapType;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.StructReference;

/** The kernel's structs that addresses of maps point to ({@code check_ptr_to_map_access}). */
final class MapStructs {
    private MapStructs() {}

    /** Checks an access to a map itself, rather than to its values: programs may read what the kernel's types describe. */
    static void check(Path path, Register base, RegisterState pointer, int offset, int size, boolean write) {
        var type = ((Pointee.OfMap) pointer.pointee()).map().spec().type();
        var struct = structOf(type);
        if (struct.isEmpty()) {
            throw Rejection.of("map_ptr access not supported for map type %d", type.number());
        }
        if (!path.privileged()) {
            throw Rejection.of("'struct %s' access is allowed only to CAP_PERFMON and CAP_SYS_ADMIN", struct);
        }
        if (offset < 0) {
            throw Rejection.of("R%d is %s invalid negative access: off=%d", base.number(), struct, offset);
        }
        if (write) {
            throw Rejection.of("only read from %s is supported", struct);
        }
        StructAccess.find(path, StructReference.ofKernel(struct), offset, size);
    }

    /** What a load that was checked gives, before it is cut to its size. */
    static RegisterState load(Path path, RegisterState pointer, int offset, int size) {
        String struct =
                structOf(((Pointee.OfMap) pointer.pointee()).map().spec().type());
        return StructAccess.loadUntrusted(path, StructReference.ofKernel(struct), offset, size);
    }

    private static String structOf(MapType type) {
        return switch (type) {
            case HASH, PERCPU_HASH, LRU_HASH, LRU_PERCPU_HASH, HASH_OF_MAPS -> "bpf_htab";
            case ARRAY, PERCPU_ARRAY, PROG_ARRAY, PERF_EVENT_ARRAY, CGROUP_ARRAY, ARRAY_OF_MAPS -> "bpf_array";
            case STACK_TRACE -> "bpf_stack_map";
            case LPM_TRIE -> "lpm_trie";
            case DEVMAP, DEVMAP_HASH -> "bpf_dtab";
            case SOCKMAP -> "bpf_stab";
            case SOCKHASH -> "bpf_shtab";
            case CPUMAP -> "bpf_cpu_map";
            case XSKMAP -> "xsk_map";
            case CGROUP_STORAGE, PERCPU_CGROUP_STORAGE -> "bpf_cgroup_storage_map";
            case REUSEPORT_SOCKARRAY -> "reuseport_array";
            case QUEUE, STACK -> "bpf_queue_stack";
            case SK_STORAGE, INODE_STORAGE, TASK_STORAGE, CGRP_STORAGE -> "bpf_local_storage_map";
            case STRUCT_OPS -> "bpf_struct_ops_map";
            case RINGBUF, USER_RINGBUF -> "bpf_ringbuf_map";
            case BLOOM_FILTER -> "bpf_bloom_filter";
            case ARENA -> "bpf_arena";
            case INSN_ARRAY -> "bpf_insn_array";
        };
    }
}
