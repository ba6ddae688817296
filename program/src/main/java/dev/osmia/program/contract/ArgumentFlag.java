package dev.osmia.program.contract;

/** Modifiers of an argument: the flag bits of the kernel's {@code enum bpf_arg_type}. */
public enum ArgumentFlag {
    /** {@code PTR_MAYBE_NULL}: null is allowed. */
    MAYBE_NULL,
    /** {@code MEM_RDONLY}: only read. */
    MEM_RDONLY,
    /** {@code MEM_WRITE}: written. */
    MEM_WRITE,
    /** {@code MEM_UNINIT}: need not be initialised; written. */
    MEM_UNINIT,
    /** {@code MEM_FIXED_SIZE}: the contract gives the size. */
    MEM_FIXED_SIZE,
    /** {@code MEM_ALIGNED}: must be aligned to its size. */
    MEM_ALIGNED,
    /** {@code OBJ_RELEASE}: the reference ends here. */
    OBJ_RELEASE,
    /** {@code DYNPTR_TYPE_LOCAL}. */
    DYNPTR_LOCAL,
    /** {@code DYNPTR_TYPE_RINGBUF}. */
    DYNPTR_RINGBUF,
    /** {@code DYNPTR_TYPE_SKB}. */
    DYNPTR_SKB,
    /** {@code DYNPTR_TYPE_XDP}. */
    DYNPTR_XDP,
    /** {@code DYNPTR_TYPE_SKB_META}. */
    DYNPTR_SKB_META
}
