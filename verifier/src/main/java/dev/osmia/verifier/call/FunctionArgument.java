package dev.osmia.verifier.call;

/**
 * What a global function takes in an argument register, as its BTF says.
 *
 * @param kind what it is
 * @param size bytes of memory pointed to; else 0
 * @param nullable whether null is allowed
 * @param struct the struct pointed to; empty elsewhere
 */
record FunctionArgument(Kind kind, int size, boolean nullable, String struct) {

    /** What arguments can be. */
    enum Kind {
        SCALAR,
        CONTEXT,
        DYNPTR,
        MEMORY,
        TRUSTED_STRUCT,
        ARENA
    }

    static FunctionArgument of(Kind kind) {
        return new FunctionArgument(kind, 0, false, "");
    }
}
