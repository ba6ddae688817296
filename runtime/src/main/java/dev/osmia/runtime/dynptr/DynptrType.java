package dev.osmia.runtime.dynptr;

/** What a dynptr is over; the order is that of {@code enum bpf_dynptr_type}. */
public enum DynptrType {
    INVALID,
    LOCAL,
    RINGBUF,
    SKB,
    XDP,
    SKB_META
}
