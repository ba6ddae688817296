package dev.osmia.program.instruction;

/** The byte order conversions (RFC 9669, section 4.2). The machine is little-endian, as the objects that Osmia reads are. */
public enum ByteOrderChange {
    /** {@code BPF_TO_LE}, class ALU: cuts to the size. */
    TO_LITTLE_ENDIAN("le"),
    /** {@code BPF_TO_BE}, class ALU: swaps. */
    TO_BIG_ENDIAN("be"),
    /** {@code BPF_BSWAP}, class ALU64: always swaps. */
    SWAP("bswap");

    private final String mnemonic;

    ByteOrderChange(String mnemonic) {
        this.mnemonic = mnemonic;
    }

    /** As the kernel's log prints it before the width in bits. */
    public String mnemonic() {
        return mnemonic;
    }

    /** The converted low bytes, zero-extended. */
    public long evaluate(MemorySize size, long value) {
        long cut = switch (size) {
            case BYTE -> throw new IllegalArgumentException("no byte order change has 8 bits");
            case HALF_WORD -> value & 0xffffL;
            case WORD -> value & 0xffff_ffffL;
            case DOUBLE_WORD -> value;
        };
        return this == TO_LITTLE_ENDIAN ? cut : Long.reverseBytes(cut) >>> (64 - size.bits());
    }
}
