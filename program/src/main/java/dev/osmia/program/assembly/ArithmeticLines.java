package dev.osmia.program.assembly;

import static dev.osmia.program.instruction.OperationWidth.W32;
import static dev.osmia.program.instruction.OperationWidth.W64;

import dev.osmia.program.assembly.LineAssembler.Complete;
import dev.osmia.program.instruction.AluOp;
import dev.osmia.program.instruction.ByteOrderChange;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.program.instruction.Register;

/** The arithmetic part of {@link Assembly}. Methods ending in 32 work on the low halves and clear the upper ones. */
abstract class ArithmeticLines {
    ArithmeticLines() {}

    /** The arithmetic instruction of this width and operation. */
    public static Line alu(OperationWidth width, AluOp op, Register destination, Operand source) {
        return new Complete(new Instruction.Alu(width, op, destination, source));
    }

    /** {@code rD += rS}. */
    public static Line add(Register destination, Register source) {
        return alu(W64, AluOp.ADD, destination, source);
    }

    /** {@code rD += immediate}. */
    public static Line add(Register destination, int immediate) {
        return alu(W64, AluOp.ADD, destination, Operand.immediate(immediate));
    }

    /** {@code wD += wS}. */
    public static Line add32(Register destination, Register source) {
        return alu(W32, AluOp.ADD, destination, source);
    }

    /** {@code wD += immediate}. */
    public static Line add32(Register destination, int immediate) {
        return alu(W32, AluOp.ADD, destination, Operand.immediate(immediate));
    }

    /** {@code rD -= rS}. */
    public static Line sub(Register destination, Register source) {
        return alu(W64, AluOp.SUB, destination, source);
    }

    /** {@code rD -= immediate}. */
    public static Line sub(Register destination, int immediate) {
        return alu(W64, AluOp.SUB, destination, Operand.immediate(immediate));
    }

    /** {@code wD -= wS}. */
    public static Line sub32(Register destination, Register source) {
        return alu(W32, AluOp.SUB, destination, source);
    }

    /** {@code wD -= immediate}. */
    public static Line sub32(Register destination, int immediate) {
        return alu(W32, AluOp.SUB, destination, Operand.immediate(immediate));
    }

    /** {@code rD *= rS}. */
    public static Line mul(Register destination, Register source) {
        return alu(W64, AluOp.MUL, destination, source);
    }

    /** {@code rD *= immediate}. */
    public static Line mul(Register destination, int immediate) {
        return alu(W64, AluOp.MUL, destination, Operand.immediate(immediate));
    }

    /** {@code wD *= wS}. */
    public static Line mul32(Register destination, Register source) {
        return alu(W32, AluOp.MUL, destination, source);
    }

    /** {@code wD *= immediate}. */
    public static Line mul32(Register destination, int immediate) {
        return alu(W32, AluOp.MUL, destination, Operand.immediate(immediate));
    }

    /** {@code rD /= rS}. */
    public static Line div(Register destination, Register source) {
        return alu(W64, AluOp.DIV, destination, source);
    }

    /** {@code rD /= immediate}. */
    public static Line div(Register destination, int immediate) {
        return alu(W64, AluOp.DIV, destination, Operand.immediate(immediate));
    }

    /** {@code wD /= wS}. */
    public static Line div32(Register destination, Register source) {
        return alu(W32, AluOp.DIV, destination, source);
    }

    /** {@code wD /= immediate}. */
    public static Line div32(Register destination, int immediate) {
        return alu(W32, AluOp.DIV, destination, Operand.immediate(immediate));
    }

    /** {@code rD s/= rS}. */
    public static Line sdiv(Register destination, Register source) {
        return alu(W64, AluOp.SDIV, destination, source);
    }

    /** {@code rD s/= immediate}. */
    public static Line sdiv(Register destination, int immediate) {
        return alu(W64, AluOp.SDIV, destination, Operand.immediate(immediate));
    }

    /** {@code wD s/= wS}. */
    public static Line sdiv32(Register destination, Register source) {
        return alu(W32, AluOp.SDIV, destination, source);
    }

