package dev.osmia.verifier.call;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Functions that the kernel's verifier knows by name, for their contract does not say all of what they do. */
enum SpecialFunction {
    TAIL_CALL("bpf_tail_call"),
    MAP_LOOKUP_ELEM("bpf_map_lookup_elem"),
    MAP_UPDATE_ELEM("bpf_map_update_elem"),
    MAP_DELETE_ELEM("bpf_map_delete_elem"),
    MAP_PUSH_ELEM("bpf_map_push_elem"),
    MAP_POP_ELEM("bpf_map_pop_elem"),
    MAP_PEEK_ELEM("bpf_map_peek_elem"),
    GET_LOCAL_STORAGE("bpf_get_local_storage"),
    FOR_EACH_MAP_ELEM("bpf_for_each_map_elem"),
    TIMER_SET_CALLBACK("bpf_timer_set_callback"),
    FIND_VMA("bpf_find_vma"),
    SNPRINTF("bpf_snprintf"),
    LOOP("bpf_loop"),
    USER_RINGBUF_DRAIN("bpf_user_ringbuf_drain"),
    DYNPTR_FROM_MEM("bpf_dynptr_from_mem"),
    DYNPTR_DATA("bpf_dynptr_data"),
    DYNPTR_WRITE("bpf_dynptr_write"),
    SPIN_LOCK("bpf_spin_lock"),
    SPIN_UNLOCK("bpf_spin_unlock"),
    SK_RELEASE("bpf_sk_release"),
    KPTR_XCHG("bpf_kptr_xchg"),
    GET_SMP_PROCESSOR_ID("bpf_get_smp_processor_id"),
    GET_STACK("bpf_get_stack"),
    GET_TASK_STACK("bpf_get_task_stack"),
    PROBE_READ_STR("bpf_probe_read_str"),
    PROBE_READ_KERNEL_STR("bpf_probe_read_kernel_str"),
    PROBE_READ_USER_STR("bpf_probe_read_user_str"),
    TCP_SOCK("bpf_tcp_sock"),
    SK_FULLSOCK("bpf_sk_fullsock"),
    SKC_TO_TCP_SOCK("bpf_skc_to_tcp_sock"),
    SKC_TO_TCP6_SOCK("bpf_skc_to_tcp6_sock"),
    SKC_TO_UDP6_SOCK("bpf_skc_to_udp6_sock"),
    SKC_TO_MPTCP_SOCK("bpf_skc_to_mptcp_sock"),
    SKC_TO_TCP_TIMEWAIT_SOCK("bpf_skc_to_tcp_timewait_sock"),
    SKC_TO_TCP_REQUEST_SOCK("bpf_skc_to_tcp_request_sock"),
    DYNPTR_FROM_SKB("bpf_dynptr_from_skb"),
    DYNPTR_FROM_XDP("bpf_dynptr_from_xdp"),
    DYNPTR_FROM_SKB_META("bpf_dynptr_from_skb_meta"),
    DYNPTR_CLONE("bpf_dynptr_clone"),
    DYNPTR_SLICE("bpf_dynptr_slice"),
    DYNPTR_SLICE_RDWR("bpf_dynptr_slice_rdwr"),
    RCU_READ_LOCK("bpf_rcu_read_lock"),
    RCU_READ_UNLOCK("bpf_rcu_read_unlock"),
    PREEMPT_DISABLE("bpf_preempt_disable"),
    PREEMPT_ENABLE("bpf_preempt_enable"),
    THROW("bpf_throw"),
    OBJ_NEW("bpf_obj_new_impl"),
    PERCPU_OBJ_NEW("bpf_percpu_obj_new_impl"),
    OBJ_DROP("bpf_obj_drop_impl"),
    PERCPU_OBJ_DROP("bpf_percpu_obj_drop_impl"),
    REFCOUNT_ACQUIRE("bpf_refcount_acquire_impl"),
    LIST_PUSH_FRONT("bpf_list_push_front_impl"),
    LIST_PUSH_BACK("bpf_list_push_back_impl"),
    LIST_POP_FRONT("bpf_list_pop_front"),
    LIST_POP_BACK("bpf_list_pop_back"),
    LIST_FRONT("bpf_list_front"),
    LIST_BACK("bpf_list_back"),
    RBTREE_ADD("bpf_rbtree_add_impl"),
    RBTREE_REMOVE("bpf_rbtree_remove"),
    RBTREE_FIRST("bpf_rbtree_first"),
    RBTREE_ROOT("bpf_rbtree_root"),
    RBTREE_LEFT("bpf_rbtree_left"),
    RBTREE_RIGHT("bpf_rbtree_right"),
    ITER_NUM_NEW("bpf_iter_num_new"),
    ITER_NUM_NEXT("bpf_iter_num_next"),
    ITER_NUM_DESTROY("bpf_iter_num_destroy"),
    WQ_SET_CALLBACK("bpf_wq_set_callback_impl"),
    CAST_TO_KERN_CTX("bpf_cast_to_kern_ctx"),
    RDONLY_CAST("bpf_rdonly_cast"),
    XDP_METADATA_RX_TIMESTAMP("bpf_xdp_metadata_rx_timestamp"),
    XDP_METADATA_RX_HASH("bpf_xdp_metadata_rx_hash"),
    XDP_METADATA_RX_VLAN_TAG("bpf_xdp_metadata_rx_vlan_tag");

