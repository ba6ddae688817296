package dev.osmia.program.instruction;

/**
 * One 8-byte slot as encoded (RFC 9669, section 3.1; the kernel's {@code struct bpf_insn}).
 *
 * <pre>
 *  byte 0    byte 1               bytes 2, 3   bytes 4 to 7
 * +--------+----------+----------+------------+-------------+
 * | opcode | source:4 | target:4 | offset     | immediate   |   little endian
 * +--------+----------+----------+------------+-------------+
 * </pre>
 *
 * @param opcode the operation, 0 to 255
 * @param destination the destination register's number, 0 to 15
 * @param source the source register's number or the form of a call or wide load, 0 to 15
 * @param offset the signed 16-bit offset
 * @param immediate the signed 32-bit immediate
 */
public record RawInstruction(int opcode, int destination, int source, short offset, int immediate) {
    /** Bytes in one slot. */
    public static final int BYTES = 8;

    /** The slot as one number, its first byte in the lowest bits. */
    public long toLong() {
        return (opcode & 0xffL)
                | (destination & 0xfL) << 8
                | (source & 0xfL) << 12
                | (offset & 0xffffL) << 16
                | (long) immediate << 32;
    }

    /** The slot that was written as this little-endian number. */
    public static RawInstruction ofLong(long slot) {
        return new RawInstruction(
                (int) slot & 0xff, (int) (slot >>> 8) & 0xf, (int) (slot >>> 12) & 0xf, (short) (slot >>> 16), (int)
                        (slot >>> 32));
    }
}
