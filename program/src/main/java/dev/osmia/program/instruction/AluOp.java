package dev.osmia.program.instruction;

import java.util.Optional;
import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;

/**
 * The binary arithmetic operations (RFC 9669, section 4.1) with their concrete meaning. Decoder, disassembler, interpreter,
 * constant folding and tests all read the same constant. Division by zero gives 0; modulo by zero leaves the destination; the
 * most negative number divided by -1 wraps; shift amounts are masked to the width.
 */
public enum AluOp {
    ADD(0x00, 0, "+=", (a, b) -> a + b, (a, b) -> a + b),
    SUB(0x10, 0, "-=", (a, b) -> a - b, (a, b) -> a - b),
    MUL(0x20, 0, "*=", (a, b) -> a * b, (a, b) -> a * b),
    DIV(
            0x30,
            0,
            "/=",
            (a, b) -> b == 0 ? 0 : Integer.divideUnsigned(a, b),
            (a, b) -> b == 0 ? 0 : Long.divideUnsigned(a, b)),
    SDIV(0x30, 1, "s/=", (a, b) -> b == 0 ? 0 : a / b, (a, b) -> b == 0 ? 0 : a / b),
    OR(0x40, 0, "|=", (a, b) -> a | b, (a, b) -> a | b),
    AND(0x50, 0, "&=", (a, b) -> a & b, (a, b) -> a & b),
    LSH(0x60, 0, "<<=", (a, b) -> a << b, (a, b) -> a << b),
    RSH(0x70, 0, ">>=", (a, b) -> a >>> b, (a, b) -> a >>> b),
    MOD(
            0x90,
            0,
            "%=",
            (a, b) -> b == 0 ? a : Integer.remainderUnsigned(a, b),
            (a, b) -> b == 0 ? a : Long.remainderUnsigned(a, b)),
    SMOD(0x90, 1, "s%=", (a, b) -> b == 0 ? a : a % b, (a, b) -> b == 0 ? a : a % b),
    XOR(0xa0, 0, "^=", (a, b) -> a ^ b, (a, b) -> a ^ b),
    MOV(0xb0, 0, "=", (a, b) -> b, (a, b) -> b),
    ARSH(0xc0, 0, "s>>=", (a, b) -> a >> b, (a, b) -> a >> b);

    private static final AluOp[] VALUES = values();

    private final int code;
    private final int offset;
    private final String mnemonic;
    private final IntBinaryOperator evaluate32;
    private final LongBinaryOperator evaluate64;

    AluOp(int code, int offset, String mnemonic, IntBinaryOperator evaluate32, LongBinaryOperator evaluate64) {
        this.code = code;
        this.offset = offset;
        this.mnemonic = mnemonic;
        this.evaluate32 = evaluate32;
        this.evaluate64 = evaluate64;
    }

    /** The operation bits of the opcode (0x00 to 0xc0). */
    public int code() {
        return code;
    }

    /** What the instruction's offset field must hold: 1 for the signed division and modulo, else 0. */
    public int offset() {
        return offset;
    }

    /** The operator as the kernel's log prints it, such as {@code s>>=}. */
    public String mnemonic() {
        return mnemonic;
    }

    /** The operation on 32 bits, before the result is zero-extended into the register. */
    public IntBinaryOperator operator32() {
        return evaluate32;
    }

    /** The operation on 64 bits. */
    public LongBinaryOperator operator64() {
        return evaluate64;
    }

    /** Whether it is a division or modulo, signed or not: the kernel refuses the immediate 0. */
    public boolean divides() {
        return this == DIV || this == SDIV || this == MOD || this == SMOD;
    }

    /** Whether it is a shift: the kernel refuses immediates beyond the width. */
    public boolean shifts() {
        return this == LSH || this == RSH || this == ARSH;
    }

    /** The operation with these operation bits, signed or not; empty where there is none. */
    public static Optional<AluOp> ofCode(int code, boolean signed) {
        for (var op : VALUES) {
            if (op.code == code && (op.offset == 1) == signed) {
                return Optional.of(op);
            }
        }
        return Optional.empty();
    }

    /** The 32-bit result, before it is zero-extended into the register. */
    public int evaluate32(int destination, int source) {
        return evaluate32.applyAsInt(destination, source);
    }

    /** The 64-bit result. */
    public long evaluate64(long destination, long source) {
        return evaluate64.applyAsLong(destination, source);
    }

    /** The register's new value at either width: 32-bit results are zero-extended. */
    public long evaluate(OperationWidth width, long destination, long source) {
        return switch (width) {
            case W32 -> Integer.toUnsignedLong(evaluate32((int) destination, (int) source));
            case W64 -> evaluate64(destination, source);
        };
    }
}
