package dev.osmia.jit.lowering;

import dev.osmia.program.Program;
import dev.osmia.program.Subprogram;
import dev.osmia.program.instruction.AluOp;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.JumpCondition;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.fact.BranchFact;
import dev.osmia.verifier.fact.Facts;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The null checks that slices decide themselves. A slice's pointer that has met null at a label is any number to HotSpot; checked where it
 * is made, it stays an index and a constant.
 */
final class NullChecks {
    private final Program program;
    private final Facts facts;
    private final Set<Integer> targets = new HashSet<>();
    private final Map<Integer, DynptrOperation.NullCheck> byCall = new HashMap<>();
    private final Set<Integer> decided = new HashSet<>();

    private NullChecks(Program program, Facts facts) {
        this.program = program;
        this.facts = facts;
    }

    /** Finds them behind those calls of a function that become slices. */
    static NullChecks of(Program program, Facts facts, Subprogram function, List<Integer> slices) {
        var checks = new NullChecks(program, facts);
        for (int slot = function.start(); slot < function.end(); slot++) {
            if (program.code().startsAt(slot)) {
                checks.noteTarget(slot);
            }
        }
        slices.forEach(checks::find);
        return checks;
    }

    private void noteTarget(int slot) {
        var instruction = program.code().at(slot);
        int next = program.code().next(slot);
        if (instruction instanceof Instruction.Jump jump) {
            targets.add(next + jump.offset());
        } else if (instruction instanceof Instruction.Branch branch) {
            targets.add(next + branch.offset());
        } else if (instruction instanceof Instruction.MayGoto mayGoto) {
            targets.add(next + mayGoto.offset());
        }
    }

    private void find(int call) {
        var between = new ArrayList<Integer>();
        var copies = new HashSet<Integer>();
        var holders = EnumSet.of(Register.R0);
        int slot = program.code().next(call);
        while (!targets.contains(slot) && program.code().startsAt(slot) && facts.reached(slot)) {
            var instruction = program.code().at(slot);
            if (isNullCheck(instruction, slot, holders)) {
                var branch = (Instruction.Branch) instruction;
                int next = program.code().next(slot);
                boolean jumpsOnNull = branch.condition() == JumpCondition.EQUAL;
                int target = jumpsOnNull ? next + branch.offset() : next;
                byCall.put(call, new DynptrOperation.NullCheck(call, between, copies, target));
                decided.add(slot);
                return;
            }
            if (!(instruction instanceof Instruction.Alu move && move.op() == AluOp.MOV)) {
                return;
            }
            if (!(move.source() instanceof Register source && holders.contains(source))) {
                holders.remove(move.destination());
            } else if (move.width() == OperationWidth.W64) {
                holders.add(move.destination());
                copies.add(slot);
            } else {
                return;
            }
            between.add(slot);
            slot = program.code().next(slot);
        }
    }

    private boolean isNullCheck(Instruction instruction, int slot, Set<Register> holders) {
        return instruction instanceof Instruction.Branch branch
                && branch.width() == OperationWidth.W64
                && (branch.condition() == JumpCondition.EQUAL || branch.condition() == JumpCondition.NOT_EQUAL)
                && holders.contains(branch.left())
                && branch.right() instanceof Operand.Immediate zero
                && zero.value() == 0
                && facts.branch(slot).filter(fact -> fact == BranchFact.BOTH).isPresent();
    }

    /** The check behind a call. */
    Optional<DynptrOperation.NullCheck> behind(int call) {
        return Optional.ofNullable(byCall.get(call));
    }

    /** Whether the branch at this slot is only reached with a slice that is there. */
    boolean decides(int branch) {
        return decided.contains(branch);
    }
}
