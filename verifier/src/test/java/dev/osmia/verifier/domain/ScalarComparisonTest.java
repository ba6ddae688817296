package dev.osmia.verifier.domain;

import dev.osmia.program.instruction.JumpCondition;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.verifier.domain.ScalarComparison.Outcome;
import dev.osmia.verifier.domain.SmallScalars.Small;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ScalarComparisonTest {
    private static final List<Small> SMALL = SmallScalars.all();

    @ParameterizedTest
    @EnumSource
    void decidesOnlyWhatHoldsOfAllMembers(JumpCondition condition) {
        for (var width : OperationWidth.values()) {
            for (var left : SMALL) {
                for (var right : SMALL) {
                    var outcome = ScalarComparison.decide(width, condition, left.scalar(), right.scalar());
                    checkDecision(width, condition, left, right, outcome);
                }
            }
        }
    }

    private static void checkDecision(
            OperationWidth width, JumpCondition condition, Small left, Small right, Outcome outcome) {
        if (outcome == Outcome.UNDECIDED) {
            return;
        }
        for (long x : left.members()) {
            for (long y : right.members()) {
                if (condition.holds(width, x, y) != (outcome == Outcome.ALWAYS)) {
                    throw new AssertionError(width + " " + left.scalar() + " " + condition.mnemonic() + " "
                            + right.scalar() + " is " + outcome + ", but not of " + x + " and " + y);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void refinementKeepsAllMembersThatTakeThePath(JumpCondition condition) {
        for (var width : OperationWidth.values()) {
            for (var left : SMALL) {
                for (var right : SMALL) {
                    var taken = ScalarComparison.refine(width, condition, true, left.scalar(), right.scalar());
                    var passed = ScalarComparison.refine(width, condition, false, left.scalar(), right.scalar());
                    checkRefinement(width, condition, left, right, taken, passed);
                }
            }
        }
    }

    private static void checkRefinement(
            OperationWidth width, JumpCondition condition, Small left, Small right, Refined taken, Refined passed) {
        for (long x : left.members()) {
            for (long y : right.members()) {
                var path = condition.holds(width, x, y) ? taken : passed;
                if (!path.left().contains(x) || !path.right().contains(y)) {
                    throw new AssertionError(width + " " + left.scalar() + " " + condition.mnemonic() + " "
                            + right.scalar() + " gives " + path + ", which lacks " + x + " and " + y);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void comparedWithItselfARegisterKeepsItsMembers(JumpCondition condition) {
        for (var width : OperationWidth.values()) {
            for (var small : SMALL) {
                for (long x : small.members()) {
                    boolean holds = condition.holds(width, x, x);
                    var refined = ScalarComparison.refineWithItself(width, condition, holds, small.scalar());
                    if (!refined.contains(x)) {
                        throw new AssertionError(width + " " + small.scalar() + " " + condition.mnemonic()
                                + " itself gives " + refined + ", which lacks " + x);
                    }
                }
            }
        }
    }
}
