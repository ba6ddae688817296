package dev.osmia.program.contract;

/**
 * What a helper leaves in R0: the kernel's {@code enum bpf_return_type}.
 *
 * @param kind the base type
 * @param maybeNull whether the program must check it for null
 * @param btfType the kernel struct pointed to, for {@link Kind#BTF_ID}; else empty
 * @param trusted whether that struct is as trusted as those that the kernel passes itself ({@code PTR_TRUSTED})
 */
public record ReturnContract(Kind kind, boolean maybeNull, String btfType, boolean trusted) {

    /** A result whose trust does not matter, or is not given. */
    public ReturnContract(Kind kind, boolean maybeNull, String btfType) {
        this(kind, maybeNull, btfType, false);
    }

    /** A pointer to a kernel struct that is as trusted as those that the kernel passes itself. */
    public static ReturnContract trusted(String btfType) {
        return new ReturnContract(Kind.BTF_ID, false, btfType, true);
    }

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
