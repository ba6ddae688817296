package dev.osmia.program.assembly;

import static dev.osmia.program.instruction.OperationWidth.W32;
import static dev.osmia.program.instruction.OperationWidth.W64;

import dev.osmia.program.assembly.LineAssembler.Reach;
import dev.osmia.program.assembly.LineAssembler.Referring;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.JumpCondition;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.program.instruction.Register;

/**
 * The conditional jumps of {@link Assembly}. Comparisons are unsigned unless their names say signed; methods ending in 32 compare the
 * low halves.
 */
abstract class BranchLines extends ArithmeticLines {
    BranchLines() {}

    /** {@code if left condition right goto label}. */
    public static Line branch(
            OperationWidth width, JumpCondition condition, Register left, Operand right, String label) {
        return new Referring(
                label,
                1,
                Reach.BITS_16,
                offset -> new Instruction.Branch(width, condition, left, right, (short) offset));
    }

    /** {@code if rL == rR goto label}. */
    public static Line ifEqual(Register left, Register right, String label) {
        return branch(W64, JumpCondition.EQUAL, left, right, label);
    }

    /** {@code if rL == immediate goto label}. */
    public static Line ifEqual(Register left, int immediate, String label) {
        return branch(W64, JumpCondition.EQUAL, left, Operand.immediate(immediate), label);
    }

    /** {@code if wL == wR goto label}. */
    public static Line ifEqual32(Register left, Register right, String label) {
        return branch(W32, JumpCondition.EQUAL, left, right, label);
    }

    /** {@code if wL == immediate goto label}. */
    public static Line ifEqual32(Register left, int immediate, String label) {
        return branch(W32, JumpCondition.EQUAL, left, Operand.immediate(immediate), label);
    }

    /** {@code if rL != rR goto label}. */
    public static Line ifNotEqual(Register left, Register right, String label) {
        return branch(W64, JumpCondition.NOT_EQUAL, left, right, label);
    }

    /** {@code if rL != immediate goto label}. */
    public static Line ifNotEqual(Register left, int immediate, String label) {
        return branch(W64, JumpCondition.NOT_EQUAL, left, Operand.immediate(immediate), label);
    }

    /** {@code if wL != wR goto label}. */
    public static Line ifNotEqual32(Register left, Register right, String label) {
        return branch(W32, JumpCondition.NOT_EQUAL, left, right, label);
    }

    /** {@code if wL != immediate goto label}. */
    public static Line ifNotEqual32(Register left, int immediate, String label) {
        return branch(W32, JumpCondition.NOT_EQUAL, left, Operand.immediate(immediate), label);
    }

    /** {@code if rL > rR goto label}. */
    public static Line ifGreater(Register left, Register right, String label) {
        return branch(W64, JumpCondition.UNSIGNED_GREATER, left, right, label);
    }

    /** {@code if rL > immediate goto label}. */
    public static Line ifGreater(Register left, int immediate, String label) {
        return branch(W64, JumpCondition.UNSIGNED_GREATER, left, Operand.immediate(immediate), label);
    }

    /** {@code if wL > wR goto label}. */
    public static Line ifGreater32(Register left, Register right, String label) {
        return branch(W32, JumpCondition.UNSIGNED_GREATER, left, right, label);
    }

    /** {@code if wL > immediate goto label}. */
    public static Line ifGreater32(Register left, int immediate, String label) {
        return branch(W32, JumpCondition.UNSIGNED_GREATER, left, Operand.immediate(immediate), label);
    }

    /** {@code if rL >= rR goto label}. */
    public static Line ifGreaterOrEqual(Register left, Register right, String label) {
        return branch(W64, JumpCondition.UNSIGNED_GREATER_OR_EQUAL, left, right, label);
    }

    /** {@code if rL >= immediate goto label}. */
    public static Line ifGreaterOrEqual(Register left, int immediate, String label) {
        return branch(W64, JumpCondition.UNSIGNED_GREATER_OR_EQUAL, left, Operand.immediate(immediate), label);
    }

    /** {@code if wL >= wR goto label}. */
    public static Line ifGreaterOrEqual32(Register left, Register right, String label) {
        return branch(W32, JumpCondition.UNSIGNED_GREATER_OR_EQUAL, left, right, label);
    }

    /** {@code if wL >= immediate goto label}. */
    public static Line ifGreaterOrEqual32(Register left, int immediate, String label) {
        return branch(W32, JumpCondition.UNSIGNED_GREATER_OR_EQUAL, left, Operand.immediate(immediate), label);
    }

    /** {@code if rL < rR goto label}. */
    public static Line ifLess(Register left, Register right, String label) {
        return branch(W64, JumpCondition.UNSIGNED_LESS, left, right, label);
    }

    /** {@code if rL < immediate goto label}. */
    public static Line ifLess(Register left, int immediate, String label) {
        return branch(W64, JumpCondition.UNSIGNED_LESS, left, Operand.immediate(immediate), label);
    }

    /** {@code if wL < wR goto label}. */
    public static Line ifLess32(Register left, Register right, String label) {
        return branch(W32, JumpCondition.UNSIGNED_LESS, left, right, label);
    }

    /** {@code if wL < immediate goto label}. */
    public static Line ifLess32(Register left, int immediate, String label) {
        return branch(W32, JumpCondition.UNSIGNED_LESS, left, Operand.immediate(immediate), label);
    }

    /** {@code if rL <= rR goto label}. */
    public static Line ifLessOrEqual(Register left, Register right, String label) {
        return branch(W64, JumpCondition.UNSIGNED_LESS_OR_EQUAL, left, right, label);
    }

