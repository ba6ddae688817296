package dev.osmia.verifier.domain;

import dev.osmia.program.instruction.JumpCondition;
import dev.osmia.program.instruction.OperationWidth;

/** What comparisons tell: whether the outcome is certain already, and what a taken or not taken jump adds to what is known. */
public final class ScalarComparison {
    private ScalarComparison() {}

    /** What can be said of a conditional jump beforehand. */
    public enum Outcome {
        ALWAYS,
        NEVER,
        UNDECIDED;

        private static Outcome of(boolean taken) {
            return taken ? ALWAYS : NEVER;
        }

        private Outcome inverted() {
            return switch (this) {
                case ALWAYS -> NEVER;
                case NEVER -> ALWAYS;
                case UNDECIDED -> UNDECIDED;
            };
        }
    }

    /** Whether {@code left condition right} is certain. */
    public static Outcome decide(OperationWidth width, JumpCondition condition, Scalar left, Scalar right) {
        return switch (condition) {
            case EQUAL -> equal(width, left, right);
            case NOT_EQUAL -> equal(width, left, right).inverted();
            case ANY_BIT_SET -> anyBitSet(width, left, right);
            case UNSIGNED_GREATER -> unsignedLess(width, right, left);
            case UNSIGNED_GREATER_OR_EQUAL -> unsignedLess(width, left, right).inverted();
            case UNSIGNED_LESS -> unsignedLess(width, left, right);
            case UNSIGNED_LESS_OR_EQUAL -> unsignedLess(width, right, left).inverted();
            case SIGNED_GREATER -> signedLess(width, right, left);
            case SIGNED_GREATER_OR_EQUAL -> signedLess(width, left, right).inverted();
            case SIGNED_LESS -> signedLess(width, left, right);
            case SIGNED_LESS_OR_EQUAL -> signedLess(width, right, left).inverted();
        };
    }

    /** The operands once it is known whether {@code left condition right} held. */
    public static Refined refine(
            OperationWidth width, JumpCondition condition, boolean taken, Scalar left, Scalar right) {
        var a = new ScalarBuilder(left);
        var b = new ScalarBuilder(right);
        refine(width, condition, taken, a, b);
        return new Refined(finish(a), finish(b));
    }

    /**
     * A register compared with itself, once it is known whether {@code scalar condition scalar} held. The kernel knows no better than
     * to narrow the one register from both sides, which matters only on the path that no number takes.
     */
    public static Scalar refineWithItself(OperationWidth width, JumpCondition condition, boolean taken, Scalar scalar) {
        var both = new ScalarBuilder(scalar);
        refine(width, condition, taken, both, both);
        both.synchronise();
        return finish(both);
    }

    private static Scalar finish(ScalarBuilder scalar) {
        return scalar.synchronise().forgetContradictions().build();
    }

    private static void refine(
            OperationWidth width, JumpCondition condition, boolean taken, ScalarBuilder a, ScalarBuilder b) {
        switch (condition) {
            case EQUAL -> Refinement.equality(width, taken, a, b);
            case NOT_EQUAL -> Refinement.equality(width, !taken, a, b);
            case ANY_BIT_SET -> Refinement.bits(width, taken, a, b);
            case UNSIGNED_GREATER -> unsignedGreater(width, taken, a, b);
            case UNSIGNED_GREATER_OR_EQUAL -> unsignedGreater(width, !taken, b, a);
            case UNSIGNED_LESS -> unsignedGreater(width, taken, b, a);
            case UNSIGNED_LESS_OR_EQUAL -> unsignedGreater(width, !taken, a, b);
            case SIGNED_GREATER -> signedGreater(width, taken, a, b);
            case SIGNED_GREATER_OR_EQUAL -> signedGreater(width, !taken, b, a);
            case SIGNED_LESS -> signedGreater(width, taken, b, a);
            case SIGNED_LESS_OR_EQUAL -> signedGreater(width, !taken, a, b);
        }
    }

    private static void unsignedGreater(OperationWidth width, boolean holds, ScalarBuilder a, ScalarBuilder b) {
        if (holds) {
            Refinement.unsignedLess(width, b, a);
        } else {
            Refinement.unsignedLessOrEqual(width, a, b);
        }
    }

    private static void signedGreater(OperationWidth width, boolean holds, ScalarBuilder a, ScalarBuilder b) {
        if (holds) {
            Refinement.signedLess(width, b, a);
        } else {
            Refinement.signedLessOrEqual(width, a, b);
        }
    }

    private static Outcome equal(OperationWidth width, Scalar left, Scalar right) {
        var leftBits = width == OperationWidth.W32 ? left.bits().lowWord() : left.bits();
        var rightBits = width == OperationWidth.W32 ? right.bits().lowWord() : right.bits();
        if (leftBits.isConstant() && rightBits.isConstant()) {
            return Outcome.of(leftBits.value() == rightBits.value());
        }
        if (!leftBits.overlaps(rightBits) || areDisjoint32(left, right)) {
            return Outcome.NEVER;
        }
        boolean differ = width == OperationWidth.W64 && areDisjoint64(left, right);
        return differ ? Outcome.NEVER : Outcome.UNDECIDED;
    }

    private static boolean areDisjoint64(Scalar left, Scalar right) {
        return Long.compareUnsigned(left.unsignedMin(), right.unsignedMax()) > 0
                || Long.compareUnsigned(left.unsignedMax(), right.unsignedMin()) < 0
                || left.signedMin() > right.signedMax()
                || left.signedMax() < right.signedMin();
    }

    private static boolean areDisjoint32(Scalar left, Scalar right) {
        return Integer.compareUnsigned(left.unsigned32Min(), right.unsigned32Max()) > 0
                || Integer.compareUnsigned(left.unsigned32Max(), right.unsigned32Min()) < 0
                || left.signed32Min() > right.signed32Max()
                || left.signed32Max() < right.signed32Min();
    }

    private static Outcome anyBitSet(OperationWidth width, Scalar left, Scalar right) {
        if (!right.isConstant(width)) {
            return left.isConstant(width) ? anyBitSet(width, right, left) : Outcome.UNDECIDED;
        }
        var bits = left.bits();
        long tested = right.constantValue(width);
        if ((bits.value() & tested) != 0) {
            return Outcome.ALWAYS;
        }
        return (bits.unsignedMax() & tested) == 0 ? Outcome.NEVER : Outcome.UNDECIDED;
    }

    private static Outcome unsignedLess(OperationWidth width, Scalar left, Scalar right) {
        return switch (width) {
            case W32 ->
                outcome(
                        Integer.compareUnsigned(left.unsigned32Max(), right.unsigned32Min()) < 0,
                        Integer.compareUnsigned(left.unsigned32Min(), right.unsigned32Max()) >= 0);
            case W64 ->
                outcome(
                        Long.compareUnsigned(left.unsignedMax(), right.unsignedMin()) < 0,
                        Long.compareUnsigned(left.unsignedMin(), right.unsignedMax()) >= 0);
        };
    }

    private static Outcome signedLess(OperationWidth width, Scalar left, Scalar right) {
        return switch (width) {
            case W32 -> outcome(left.signed32Max() < right.signed32Min(), left.signed32Min() >= right.signed32Max());
            case W64 -> outcome(left.signedMax() < right.signedMin(), left.signedMin() >= right.signedMax());
        };
    }

    private static Outcome outcome(boolean always, boolean never) {
        if (always) {
            return Outcome.ALWAYS;
        }
        return never ? Outcome.NEVER : Outcome.UNDECIDED;
    }
}
