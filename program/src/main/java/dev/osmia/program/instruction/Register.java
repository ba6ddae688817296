package dev.osmia.program.instruction;

import java.util.Locale;
import java.util.Optional;

/** The eleven registers of eBPF (RFC 9669, section 2.2): R0 return value, R1 to R5 arguments, R6 to R9 callee-saved, R10 frame pointer. */
public enum Register implements Operand {
    R0,
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    R7,
    R8,
    R9,
    R10;

    /** The read-only frame pointer. */
    public static final Register FRAME_POINTER = R10;

    /** How many registers there are. */
    public static final int COUNT = 11;

    private static final Register[] BY_NUMBER = values();

    /** The register with this number; empty for the encodable but undefined numbers 11 to 15. */
    public static Optional<Register> of(int number) {
        return number >= 0 && number < COUNT ? Optional.of(BY_NUMBER[number]) : Optional.empty();
    }

    /** The number in the instruction's register fields, 0 to 10. */
    public int number() {
        return ordinal();
    }

    /** The register as 32-bit operations are printed, {@code w0} to {@code w10}. */
    public String wordName() {
        return "w" + ordinal();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