    /** {@code wD s/= immediate}. */
    public static Line sdiv32(Register destination, int immediate) {
        return alu(W32, AluOp.SDIV, destination, Operand.immediate(immediate));
    }

    /** {@code rD |= rS}. */
    public static Line or(Register destination, Register source) {
        return alu(W64, AluOp.OR, destination, source);
    }

    /** {@code rD |= immediate}. */
    public static Line or(Register destination, int immediate) {
        return alu(W64, AluOp.OR, destination, Operand.immediate(immediate));
    }

    /** {@code wD |= wS}. */
    public static Line or32(Register destination, Register source) {
        return alu(W32, AluOp.OR, destination, source);
    }

    /** {@code wD |= immediate}. */
    public static Line or32(Register destination, int immediate) {
        return alu(W32, AluOp.OR, destination, Operand.immediate(immediate));
    }

    /** {@code rD &= rS}. */
    public static Line and(Register destination, Register source) {
        return alu(W64, AluOp.AND, destination, source);
    }

    /** {@code rD &= immediate}. */
    public static Line and(Register destination, int immediate) {
        return alu(W64, AluOp.AND, destination, Operand.immediate(immediate));
    }

    /** {@code wD &= wS}. */
    public static Line and32(Register destination, Register source) {
        return alu(W32, AluOp.AND, destination, source);
    }

    /** {@code wD &= immediate}. */
    public static Line and32(Register destination, int immediate) {
        return alu(W32, AluOp.AND, destination, Operand.immediate(immediate));
    }

    /** {@code rD <<= rS}. */
    public static Line lsh(Register destination, Register source) {
        return alu(W64, AluOp.LSH, destination, source);
    }

    /** {@code rD <<= immediate}. */
    public static Line lsh(Register destination, int immediate) {
        return alu(W64, AluOp.LSH, destination, Operand.immediate(immediate));
    }

    /** {@code wD <<= wS}. */
    public static Line lsh32(Register destination, Register source) {
        return alu(W32, AluOp.LSH, destination, source);
    }

    /** {@code wD <<= immediate}. */
    public static Line lsh32(Register destination, int immediate) {
        return alu(W32, AluOp.LSH, destination, Operand.immediate(immediate));
    }

    /** {@code rD >>= rS}. */
    public static Line rsh(Register destination, Register source) {
        return alu(W64, AluOp.RSH, destination, source);
    }

    /** {@code rD >>= immediate}. */
    public static Line rsh(Register destination, int immediate) {
        return alu(W64, AluOp.RSH, destination, Operand.immediate(immediate));
    }

    /** {@code wD >>= wS}. */
    public static Line rsh32(Register destination, Register source) {
        return alu(W32, AluOp.RSH, destination, source);
    }

    /** {@code wD >>= immediate}. */
    public static Line rsh32(Register destination, int immediate) {
        return alu(W32, AluOp.RSH, destination, Operand.immediate(immediate));
    }

    /** {@code rD %= rS}. */
    public static Line mod(Register destination, Register source) {
        return alu(W64, AluOp.MOD, destination, source);
    }

    /** {@code rD %= immediate}. */
    public static Line mod(Register destination, int immediate) {
        return alu(W64, AluOp.MOD, destination, Operand.immediate(immediate));
    }

    /** {@code wD %= wS}. */
    public static Line mod32(Register destination, Register source) {
        return alu(W32, AluOp.MOD, destination, source);
    }

    /** {@code wD %= immediate}. */
    public static Line mod32(Register destination, int immediate) {
        return alu(W32, AluOp.MOD, destination, Operand.immediate(immediate));
    }

    /** {@code rD s%= rS}. */
    public static Line smod(Register destination, Register source) {
        return alu(W64, AluOp.SMOD, destination, source);
    }

    /** {@code rD s%= immediate}. */
    public static Line smod(Register destination, int immediate) {
        return alu(W64, AluOp.SMOD, destination, Operand.immediate(immediate));
    }

    /** {@code wD s%= wS}. */
    public static Line smod32(Register destination, Register source) {
        return alu(W32, AluOp.SMOD, destination, source);
    }

