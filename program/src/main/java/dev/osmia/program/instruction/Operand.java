package dev.osmia.program.instruction;

/** The second operand of an arithmetic, jump or store instruction: a register, or the instruction's 32-bit immediate. */
public sealed interface Operand permits Register, Operand.Immediate {

    /**
     * A 32-bit immediate. 64-bit operations sign-extend it.
     *
     * @param value the immediate as encoded
     */
    record Immediate(int value) implements Operand {
        @Override
        public String toString() {
            return Integer.toString(value);
        }
    }

    /** An immediate operand. */
    static Operand immediate(int value) {
        return new Immediate(value);
    }
}
