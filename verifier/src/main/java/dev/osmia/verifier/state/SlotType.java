package dev.osmia.verifier.state;

/** What one byte of the stack holds: the kernel's {@code enum bpf_stack_slot_type}. */
public enum SlotType {
    /** Never written. */
    INVALID('?'),
    /** Part of a spilled register. */
    SPILL('r'),
    /** Something written. */
    MISC('m'),
    /** Zero. */
    ZERO('0'),
    /** Part of a dynptr. */
    DYNPTR('d'),
    /** Part of an iterator. */
    ITERATOR('i'),
    /** Part of a saved interrupt flag. */
    INTERRUPT_FLAG('f');

    private static final SlotType[] VALUES = values();

    private final char symbol;

    SlotType(char symbol) {
        this.symbol = symbol;
    }

    /** As the kernel's log prints it. */
    public char symbol() {
        return symbol;
    }

    static SlotType of(int ordinal) {
        return VALUES[ordinal];
    }
}
