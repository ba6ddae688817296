package dev.osmia.verifier.domain;

import dev.osmia.program.instruction.AluOp;
import dev.osmia.program.instruction.ByteOrderChange;
import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.OperationWidth;
import java.util.Optional;

/** What is known of results, given what is known of operands. */
public final class ScalarArithmetic {
    private ScalarArithmetic() {}

    /** The destination after {@code destination op= source}. An immediate source comes sign-extended to 64 bits. */
    public static Scalar apply(OperationWidth width, AluOp op, Scalar destination, Scalar source) {
        if (op == AluOp.MOV) {
            return switch (width) {
                case W32 -> source.zeroExtended32();
                case W64 -> source;
            };
        }
        if (!isTracked(width, op, source)) {
            return Scalar.UNKNOWN;
        }
        var result = new ScalarBuilder(destination);
        compute(width, op, result, source);
        if (width == OperationWidth.W32) {
            result.zeroExtend32();
        }
        return result.synchronise().forgetContradictions().build();
    }

    /**
     * A destination that the interpretation follows as two paths because it is 0 or -1, the outcome of a comparison spread over all
     * bits: one number each keeps what their union would lose.
     *
     * @param first what the destination is on the path that goes on
     * @param second what it is on the path that comes later, before the same instruction
     */
    public record Fork(Scalar first, Scalar second) {}

    /** Whether the destination is to be followed as two paths from before {@code destination op= source}. */
    public static Optional<Fork> fork(AluOp op, Scalar destination, Scalar source) {
        if ((op != AluOp.AND && op != AluOp.OR) || !source.isConstant()) {
            return Optional.empty();
        }
        if (destination.signedMin() == -1 && destination.signedMax() == 0) {
            return Optional.of(new Fork(Scalar.constant(-1), Scalar.ZERO));
        }
        if (destination.signed32Min() == -1 && destination.signed32Max() == 0) {
            return Optional.of(new Fork(withLowWord(destination, -1), withLowWord(destination, 0)));
        }
        return Optional.empty();
    }

    private static Scalar withLowWord(Scalar scalar, int value) {
        var result = new ScalarBuilder(scalar);
        result.setLowWordConstant(value);
        return result.build();
    }

    private static boolean isTracked(OperationWidth width, AluOp op, Scalar source) {
        return switch (op) {
            case ADD, SUB, MUL, AND, OR, XOR -> true;
            case LSH, RSH, ARSH ->
                isSingleValue(width, source) && Long.compareUnsigned(source.unsignedMax(), width.bits()) < 0;
            case DIV, SDIV, MOD, SMOD, MOV -> false;
        };
    }

    private static boolean isSingleValue(OperationWidth width, Scalar source) {
        return switch (width) {
            case W32 ->
                source.bits().isLowWordConstant()
                        && source.signed32Min() == source.signed32Max()
                        && source.unsigned32Min() == source.unsigned32Max();
            case W64 ->
                source.bits().isConstant()
                        && source.signedMin() == source.signedMax()
                        && source.unsignedMin() == source.unsignedMax();
        };
    }

    private static void compute(OperationWidth width, AluOp op, ScalarBuilder result, Scalar source) {
        switch (op) {
            case ADD -> SumRanges.add(result, source);
            case SUB -> SumRanges.subtract(result, source);
            case MUL -> ProductRanges.multiply(result, source);
            case AND -> BitwiseRanges.and(result, source);
            case OR -> BitwiseRanges.or(result, source);
            case XOR -> BitwiseRanges.xor(result, source);
            case LSH -> ShiftRanges.left(width, result, (int) source.unsignedMin());
            case RSH -> ShiftRanges.right(width, result, (int) source.unsignedMin());
            case ARSH -> ShiftRanges.rightSigned(width, result, (int) source.unsignedMin());
            case DIV, SDIV, MOD, SMOD, MOV -> throw new IllegalArgumentException("ranges are not tracked of op=" + op);
        }
    }

    /** The scalar after {@code scalar = -scalar}. */
    public static Scalar negate(OperationWidth width, Scalar scalar) {
        var result = new ScalarBuilder(Scalar.ZERO);
        SumRanges.subtract(result, scalar);
        if (width == OperationWidth.W32) {
            result.zeroExtend32();
        }
        return result.synchronise().build();
    }

    /** The scalar after a byte order change. Where bytes change places, known bits move along and ranges say nothing any more. */
    public static Scalar byteSwap(ByteOrderChange change, MemorySize size, Scalar scalar) {
        var result = new ScalarBuilder(scalar);
        if (change != ByteOrderChange.TO_LITTLE_ENDIAN) {
            result.bits = scalar.bits().reverseBytes(size.bytes());
            result.forgetRanges();
        }
        return ScalarCast.truncate(result.synchronise().build(), size.bytes());
    }

    /**
     * A pointer's variable offset after a number was added to the pointer. Pointers carry no ranges of their low half.
     *
     * @param offset the variable offset before
     * @param addend the number
     */
    public static Scalar addToOffset(Scalar offset, Scalar addend) {
        var result = new ScalarBuilder(offset);
        result.forgetRanges32();
        SumRanges.addToOffset(result, addend);
        return result.synchronise().build();
    }

    /**
     * A pointer's variable offset after a number was subtracted from the pointer.
     *
     * @param offset the variable offset before
     * @param subtrahend the number
     */
    public static Scalar subtractFromOffset(Scalar offset, Scalar subtrahend) {
        var result = new ScalarBuilder(offset);
        result.forgetRanges32();
        SumRanges.subtractFromOffset(result, subtrahend);
        return result.synchronise().build();
    }
}
