package dev.osmia.verifier.flow;

import dev.osmia.program.Program;
import dev.osmia.program.contract.Contracts;
import dev.osmia.program.contract.Effect;
import dev.osmia.program.contract.KfuncContract;
import dev.osmia.program.instruction.Instruction;

/** Sets the {@link Marks} of every instruction. */
final class Marker {
    private final Program program;
    private final Leaving leaving;
    private final Contracts contracts;
    private final Marks marks = new Marks();

    Marker(Program program, Leaving leaving, Contracts contracts) {
        this.program = program;
        this.leaving = leaving;
        this.contracts = contracts;
    }

    Marks marks() {
        return marks;
    }

    void markAll() {
        for (int slot = 0; slot < program.code().slots(); slot++) {
            mark(slot);
        }
    }

    private void mark(int slot) {
        var instruction = program.code().find(slot).orElse(null);
        markJump(slot, instruction);
        markCall(slot, instruction);
    }

    private void markJump(int slot, Instruction instruction) {
        var target = leaving.jumpTarget(slot);
        if (target.isEmpty()) {
            return;
        }
        marks.prunePoints.set(target.getAsInt());
        marks.jumpPoints.set(target.getAsInt());
        marks.jumpTargets.set(target.getAsInt());
        if (leaving.branches(slot)) {
            marks.prunePoints.set(slot);
        }
        if (instruction instanceof Instruction.MayGoto) {
            marks.forcedCheckpoints.set(slot);
        }
    }

    private void markCall(int slot, Instruction instruction) {
        var callee = leaving.subprogram(slot);
        if (callee.isPresent()) {
            markReturn(slot + instruction.slots());
            marks.prunePoints.set(slot);
            marks.prunePoints.set(callee.getAsInt());
            marks.jumpPoints.set(callee.getAsInt());
            marks.jumpTargets.set(callee.getAsInt());
        } else if (instruction instanceof Instruction.CallHelper call) {
            markReturn(slot + 1);
            contracts
                    .helper(call.helper())
                    .ifPresent(contract -> markCallbacks(
                            slot, contract.has(Effect.CALLS_BACK), contract.has(Effect.CALLS_BACK_LATER)));
        } else if (instruction instanceof Instruction.CallKfunc call) {
            markReturn(slot + 1);
            contracts
                    .kfunc(program.externals().get(call.external()).name())
                    .ifPresent(contract -> markKfunc(slot, contract));
        }
    }

    private void markReturn(int slot) {
        marks.prunePoints.set(slot);
        marks.jumpPoints.set(slot);
    }

    private void markKfunc(int slot, KfuncContract contract) {
        markCallbacks(slot, contract.has(Effect.CALLS_BACK), contract.has(Effect.CALLS_BACK_LATER));
        if (contract.has(KfuncContract.Flag.ITER_NEXT)) {
            marks.prunePoints.set(slot);
            marks.forcedCheckpoints.set(slot);
        }
    }

    private void markCallbacks(int slot, boolean now, boolean later) {
        if (later) {
            marks.prunePoints.set(slot);
        }
        if (now) {
            marks.callbackCalls.set(slot);
            marks.forcedCheckpoints.set(slot);
            marks.prunePoints.set(slot);
            marks.jumpPoints.set(slot);
        }
    }
}
