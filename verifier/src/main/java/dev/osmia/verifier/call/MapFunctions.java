package dev.osmia.verifier.call;

import dev.osmia.program.MapType;
import dev.osmia.program.ProgramType;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Which functions work on which types of maps ({@code check_map_func_compatibility}). */
final class MapFunctions {
    private static final Map<MapType, Set<String>> FUNCTIONS_OF = new EnumMap<>(MapType.class);
    private static final Map<String, Set<MapType>> TYPES_OF = new HashMap<>();
    private static final Set<String> SOCKMAP_UPDATES = Set.of("bpf_map_update_elem", "bpf_map_delete_elem");

    static {
        only(MapType.PROG_ARRAY, "bpf_tail_call");
        only(
                MapType.PERF_EVENT_ARRAY,
                "bpf_perf_event_read",
                "bpf_perf_event_output",
                "bpf_skb_output",
                "bpf_perf_event_read_value",
                "bpf_xdp_output");
        only(
                MapType.RINGBUF,
                "bpf_ringbuf_output",
                "bpf_ringbuf_reserve",
                "bpf_ringbuf_query",
                "bpf_ringbuf_reserve_dynptr",
                "bpf_ringbuf_submit_dynptr",
                "bpf_ringbuf_discard_dynptr");
        only(MapType.USER_RINGBUF, "bpf_user_ringbuf_drain");
        only(MapType.STACK_TRACE, "bpf_get_stackid");
        only(MapType.CGROUP_ARRAY, "bpf_skb_under_cgroup", "bpf_current_task_under_cgroup");
        only(MapType.CGROUP_STORAGE, "bpf_get_local_storage");
        only(MapType.PERCPU_CGROUP_STORAGE, "bpf_get_local_storage");
        only(MapType.DEVMAP, "bpf_redirect_map", "bpf_map_lookup_elem");
        only(MapType.DEVMAP_HASH, "bpf_redirect_map", "bpf_map_lookup_elem");
        only(MapType.CPUMAP, "bpf_redirect_map");
        only(MapType.XSKMAP, "bpf_redirect_map", "bpf_map_lookup_elem");
        only(MapType.ARRAY_OF_MAPS, "bpf_map_lookup_elem");
        only(MapType.HASH_OF_MAPS, "bpf_map_lookup_elem");
        only(
                MapType.SOCKMAP,
                "bpf_sk_redirect_map",
                "bpf_sock_map_update",
                "bpf_msg_redirect_map",
                "bpf_sk_select_reuseport",
                "bpf_map_lookup_elem");
        only(
                MapType.SOCKHASH,
                "bpf_sk_redirect_hash",
                "bpf_sock_hash_update",
                "bpf_msg_redirect_hash",
                "bpf_sk_select_reuseport",
                "bpf_map_lookup_elem");
        only(MapType.REUSEPORT_SOCKARRAY, "bpf_sk_select_reuseport");
        only(MapType.QUEUE, "bpf_map_peek_elem", "bpf_map_pop_elem", "bpf_map_push_elem");
        only(MapType.STACK, "bpf_map_peek_elem", "bpf_map_pop_elem", "bpf_map_push_elem");
        only(MapType.SK_STORAGE, "bpf_sk_storage_get", "bpf_sk_storage_delete", "bpf_kptr_xchg");
        only(MapType.INODE_STORAGE, "bpf_inode_storage_get", "bpf_inode_storage_delete", "bpf_kptr_xchg");
        only(MapType.TASK_STORAGE, "bpf_task_storage_get", "bpf_task_storage_delete", "bpf_kptr_xchg");
        only(MapType.CGRP_STORAGE, "bpf_cgrp_storage_get", "bpf_cgrp_storage_delete", "bpf_kptr_xchg");
        only(MapType.BLOOM_FILTER, "bpf_map_peek_elem", "bpf_map_push_elem");
        of("bpf_tail_call", MapType.PROG_ARRAY);
        of("bpf_perf_event_read", MapType.PERF_EVENT_ARRAY);
        of("bpf_perf_event_output", MapType.PERF_EVENT_ARRAY);
        of("bpf_perf_event_read_value", MapType.PERF_EVENT_ARRAY);
        of("bpf_skb_output", MapType.PERF_EVENT_ARRAY);
        of("bpf_xdp_output", MapType.PERF_EVENT_ARRAY);
        of("bpf_ringbuf_output", MapType.RINGBUF);
        of("bpf_ringbuf_reserve", MapType.RINGBUF);
        of("bpf_ringbuf_query", MapType.RINGBUF);
        of("bpf_ringbuf_reserve_dynptr", MapType.RINGBUF);
        of("bpf_user_ringbuf_drain", MapType.USER_RINGBUF);
        of("bpf_get_stackid", MapType.STACK_TRACE);
        of("bpf_current_task_under_cgroup", MapType.CGROUP_ARRAY);
        of("bpf_skb_under_cgroup", MapType.CGROUP_ARRAY);
        of("bpf_redirect_map", MapType.DEVMAP, MapType.DEVMAP_HASH, MapType.CPUMAP, MapType.XSKMAP);
        of("bpf_sk_redirect_map", MapType.SOCKMAP);
        of("bpf_msg_redirect_map", MapType.SOCKMAP);
        of("bpf_sock_map_update", MapType.SOCKMAP);
        of("bpf_sk_redirect_hash", MapType.SOCKHASH);
        of("bpf_msg_redirect_hash", MapType.SOCKHASH);
        of("bpf_sock_hash_update", MapType.SOCKHASH);
        of("bpf_get_local_storage", MapType.CGROUP_STORAGE, MapType.PERCPU_CGROUP_STORAGE);
        of("bpf_sk_select_reuseport", MapType.REUSEPORT_SOCKARRAY, MapType.SOCKMAP, MapType.SOCKHASH);
        of("bpf_map_pop_elem", MapType.QUEUE, MapType.STACK);
        of("bpf_map_peek_elem", MapType.QUEUE, MapType.STACK, MapType.BLOOM_FILTER);
        of("bpf_map_push_elem", MapType.QUEUE, MapType.STACK, MapType.BLOOM_FILTER);
        of("bpf_map_lookup_percpu_elem", MapType.PERCPU_ARRAY, MapType.PERCPU_HASH, MapType.LRU_PERCPU_HASH);
        of("bpf_sk_storage_get", MapType.SK_STORAGE);
        of("bpf_sk_storage_delete", MapType.SK_STORAGE);
        of("bpf_inode_storage_get", MapType.INODE_STORAGE);
        of("bpf_inode_storage_delete", MapType.INODE_STORAGE);
        of("bpf_task_storage_get", MapType.TASK_STORAGE);
        of("bpf_task_storage_delete", MapType.TASK_STORAGE);
        of("bpf_cgrp_storage_get", MapType.CGRP_STORAGE);
        of("bpf_cgrp_storage_delete", MapType.CGRP_STORAGE);
    }

