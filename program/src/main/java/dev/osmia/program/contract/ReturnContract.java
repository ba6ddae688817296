package dev.osmia.program.contract;

/**
 * What a helper leaves in R0: the kernel's {@code enum bpf_return_type}.
 *
 * @param kind the base type
 * @param maybeNull whether the program must check it for null
 * @param btfType the kernel struct pointed to, for {@link Kind#BTF_ID}; else empty
 */
public record ReturnContract(Kind kind, boolean maybeNull, String btfType) {

    /** The base types. */
    public enum Kind {
        INTEGER,
        VOID,
        MAP_VALUE,
        SOCKET,
        TCP_SOCK,
        SOCK_COMMON,
        /** Memory of the size given by the {@link ArgumentKind#CONST_ALLOC_SIZE_OR_ZERO} argument. */
        MEM,
        /** Memory reserved from a ring buffer, of that same size. */
        RINGBUF_MEM,
        /** Memory inside a dynptr, of that same size. */
        DYNPTR_MEM,
        MEM_OR_BTF_ID,
        BTF_ID
    }

    /** A number. */
    public static final ReturnContract INTEGER = new ReturnContract(Kind.INTEGER, false, "");

    /** Nothing that a program may read. */
    public static final ReturnContract VOID = new ReturnContract(Kind.VOID, false, "");

    /** A pointer that is never null. */
    public static ReturnContract of(Kind kind) {
        return new ReturnContract(kind, false, "");
    }

    /** A pointer or null. */
    public static ReturnContract orNull(Kind kind) {
        return new ReturnContract(kind, true, "");
    }
}
