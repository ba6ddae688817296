package dev.osmia.program.instruction;

/**
 * The fields of an opcode, named as {@code linux/bpf.h} and {@code linux/bpf_common.h} name them (RFC 9669, sections 3.3 and 4).
 *
 * <pre>
 *  arithmetic and jumps              loads and stores
 * +-------------+--------+-------+  +--------+--------+-------+
 * | operation:4 | source | class |  | mode:3 | size:2 | class |
 * +-------------+--------+-------+  +--------+--------+-------+
 *   bits 7 to 4   bit 3    2 to 0     7 to 5   4, 3     2 to 0
 * </pre>
 */
public final class Opcode {
    public static final int BPF_LD = 0x00;
    public static final int BPF_LDX = 0x01;
    public static final int BPF_ST = 0x02;
    public static final int BPF_STX = 0x03;
    public static final int BPF_ALU = 0x04;
    public static final int BPF_JMP = 0x05;
    public static final int BPF_JMP32 = 0x06;
    public static final int BPF_ALU64 = 0x07;

    public static final int BPF_K = 0x00;
    public static final int BPF_X = 0x08;

    public static final int BPF_NEG = 0x80;
    public static final int BPF_END = 0xd0;
    public static final int BPF_TO_LE = 0x00;
    public static final int BPF_TO_BE = 0x08;

    public static final int BPF_JA = 0x00;
    public static final int BPF_CALL = 0x80;
    public static final int BPF_EXIT = 0x90;
    public static final int BPF_JCOND = 0xe0;

    public static final int BPF_IMM = 0x00;
    public static final int BPF_ABS = 0x20;
    public static final int BPF_IND = 0x40;
    public static final int BPF_MEM = 0x60;
    public static final int BPF_MEMSX = 0x80;
    public static final int BPF_ATOMIC = 0xc0;

    public static final int BPF_DW = 0x18;

    /** Immediates of atomic instructions that are no read-modify-write. */
    public static final int BPF_LOAD_ACQ = 0x100;

    public static final int BPF_STORE_REL = 0x110;

    /** The offset that makes a 64-bit register move a cast between address spaces. */
    public static final int BPF_ADDR_SPACE_CAST = 1;

    /** The offset that the kernel itself writes into moves, for addresses of per-CPU variables; refused in programs. */
    public static final int BPF_ADDR_PERCPU = -1;

    /** The source field of {@code BPF_JCOND}. */
    public static final int BPF_MAY_GOTO = 0;

    /** The source field of calls; a helper's number is called with 0. */
    public static final int BPF_PSEUDO_CALL = 1;

    public static final int BPF_PSEUDO_KFUNC_CALL = 2;

    /** The source field of wide loads. */
    public static final int BPF_PSEUDO_MAP_FD = 1;

    public static final int BPF_PSEUDO_MAP_VALUE = 2;
    public static final int BPF_PSEUDO_BTF_ID = 3;
    public static final int BPF_PSEUDO_FUNC = 4;
    public static final int BPF_PSEUDO_MAP_IDX = 5;
    public static final int BPF_PSEUDO_MAP_IDX_VALUE = 6;

    /** The opcodes that take no part of the tables above. */
    public static final int WIDE_LOAD = BPF_LD | BPF_IMM | BPF_DW;

    public static final int GOTO = BPF_JMP | BPF_JA;
    public static final int GOTO_LONG = BPF_JMP32 | BPF_JA;
    public static final int CALL = BPF_JMP | BPF_CALL;
    public static final int EXIT = BPF_JMP | BPF_EXIT;
    public static final int MAY_GOTO = BPF_JMP | BPF_JCOND;

    private Opcode() {}

    /** {@code BPF_CLASS}. */
    public static int classOf(int opcode) {
        return opcode & 0x07;
    }

    /** {@code BPF_OP} of arithmetic and jumps. */
    public static int operationOf(int opcode) {
        return opcode & 0xf0;
    }

    /** Whether {@code BPF_SRC} of arithmetic and jumps says register. */
    public static boolean takesRegister(int opcode) {
        return (opcode & BPF_X) != 0;
    }

    /** {@code BPF_MODE} of loads and stores. */
    public static int modeOf(int opcode) {
        return opcode & 0xe0;
    }

    /** {@code BPF_SIZE} of loads and stores. */
    public static MemorySize sizeOf(int opcode) {
        return MemorySize.ofCode(opcode);
    }
}
