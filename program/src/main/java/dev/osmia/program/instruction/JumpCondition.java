package dev.osmia.program.instruction;

import java.util.Optional;

/** The conditions of conditional jumps (RFC 9669, section 4.3) with their concrete meaning. */
public enum JumpCondition {
    EQUAL(0x10, "==", (a, b) -> a == b),
    UNSIGNED_GREATER(0x20, ">", (a, b) -> Long.compareUnsigned(a, b) > 0),
    UNSIGNED_GREATER_OR_EQUAL(0x30, ">=", (a, b) -> Long.compareUnsigned(a, b) >= 0),
    ANY_BIT_SET(0x40, "&", (a, b) -> (a & b) != 0),
    NOT_EQUAL(0x50, "!=", (a, b) -> a != b),
    SIGNED_GREATER(0x60, "s>", (a, b) -> a > b),
    SIGNED_GREATER_OR_EQUAL(0x70, "s>=", (a, b) -> a >= b),
    UNSIGNED_LESS(0xa0, "<", (a, b) -> Long.compareUnsigned(a, b) < 0),
    UNSIGNED_LESS_OR_EQUAL(0xb0, "<=", (a, b) -> Long.compareUnsigned(a, b) <= 0),
    SIGNED_LESS(0xc0, "s<", (a, b) -> a < b),
    SIGNED_LESS_OR_EQUAL(0xd0, "s<=", (a, b) -> a <= b);

    /** Compares two sign-extended values. */
    @FunctionalInterface
    public interface Comparison {
        /** Whether the condition holds. */
        boolean holds(long left, long right);
    }

    private static final JumpCondition[] VALUES = values();

    private final int code;
    private final String mnemonic;
    private final Comparison comparison;

    JumpCondition(int code, String mnemonic, Comparison comparison) {
        this.code = code;
        this.mnemonic = mnemonic;
        this.comparison = comparison;
    }

    /** The operation bits of the opcode (0x10 to 0xd0). */
    public int code() {
        return code;
    }

    /** The condition with these operation bits; empty where there is none. */
    public static Optional<JumpCondition> ofCode(int code) {
        for (var condition : VALUES) {
            if (condition.code == code) {
                return Optional.of(condition);
            }
        }
        return Optional.empty();
    }

    /** The operator as the kernel's log prints it, such as {@code s>}. */
    public String mnemonic() {
        return mnemonic;
    }

    /** The comparison of two 64-bit values, or of two 32-bit values that were sign-extended. */
    public Comparison comparison() {
        return comparison;
    }

    /** Whether the jump is taken. At 32 bits both sides are first cut to their low halves and sign-extended, which keeps both orders. */
    public boolean holds(OperationWidth width, long left, long right) {
        return switch (width) {
            case W32 -> comparison.holds((int) left, (int) right);
            case W64 -> comparison.holds(left, right);
        };
    }
}
