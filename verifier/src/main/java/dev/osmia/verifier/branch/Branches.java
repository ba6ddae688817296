package dev.osmia.verifier.branch;

import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.JumpCondition;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.domain.ScalarComparison;
import dev.osmia.verifier.domain.ScalarComparison.Outcome;
import dev.osmia.verifier.fact.BranchFact;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.LinkedRegisters;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.VerifierState;

/** Conditional jumps. */
public final class Branches {
    private final Path path;

    public Branches(Path path) {
        this.path = path;
    }

    /** Checks that the comparison tells nothing of pointers that the program may not know. */
    public void check(Instruction.Branch branch) {
        if (path.privileged()) {
            return;
        }
        var left = path.register(branch.left());
        var right = rightOf(branch);
        if (branch.right() instanceof Register register
                && !(left.type().isPacketOrEnd() && right.type().isPacketOrEnd())
                && !right.isScalar()) {
            throw comparisonProhibited(register);
        }
        boolean tellsPacketBounds = branch.width() == OperationWidth.W64
                && left.type().isPacketOrEnd()
                && right.type().isPacketOrEnd();
        if (!left.isScalar() && !isNullCheck(branch, left) && !tellsPacketBounds) {
            if (decide(branch, left, right) == Outcome.UNDECIDED) {
                throw comparisonProhibited(branch.left());
            }
        }
    }

    private static Rejection comparisonProhibited(Register register) {
        return Rejection.of("R%d pointer comparison prohibited", register.number());
    }

    private RegisterState rightOf(Instruction.Branch branch) {
        return branch.right() instanceof Register register
                ? path.register(register)
                : RegisterState.constant(((Operand.Immediate) branch.right()).value());
    }

    /** Follows the jump, and leaves the other way for later where there are two; gives the next instruction. */
    public int apply(Instruction.Branch branch) {
        var left = path.register(branch.left());
        var right = rightOf(branch);
        path.trace().touch(branch.left());
        if (branch.right() instanceof Register register) {
            path.trace().touch(register);
        }
        boolean leftOnStack = left.is(RegisterType.STACK);
        boolean rightOnStack = right.is(RegisterType.STACK);
        if (leftOnStack || rightOnStack) {
            path.noteOperandsOnStack(leftOnStack, rightOnStack);
        }
        int next = path.slot() + 1;
        int target = next + branch.offset();
        var outcome = decide(branch, left, right);
        if (outcome != Outcome.UNDECIDED) {
            markOperandsPrecise(branch, left, right);
            boolean taken = outcome == Outcome.ALWAYS;
            record(taken ? BranchFact.ALWAYS_TAKEN : BranchFact.NEVER_TAKEN);
            path.trace().changes(path.state(), path.slot());
            return taken ? target : next;
        }
        record(BranchFact.BOTH);
        fork(branch, target);
        path.trace().changes(path.state(), path.slot());
        return next;
    }

    private void record(BranchFact fact) {
        path.verification().facts().branch(path.slot(), fact);
    }

    private void markOperandsPrecise(Instruction.Branch branch, RegisterState left, RegisterState right) {
        if (left.isScalar()) {
            path.markPrecise(branch.left());
        }
        if (branch.right() instanceof Register register && right.isScalar()) {
            path.markPrecise(register);
        }
    }

    private Outcome decide(Instruction.Branch branch, RegisterState left, RegisterState right) {
        boolean wide = branch.width() == OperationWidth.W64;
        if (wide && left.type().isPacketOrEnd() && right.type().isPacketOrEnd()) {
            return PacketComparison.decide(branch.condition(), left, right);
        }
        if (!left.isScalar() || !right.isScalar()) {
            return wide ? decideNull(branch.condition(), left, right) : Outcome.UNDECIDED;
        }
        return ScalarComparison.decide(branch.width(), branch.condition(), left.scalar(), right.scalar());
    }

    private static Outcome decideNull(JumpCondition condition, RegisterState left, RegisterState right) {
        var number = right.isConstant() ? right : left;
        var pointer = right.isConstant() ? left : right;
        if (!number.isZero() || !NullChecks.isNotNull(pointer)) {
            return Outcome.UNDECIDED;
        }
        return switch (condition) {
            case EQUAL -> Outcome.NEVER;
            case NOT_EQUAL -> Outcome.ALWAYS;
            case UNSIGNED_GREATER,
                    UNSIGNED_GREATER_OR_EQUAL,
                    UNSIGNED_LESS,
                    UNSIGNED_LESS_OR_EQUAL,
                    ANY_BIT_SET,
                    SIGNED_GREATER,
                    SIGNED_GREATER_OR_EQUAL,
                    SIGNED_LESS,
                    SIGNED_LESS_OR_EQUAL -> Outcome.UNDECIDED;
        };
    }

