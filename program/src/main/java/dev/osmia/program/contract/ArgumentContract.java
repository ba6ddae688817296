package dev.osmia.program.contract;

import java.util.EnumSet;
import java.util.Set;

/**
 * What one argument of a helper must be.
 *
 * @param kind its base type
 * @param flags its modifiers
 * @param size bytes, for memory of a fixed size; else 0
 * @param btfType the kernel struct pointed to, for {@link ArgumentKind#BTF_ID}; else empty
 */
public record ArgumentContract(ArgumentKind kind, Set<ArgumentFlag> flags, int size, String btfType) {
    public ArgumentContract {
        flags = Set.copyOf(flags);
    }

    /** An argument of this kind. */
    public static ArgumentContract of(ArgumentKind kind, ArgumentFlag... flags) {
        return new ArgumentContract(kind, flagSet(flags), 0, "");
    }

    /** Memory of a fixed size. */
    public static ArgumentContract fixedMemory(int size, ArgumentFlag... flags) {
        var all = flagSet(flags);
        all.add(ArgumentFlag.MEM_FIXED_SIZE);
        return new ArgumentContract(ArgumentKind.MEM, all, size, "");
    }

    /** A pointer to a kernel struct. */
    public static ArgumentContract btf(String type, ArgumentFlag... flags) {
        return new ArgumentContract(ArgumentKind.BTF_ID, flagSet(flags), 0, type);
    }

    /** Whether the argument has the modifier. */
    public boolean has(ArgumentFlag flag) {
        return flags.contains(flag);
    }

    private static Set<ArgumentFlag> flagSet(ArgumentFlag... flags) {
        var set = EnumSet.noneOf(ArgumentFlag.class);
        for (var flag : flags) {
            set.add(flag);
        }
        return set;
    }
}
