package dev.osmia.program.contract;

import dev.osmia.program.ProgramType;
import java.util.List;
import java.util.Set;

/**
 * What the verifier knows of a kfunc: its prototype and its {@code KF_*} flags.
 *
 * @param name such as {@code bpf_dynptr_from_skb_meta}
 * @param programTypes the program types that may call it
 * @param flags its {@code KF_*} flags
 * @param returns what R0 is afterwards
 * @param arguments what R1 to R5 must be, as many as it takes
 * @param effects what else it does
 */
public record KfuncContract(
        String name,
        Set<ProgramType> programTypes,
        Set<Flag> flags,
        Returns returns,
        List<KfuncArgument> arguments,
        Set<Effect> effects) {
    public KfuncContract {
        programTypes = Set.copyOf(programTypes);
        flags = Set.copyOf(flags);
        arguments = List.copyOf(arguments);
        effects = Set.copyOf(effects);
    }

    /** The {@code KF_*} flags of {@code linux/btf.h}. */
    public enum Flag {
        ACQUIRE,
        RELEASE,
        RET_NULL,
        TRUSTED_ARGS,
        SLEEPABLE,
        DESTRUCTIVE,
        RCU,
        RCU_PROTECTED,
        ITER_NEW,
        ITER_NEXT,
        ITER_DESTROY
    }

    /**
     * What R0 is afterwards.
     *
     * @param kind the base type
     * @param type the C type returned or pointed to
     * @param size bytes of it
     */
    public record Returns(Kind kind, String type, int size) {
        /** The base types. */
        public enum Kind {
            VOID,
            SCALAR,
            /** A pointer to memory of {@link Returns#size()} bytes. */
            MEMORY,
            /** Memory inside the dynptr argument, as long as the constant size argument says ({@code bpf_dynptr_slice}). */
            DYNPTR_SLICE,
            /** A pointer to a kernel object. */
            BTF_ID,
            /** A pointer to an object of the program's own BTF. */
            ALLOCATED_OBJECT,
            /** A pointer to the node of an object that a list or tree of the program holds. */
            GRAPH_NODE
        }

        /** Nothing. */
        public static final Returns NOTHING = new Returns(Kind.VOID, "", 0);

        /** A 32-bit number. */
        public static final Returns INT = new Returns(Kind.SCALAR, "int", 4);

        /** A truth value of one byte. */
        public static final Returns BOOL = new Returns(Kind.SCALAR, "bool", 1);

        /** A 32-bit unsigned number. */
        public static final Returns U32 = new Returns(Kind.SCALAR, "__u32", 4);
    }

    /** Whether it has the flag. */
    public boolean has(Flag flag) {
        return flags.contains(flag);
    }

    /** Whether calling it has the effect. */
    public boolean has(Effect effect) {
        return effects.contains(effect);
    }
}
