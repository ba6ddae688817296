package dev.osmia.program;

import java.util.OptionalInt;

/**
 * A function of a program: the main one, or one reached by local calls and callbacks.
 *
 * @param name the C function's name
 * @param start its first slot
 * @param end the slot after its last
 * @param btfFunction the id of its {@code BTF_KIND_FUNC}, where the object has one
 * @param linkage whether it is verified by itself (global) or with each caller (static)
 */
public record Subprogram(String name, int start, int end, OptionalInt btfFunction, Linkage linkage) {

    /** A function's linkage as BTF records it ({@code enum btf_func_linkage}). */
    public enum Linkage {
        STATIC,
        GLOBAL,
        EXTERN
    }
}