    private MapFunctions() {}

    private static void only(MapType type, String... functions) {
        FUNCTIONS_OF.put(type, Set.of(functions));
    }

    private static void of(String function, MapType first, MapType... others) {
        TYPES_OF.put(function, EnumSet.of(first, others));
    }

    /** Whether the function works on maps of the type, in a program of this type. */
    static boolean areCompatible(MapType type, String function, ProgramType program) {
        var functions = FUNCTIONS_OF.get(type);
        boolean sockmap = type == MapType.SOCKMAP || type == MapType.SOCKHASH;
        if (functions != null && !functions.contains(function) && !(sockmap && mayUpdateSockmap(function, program))) {
            return false;
        }
        var types = TYPES_OF.get(function);
        return types == null || types.contains(type);
    }

    /** {@code may_update_sockmap}. */
    static boolean mayUpdateSockmap(String function, ProgramType program) {
        return SOCKMAP_UPDATES.contains(function)
                && switch (program) {
                    case SOCKET_FILTER, SCHED_CLS, SCHED_ACT, XDP, SK_REUSEPORT, FLOW_DISSECTOR, SK_LOOKUP -> true;
                    case SOCK_OPS -> function.equals("bpf_map_delete_elem");
                    default -> false;
                };
    }

    /** Whether {@code bpf_for_each_map_elem} works on maps of the type. */
    static boolean isIterable(MapType type) {
        return switch (type) {
            case HASH, LRU_HASH, PERCPU_HASH, LRU_PERCPU_HASH, ARRAY, PERCPU_ARRAY -> true;
            default -> false;
        };
    }

    /** Whether the value of the type's only entry has an address ({@code map_direct_value_addr}). */
    static boolean hasDirectValues(MapType type) {
        return type == MapType.ARRAY || type == MapType.ARENA;
    }
}
