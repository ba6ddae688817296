package dev.osmia.verifier.domain;

import static dev.osmia.program.instruction.OperationWidth.W32;
import static dev.osmia.program.instruction.OperationWidth.W64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.instruction.AluOp;
import dev.osmia.program.instruction.ByteOrderChange;
import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.verifier.domain.SmallScalars.Small;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ScalarArithmeticTest {
    private static final List<Small> SMALL = SmallScalars.all();

    @ParameterizedTest
    @EnumSource
    void resultsOfMembersAreMembersOfTheResult(AluOp op) {
        for (var width : OperationWidth.values()) {
            for (var left : SMALL) {
                for (var right : SMALL) {
                    var result = ScalarArithmetic.apply(width, op, left.scalar(), right.scalar());
                    checkAll(width, op, left, right, result);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LSH", "RSH", "ARSH"})
    void shiftsByEachAmountKeepAllMembers(AluOp op) {
        for (var width : OperationWidth.values()) {
            for (var left : SMALL) {
                for (int amount = 0; amount < width.bits(); amount++) {
                    var right = new Small(Scalar.constant(amount), new long[] {amount});
                    checkAll(width, op, left, right, ScalarArithmetic.apply(width, op, left.scalar(), right.scalar()));
                }
            }
        }
    }

    @Test
    void shiftsByTheWidthOrMoreGiveNothingAway() {
        var octet = Scalar.ofUnsignedRange(0, 255);

        assertThat(ScalarArithmetic.apply(W32, AluOp.LSH, octet, Scalar.constant(40)))
                .isEqualTo(Scalar.UNKNOWN);
        assertThat(ScalarArithmetic.apply(W32, AluOp.RSH, octet, Scalar.constant(0x1_0000_0003L)))
                .isEqualTo(Scalar.UNKNOWN);
        assertThat(ScalarArithmetic.apply(W64, AluOp.ARSH, octet, Scalar.constant(64)))
                .isEqualTo(Scalar.UNKNOWN);
        assertThat(ScalarArithmetic.apply(W32, AluOp.LSH, octet, Scalar.constant(3)))
                .hasToString("scalar(smin=smin32=0,smax=umax=smax32=umax32=2040,var_off=(0x0; 0x7f8))");
    }

    private static void checkAll(OperationWidth width, AluOp op, Small left, Small right, Scalar result) {
        for (long x : left.members()) {
            for (long y : right.members()) {
                long concrete = op.evaluate(width, x, y);
                if (!result.contains(concrete)) {
                    throw new AssertionError(width + " " + left.scalar() + " " + op.mnemonic() + " " + right.scalar()
                            + " gives " + result + ", which lacks " + ScalarText.signed(concrete) + " of "
                            + ScalarText.signed(x) + " and " + ScalarText.signed(y));
                }
            }
        }
    }

    @Test
    void negationsOfMembersAreMembers() {
        checkEach(scalar -> ScalarArithmetic.negate(W64, scalar), x -> -x);
        checkEach(scalar -> ScalarArithmetic.negate(W32, scalar), x -> Integer.toUnsignedLong(-(int) x));
    }

    @ParameterizedTest
    @EnumSource
    void byteOrderChangesOfMembersAreMembers(ByteOrderChange change) {
        for (var size : List.of(MemorySize.HALF_WORD, MemorySize.WORD, MemorySize.DOUBLE_WORD)) {
            checkEach(scalar -> ScalarArithmetic.byteSwap(change, size, scalar), x -> change.evaluate(size, x));
        }
    }

    @Test
    void truncationsOfMembersAreMembers() {
        for (var size : MemorySize.values()) {
            long kept = -1L >>> (64 - size.bits());
            checkEach(scalar -> scalar.truncate(size.bytes()), x -> x & kept);
        }
        checkEach(Scalar::zeroExtended32, x -> x & 0xffff_ffffL);
    }

    @Test
    void signExtensionsOfMembersAreMembers() {
        for (var from : MemorySize.values()) {
            int unused = 64 - from.bits();
            checkEach(scalar -> scalar.signExtend(from, W64), x -> x << unused >> unused);
        }
        for (var from : List.of(MemorySize.BYTE, MemorySize.HALF_WORD)) {
            int unused = 32 - from.bits();
            checkEach(scalar -> scalar.signExtend(from, W32), x -> Integer.toUnsignedLong((int) x << unused >> unused));
        }
    }

    @Test
    void offsetsOfPointersKeepAllMembers() {
        for (var left : SMALL) {
            for (var right : SMALL) {
                checkAll(W64, AluOp.ADD, left, right, ScalarArithmetic.addToOffset(left.scalar(), right.scalar()));
                checkAll(
                        W64,
                        AluOp.SUB,
                        left,
                        right,
                        ScalarArithmetic.subtractFromOffset(left.scalar(), right.scalar()));
            }
        }
    }

    @Test
    void bothPathsOfAForkTogetherKeepAllMembers() {
        int forks = 0;
        for (var small : SMALL) {
            var fork = ScalarArithmetic.fork(AluOp.AND, small.scalar(), Scalar.constant(7));
            if (fork.isPresent()) {
                forks++;
                for (long x : small.members()) {
                    assertThat(fork.get().first().contains(x)
                                    || fork.get().second().contains(x))
                            .isTrue();
                }
            }
        }
        assertThat(forks).isPositive();
        assertThat(ScalarArithmetic.fork(AluOp.ADD, Scalar.ofSignedRange(-1, 0), Scalar.constant(7)))
                .isEmpty();
        assertThat(ScalarArithmetic.fork(AluOp.OR, Scalar.ofSignedRange(-1, 0), Scalar.UNKNOWN))
                .isEmpty();
    }

    private static void checkEach(UnaryOperator<Scalar> operation, LongUnaryOperator concrete) {
        for (var small : SMALL) {
            var result = operation.apply(small.scalar());
            for (long x : small.members()) {
                if (!result.contains(concrete.applyAsLong(x))) {
                    throw new AssertionError("of " + small.scalar() + " comes " + result + ", which lacks "
                            + ScalarText.signed(concrete.applyAsLong(x)) + " of " + ScalarText.signed(x));
                }
            }
        }
    }
}
