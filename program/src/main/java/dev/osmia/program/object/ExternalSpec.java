package dev.osmia.program.object;

import java.util.OptionalInt;

/**
 * A symbol that the object uses and does not define.
 *
 * @param symbol its name
 * @param kind who is to define it
 * @param weak whether the program may load without it
 * @param btfType the id of its type, or of its prototype, in the object's BTF
 * @param offset for {@link Kind#CONFIGURATION}: where it is in the map {@code .kconfig}
 */
public record ExternalSpec(String symbol, Kind kind, boolean weak, OptionalInt btfType, int offset) {

    /** Who is to define an extern. */
    public enum Kind {
        /** A function of the kernel: {@code __ksym}. */
        KERNEL_FUNCTION,
        /** A variable of the kernel: {@code __ksym}. */
        KERNEL_VARIABLE,
        /** A value of the kernel's configuration: {@code __kconfig}. */
        CONFIGURATION,
        /** The object does not say: the compiler's own {@code memset}, or a function of another object. */
        UNDECLARED
    }
}
