package dev.osmia.program.contract;

/** What a helper takes in an argument register: the base types of the kernel's {@code enum bpf_arg_type}. */
public enum ArgumentKind {
    /** Whatever the register holds, if anything: passed on unseen. */
    DONTCARE,
    /** Any initialised value. */
    ANYTHING,
    /** A map known at verification. */
    CONST_MAP_PTR,
    /** Readable memory of the map's key size. */
    MAP_KEY,
    /** Memory of the map's value size. */
    MAP_VALUE,
    /** Memory whose size the next argument gives, or the contract itself ({@link ArgumentContract#size()}). */
    MEM,
    /** Size of the preceding memory, at least 1. */
    CONST_SIZE,
    /** Size of the preceding memory, may be 0. */
    CONST_SIZE_OR_ZERO,
    /** A constant that becomes the size of the returned memory. */
    CONST_ALLOC_SIZE_OR_ZERO,
    /** The program's context. */
    CTX,
    SPIN_LOCK,
    SOCK_COMMON,
    SOCKET,
    BTF_ID,
    /** Memory reserved from a ring buffer. */
    RINGBUF_MEM,
    BTF_ID_SOCK_COMMON,
    PERCPU_BTF_ID,
    /** A callback subprogram. */
    FUNC,
    /** Memory on the stack. */
    STACK,
    /** A NUL-terminated string in read-only map memory. */
    CONST_STR,
    TIMER,
    /** The address of a kernel pointer in a map value. */
    KPTR,
    /** A dynptr on the stack. */
    DYNPTR
}