    /** {@code if rL <= immediate goto label}. */
    public static Line ifLessOrEqual(Register left, int immediate, String label) {
        return branch(W64, JumpCondition.UNSIGNED_LESS_OR_EQUAL, left, Operand.immediate(immediate), label);
    }

    /** {@code if wL <= wR goto label}. */
    public static Line ifLessOrEqual32(Register left, Register right, String label) {
        return branch(W32, JumpCondition.UNSIGNED_LESS_OR_EQUAL, left, right, label);
    }

    /** {@code if wL <= immediate goto label}. */
    public static Line ifLessOrEqual32(Register left, int immediate, String label) {
        return branch(W32, JumpCondition.UNSIGNED_LESS_OR_EQUAL, left, Operand.immediate(immediate), label);
    }

    /** {@code if rL s> rR goto label}. */
    public static Line ifSignedGreater(Register left, Register right, String label) {
        return branch(W64, JumpCondition.SIGNED_GREATER, left, right, label);
    }

    /** {@code if rL s> immediate goto label}. */
    public static Line ifSignedGreater(Register left, int immediate, String label) {
        return branch(W64, JumpCondition.SIGNED_GREATER, left, Operand.immediate(immediate), label);
    }

    /** {@code if wL s> wR goto label}. */
    public static Line ifSignedGreater32(Register left, Register right, String label) {
        return branch(W32, JumpCondition.SIGNED_GREATER, left, right, label);
    }

    /** {@code if wL s> immediate goto label}. */
    public static Line ifSignedGreater32(Register left, int immediate, String label) {
        return branch(W32, JumpCondition.SIGNED_GREATER, left, Operand.immediate(immediate), label);
    }

    /** {@code if rL s>= rR goto label}. */
    public static Line ifSignedGreaterOrEqual(Register left, Register right, String label) {
        return branch(W64, JumpCondition.SIGNED_GREATER_OR_EQUAL, left, right, label);
    }

    /** {@code if rL s>= immediate goto label}. */
    public static Line ifSignedGreaterOrEqual(Register left, int immediate, String label) {
        return branch(W64, JumpCondition.SIGNED_GREATER_OR_EQUAL, left, Operand.immediate(immediate), label);
    }

    /** {@code if wL s>= wR goto label}. */
    public static Line ifSignedGreaterOrEqual32(Register left, Register right, String label) {
        return branch(W32, JumpCondition.SIGNED_GREATER_OR_EQUAL, left, right, label);
    }

    /** {@code if wL s>= immediate goto label}. */
    public static Line ifSignedGreaterOrEqual32(Register left, int immediate, String label) {
        return branch(W32, JumpCondition.SIGNED_GREATER_OR_EQUAL, left, Operand.immediate(immediate), label);
    }

    /** {@code if rL s< rR goto label}. */
    public static Line ifSignedLess(Register left, Register right, String label) {
        return branch(W64, JumpCondition.SIGNED_LESS, left, right, label);
    }

    /** {@code if rL s< immediate goto label}. */
    public static Line ifSignedLess(Register left, int immediate, String label) {
        return branch(W64, JumpCondition.SIGNED_LESS, left, Operand.immediate(immediate), label);
    }

    /** {@code if wL s< wR goto label}. */
    public static Line ifSignedLess32(Register left, Register right, String label) {
        return branch(W32, JumpCondition.SIGNED_LESS, left, right, label);
    }

    /** {@code if wL s< immediate goto label}. */
    public static Line ifSignedLess32(Register left, int immediate, String label) {
        return branch(W32, JumpCondition.SIGNED_LESS, left, Operand.immediate(immediate), label);
    }

    /** {@code if rL s<= rR goto label}. */
    public static Line ifSignedLessOrEqual(Register left, Register right, String label) {
        return branch(W64, JumpCondition.SIGNED_LESS_OR_EQUAL, left, right, label);
    }

    /** {@code if rL s<= immediate goto label}. */
    public static Line ifSignedLessOrEqual(Register left, int immediate, String label) {
        return branch(W64, JumpCondition.SIGNED_LESS_OR_EQUAL, left, Operand.immediate(immediate), label);
    }

    /** {@code if wL s<= wR goto label}. */
    public static Line ifSignedLessOrEqual32(Register left, Register right, String label) {
        return branch(W32, JumpCondition.SIGNED_LESS_OR_EQUAL, left, right, label);
    }

    /** {@code if wL s<= immediate goto label}. */
    public static Line ifSignedLessOrEqual32(Register left, int immediate, String label) {
        return branch(W32, JumpCondition.SIGNED_LESS_OR_EQUAL, left, Operand.immediate(immediate), label);
    }

    /** {@code if rL & rR goto label}. */
    public static Line ifAnyBitSet(Register left, Register right, String label) {
        return branch(W64, JumpCondition.ANY_BIT_SET, left, right, label);
    }

    /** {@code if rL & immediate goto label}. */
    public static Line ifAnyBitSet(Register left, int immediate, String label) {
        return branch(W64, JumpCondition.ANY_BIT_SET, left, Operand.immediate(immediate), label);
    }

    /** {@code if wL & wR goto label}. */
    public static Line ifAnyBitSet32(Register left, Register right, String label) {
        return branch(W32, JumpCondition.ANY_BIT_SET, left, right, label);
    }

    /** {@code if wL & immediate goto label}. */
    public static Line ifAnyBitSet32(Register left, int immediate, String label) {
        return branch(W32, JumpCondition.ANY_BIT_SET, left, Operand.immediate(immediate), label);
    }
}
