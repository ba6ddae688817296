package dev.osmia.program.contract;

import java.util.EnumSet;
import java.util.Set;

/**
 * What one argument of a kfunc must be. The kernel derives this from the argument's BTF type and name suffix
 * ({@code enum kfunc_ptr_arg_type}, {@code Documentation/bpf/kfuncs.rst}); here the declaration says it.
 *
 * @param name the parameter's name, without suffix
 * @param kind its kind
 * @param flags its modifiers
 * @param type the C type pointed to, such as {@code bpf_dynptr} or {@code bpf_iter_num}; empty for scalars
 * @param size bytes of memory of a fixed size, or of the struct pointed to; else 0
 */
public record KfuncArgument(String name, Kind kind, Set<Flag> flags, String type, int size) {
    public KfuncArgument {
        flags = Set.copyOf(flags);
    }

    /** The kinds, after {@code enum kfunc_ptr_arg_type}. */
    public enum Kind {
        /** A number. */
        SCALAR,
        /** The program's context ({@code KF_ARG_PTR_TO_CTX}). */
        CONTEXT,
        /** A dynptr on the stack. */
        DYNPTR,
        /** An iterator on the stack, of {@link #type()}. */
        ITERATOR,
        /** Memory of a fixed {@link #size()}. */
        MEMORY,
        /** Memory whose length is the next argument (suffix {@code __sz} there). */
        SIZED_MEMORY,
        /** The length of the memory before it. */
        MEMORY_SIZE,
        /** A NUL-terminated string in read-only memory (suffix {@code __str}). */
        CONST_STR,
        /** A map (suffix {@code __map}). */
        MAP,
        /** A kernel object of {@link #type()}. */
        BTF_ID,
        /** An object of {@code bpf_obj_new}. */
        ALLOCATED_OBJECT,
        /** A non-owning or owning reference with a {@code bpf_refcount}. */
        REFCOUNTED_KPTR,
        LIST_HEAD,
        LIST_NODE,
        RB_ROOT,
        RB_NODE,
        /** A callback subprogram. */
        CALLBACK,
        WORKQUEUE,
        IRQ_FLAG,
        RES_SPIN_LOCK,
        /** Filled in by the verifier, nothing asked of the program (suffix {@code __ign}, {@code __prog}). */
        IGNORED
    }

    /** Modifiers. */
    public enum Flag {
        /** Suffix {@code __nullable} or {@code __opt}: null is allowed. */
        NULLABLE,
        /** Suffix {@code __uninit}: what it points to must not be initialised yet. */
        UNINITIALISED,
        /** A pointer to const: only read. */
        READ_ONLY,
        /** Suffix {@code __k} or {@code __szk}: must be a known constant. */
        CONSTANT,
        /** The reference ends here. */
        RELEASED
    }

    /** An argument without type or size. */
    public static KfuncArgument of(String name, Kind kind, Flag... flags) {
        return of(name, kind, "", 0, flags);
    }

    /** An argument that points to so many bytes of a C type. */
    public static KfuncArgument of(String name, Kind kind, String type, int size, Flag... flags) {
        var set = EnumSet.noneOf(Flag.class);
        for (var flag : flags) {
            set.add(flag);
        }
        return new KfuncArgument(name, kind, set, type, size);
    }

    /** Whether the argument has the modifier. */
    public boolean has(Flag flag) {
        return flags.contains(flag);
    }
}