    private void fork(Instruction.Branch branch, int target) {
        var notTaken = path.state();
        var linked = collectLinked(branch);
        var taken = path.branch(target);
        refine(branch, taken, notTaken);
        if (linked.size() > 0) {
            if (branch.right() instanceof Register register) {
                updateLinked(register, taken, notTaken, linked);
            }
            updateLinked(branch.left(), taken, notTaken, linked);
        }
        learnFromPointers(branch, taken, notTaken);
    }

    private LinkedRegisters collectLinked(Instruction.Branch branch) {
        var linked = new LinkedRegisters();
        var state = path.state();
        if (branch.right() instanceof Register register) {
            var right = state.register(register);
            if (right.isScalar() && right.id() != 0) {
                LinkedScalars.collect(path, right.id(), linked);
            }
        }
        var left = state.register(branch.left());
        if (left.isScalar() && left.id() != 0) {
            LinkedScalars.collect(path, left.id(), linked);
        }
        if (linked.size() > 1) {
            path.noteLinked(linked);
        }
        return linked;
    }

    private void refine(Instruction.Branch branch, VerifierState taken, VerifierState notTaken) {
        var left = notTaken.register(branch.left());
        var right = rightOf(branch);
        if (!left.isScalar() || !right.isScalar()) {
            return;
        }
        refine(branch, left, right, notTaken, false);
        refine(branch, left, right, taken, true);
    }

    private static void refine(
            Instruction.Branch branch, RegisterState left, RegisterState right, VerifierState state, boolean taken) {
        if (branch.right() == branch.left()) {
            var itself = ScalarComparison.refineWithItself(branch.width(), branch.condition(), taken, left.scalar());
            state.setRegister(branch.left(), left.withScalar(itself));
            return;
        }
        var refined = ScalarComparison.refine(branch.width(), branch.condition(), taken, left.scalar(), right.scalar());
        state.setRegister(branch.left(), left.withScalar(refined.left()));
        if (branch.right() instanceof Register register) {
            state.setRegister(register, right.withScalar(refined.right()));
        }
    }

    private static void updateLinked(
            Register register, VerifierState taken, VerifierState notTaken, LinkedRegisters linked) {
        for (var state : new VerifierState[] {notTaken, taken}) {
            var known = state.register(register);
            if (known.isScalar() && known.id() != 0) {
                LinkedScalars.update(state, known, linked);
            }
        }
    }

    private static boolean isNullCheck(Instruction.Branch branch, RegisterState left) {
        return branch.width() == OperationWidth.W64
                && branch.right() instanceof Operand.Immediate immediate
                && immediate.value() == 0
                && isEquality(branch.condition())
                && left.mayBeNull();
    }

    private static boolean isEquality(JumpCondition condition) {
        return condition == JumpCondition.EQUAL || condition == JumpCondition.NOT_EQUAL;
    }

    private void learnFromPointers(Instruction.Branch branch, VerifierState taken, VerifierState notTaken) {
        learnFromEqualPointers(branch, taken, notTaken);
        if (isNullCheck(branch, notTaken.register(branch.left()))) {
            boolean nullWhenTaken = branch.condition() == JumpCondition.EQUAL;
            NullChecks.learn(notTaken, branch.left(), !nullWhenTaken);
            NullChecks.learn(taken, branch.left(), nullWhenTaken);
        } else {
            PacketComparison.learn(branch, taken, notTaken);
        }
    }

    /** A pointer that equals one that is not null is not null either. */
    private static void learnFromEqualPointers(Instruction.Branch branch, VerifierState taken, VerifierState notTaken) {
        if (branch.width() == OperationWidth.W32
                || !(branch.right() instanceof Register rightRegister)
                || !isEquality(branch.condition())) {
            return;
        }
        var left = notTaken.register(branch.left());
        var right = notTaken.register(rightRegister);
        if (left.isScalar()
                || right.isScalar()
                || left.type() == RegisterType.BTF_ID
                || right.type() == RegisterType.BTF_ID) {
            return;
        }
        var equal = branch.condition() == JumpCondition.EQUAL ? taken : notTaken;
        if (NullChecks.isNotNull(left) && right.mayBeNull()) {
            equal.setRegister(rightRegister, NullChecks.notNull(right));
        }
        if (NullChecks.isNotNull(right) && left.mayBeNull()) {
            equal.setRegister(branch.left(), NullChecks.notNull(left));
        }
    }
}