    private static final Map<String, SpecialFunction> BY_NAME = new HashMap<>();

    static {
        for (var function : values()) {
            BY_NAME.put(function.kernelName, function);
        }
    }

    private final String kernelName;

    SpecialFunction(String kernelName) {
        this.kernelName = kernelName;
    }

    static Optional<SpecialFunction> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Whether it gives another view of the socket that it gets ({@code is_ptr_cast_function}). */
    boolean castsSocket() {
        return switch (this) {
            case TCP_SOCK,
                    SK_FULLSOCK,
                    SKC_TO_TCP_SOCK,
                    SKC_TO_TCP6_SOCK,
                    SKC_TO_UDP6_SOCK,
                    SKC_TO_MPTCP_SOCK,
                    SKC_TO_TCP_TIMEWAIT_SOCK,
                    SKC_TO_TCP_REQUEST_SOCK -> true;
            default -> false;
        };
    }

    /** Whether it may be called while a lock is held ({@code kfunc_spin_allowed}). */
    boolean mayHoldLock() {
        return switch (this) {
            case REFCOUNT_ACQUIRE,
                    LIST_PUSH_FRONT,
                    LIST_PUSH_BACK,
                    LIST_POP_FRONT,
                    LIST_POP_BACK,
                    LIST_FRONT,
                    LIST_BACK,
                    RBTREE_ADD,
                    RBTREE_REMOVE,
                    RBTREE_FIRST,
                    RBTREE_ROOT,
                    RBTREE_LEFT,
                    RBTREE_RIGHT,
                    ITER_NUM_NEW,
                    ITER_NUM_NEXT,
                    ITER_NUM_DESTROY -> true;
            default -> false;
        };
    }

    /** Whether it asks the network device, for which the program must be bound to one ({@code bpf_dev_bound_kfunc_id}). */
    boolean asksDevice() {
        return this == XDP_METADATA_RX_TIMESTAMP || this == XDP_METADATA_RX_HASH || this == XDP_METADATA_RX_VLAN_TAG;
    }

    /** Whether it puts an object into a list or tree, which owns it from then on. */
    boolean givesAway() {
        return this == LIST_PUSH_FRONT || this == LIST_PUSH_BACK || this == RBTREE_ADD;
    }

    /** Whether it returns how much it wrote into the memory that it got, or a negative error. */
    boolean returnsLength() {
        return switch (this) {
            case GET_STACK, GET_TASK_STACK, PROBE_READ_STR, PROBE_READ_KERNEL_STR, PROBE_READ_USER_STR -> true;
            default -> false;
        };
    }
}
