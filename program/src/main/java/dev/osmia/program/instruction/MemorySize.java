package dev.osmia.program.instruction;

/** The width of a memory access (RFC 9669, section 5, the size modifiers B, H, W and DW). */
public enum MemorySize {
    BYTE(1, 0x10),
    HALF_WORD(2, 0x08),
    WORD(4, 0x00),
    DOUBLE_WORD(8, 0x18);

    private final int bytes;
    private final int code;

    MemorySize(int bytes, int code) {
        this.bytes = bytes;
        this.code = code;
    }

    /** 1, 2, 4 or 8. */
    public int bytes() {
        return bytes;
    }

    /** 8, 16, 32 or 64. */
    public int bits() {
        return bytes * 8;
    }

    /** The size bits of the opcode: BPF_B, BPF_H, BPF_W or BPF_DW. */
    public int code() {
        return code;
    }

    /** The C type as the kernel's log prints it: {@code u8}, {@code u16}, {@code u32} or {@code u64}. */
    public String unsignedName() {
        return "u" + bits();
    }

    /** The signed C type as the kernel's log prints it: {@code s8}, {@code s16}, {@code s32} or {@code s64}. */
    public String signedName() {
        return "s" + bits();
    }

    /** The size with these opcode bits (0x00, 0x08, 0x10 or 0x18). */
    public static MemorySize ofCode(int code) {
        return switch (code & 0x18) {
            case 0x00 -> WORD;
            case 0x08 -> HALF_WORD;
            case 0x10 -> BYTE;
            default -> DOUBLE_WORD;
        };
    }

    /** The size of so many bytes. */
    public static MemorySize ofBytes(int bytes) {
        return switch (bytes) {
            case 1 -> BYTE;
            case 2 -> HALF_WORD;
            case 4 -> WORD;
            case 8 -> DOUBLE_WORD;
            default -> throw new IllegalArgumentException("no memory access has bytes=" + bytes);
        };
    }
}
