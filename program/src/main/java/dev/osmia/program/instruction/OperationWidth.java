package dev.osmia.program.instruction;

/** Whether an arithmetic or jump instruction works on whole registers or on their low halves (RFC 9669, section 3.3). */
public enum OperationWidth {
    /** Classes ALU and JMP32: the low 32 bits; an arithmetic result is zero-extended. */
    W32(32),
    /** Classes ALU64 and JMP: all 64 bits. */
    W64(64);

    private final int bits;

    OperationWidth(int bits) {
        this.bits = bits;
    }

    /** 32 or 64. */
    public int bits() {
        return bits;
    }
}