    /** {@code wD s%= immediate}. */
    public static Line smod32(Register destination, int immediate) {
        return alu(W32, AluOp.SMOD, destination, Operand.immediate(immediate));
    }

    /** {@code rD ^= rS}. */
    public static Line xor(Register destination, Register source) {
        return alu(W64, AluOp.XOR, destination, source);
    }

    /** {@code rD ^= immediate}. */
    public static Line xor(Register destination, int immediate) {
        return alu(W64, AluOp.XOR, destination, Operand.immediate(immediate));
    }

    /** {@code wD ^= wS}. */
    public static Line xor32(Register destination, Register source) {
        return alu(W32, AluOp.XOR, destination, source);
    }

    /** {@code wD ^= immediate}. */
    public static Line xor32(Register destination, int immediate) {
        return alu(W32, AluOp.XOR, destination, Operand.immediate(immediate));
    }

    /** {@code rD = rS}. */
    public static Line mov(Register destination, Register source) {
        return alu(W64, AluOp.MOV, destination, source);
    }

    /** {@code rD = immediate}. */
    public static Line mov(Register destination, int immediate) {
        return alu(W64, AluOp.MOV, destination, Operand.immediate(immediate));
    }

    /** {@code wD = wS}. */
    public static Line mov32(Register destination, Register source) {
        return alu(W32, AluOp.MOV, destination, source);
    }

    /** {@code wD = immediate}. */
    public static Line mov32(Register destination, int immediate) {
        return alu(W32, AluOp.MOV, destination, Operand.immediate(immediate));
    }

    /** {@code rD s>>= rS}. */
    public static Line arsh(Register destination, Register source) {
        return alu(W64, AluOp.ARSH, destination, source);
    }

    /** {@code rD s>>= immediate}. */
    public static Line arsh(Register destination, int immediate) {
        return alu(W64, AluOp.ARSH, destination, Operand.immediate(immediate));
    }

    /** {@code wD s>>= wS}. */
    public static Line arsh32(Register destination, Register source) {
        return alu(W32, AluOp.ARSH, destination, source);
    }

    /** {@code wD s>>= immediate}. */
    public static Line arsh32(Register destination, int immediate) {
        return alu(W32, AluOp.ARSH, destination, Operand.immediate(immediate));
    }

    /** {@code rD = -rD}. */
    public static Line neg(Register destination) {
        return new Complete(new Instruction.Negate(W64, destination));
    }

    /** {@code wD = -wD}. */
    public static Line neg32(Register destination) {
        return new Complete(new Instruction.Negate(W32, destination));
    }

    /** {@code rD = (s8|s16|s32)rS}: the low bytes of the source, sign-extended to 64 bits. */
    public static Line movSigned(MemorySize from, Register destination, Register source) {
        return new Complete(new Instruction.MoveSignExtend(W64, from, destination, source));
    }

    /** {@code wD = (s8|s16)wS}: the low bytes of the source, sign-extended to 32 bits. */
    public static Line movSigned32(MemorySize from, Register destination, Register source) {
        return new Complete(new Instruction.MoveSignExtend(W32, from, destination, source));
    }

    /** {@code rD = le16|le32|le64 rD}. */
    public static Line toLittleEndian(MemorySize size, Register destination) {
        return new Complete(new Instruction.ByteSwap(ByteOrderChange.TO_LITTLE_ENDIAN, size, destination));
    }

    /** {@code rD = be16|be32|be64 rD}. */
    public static Line toBigEndian(MemorySize size, Register destination) {
        return new Complete(new Instruction.ByteSwap(ByteOrderChange.TO_BIG_ENDIAN, size, destination));
    }

    /** {@code rD = bswap16|bswap32|bswap64 rD}. */
    public static Line byteSwap(MemorySize size, Register destination) {
        return new Complete(new Instruction.ByteSwap(ByteOrderChange.SWAP, size, destination));
    }

    /** {@code rD = addr_space_cast(rS, toSpace, fromSpace)}. */
    public static Line addressSpaceCast(Register destination, Register source, int toSpace, int fromSpace) {
        return new Complete(new Instruction.AddressSpaceCast(destination, source, toSpace, fromSpace));
    }
}
