package dev.osmia.jit.lowering;

import dev.osmia.program.Program;
import dev.osmia.program.Subprogram;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.MemorySize;
import dev.osmia.verifier.fact.AccessFact;
import dev.osmia.verifier.fact.ArgumentFact;
import dev.osmia.verifier.fact.Facts;
import dev.osmia.verifier.fact.MemoryTarget;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Draws up the {@link StackPlan} of a function from its accesses and calls. */
final class StackPlanner {
    private final Program program;
    private final Facts facts;
    private final SortedMap<Integer, CallShape> calls;
    private final DynptrPlan dynptrs;

    StackPlanner(Program program, Facts facts, SortedMap<Integer, CallShape> calls, DynptrPlan dynptrs) {
        this.program = program;
        this.facts = facts;
        this.calls = calls;
        this.dynptrs = dynptrs;
    }

    static boolean isOfCallersFrame(ArgumentFact argument) {
        if (argument instanceof ArgumentFact.StackAddress address) {
            return address.framesUp() > 0;
        }
        return argument instanceof ArgumentFact.Dynptr dynptr && dynptr.framesUp() > 0;
    }

    StackPlan plan(Subprogram subprogram, boolean framesShared) {
        var plan = new StackPlan();
        if (framesShared) {
            plan.allMemory();
        }
        for (int slot = subprogram.start(); slot < subprogram.end(); slot++) {
            if (program.code().startsAt(slot) && facts.reached(slot)) {
                noteAccess(plan, slot);
                noteCall(plan, slot);
            }
        }
        return plan;
    }

    private void noteAccess(StackPlan plan, int slot) {
        var access = facts.access(slot);
        if (calls.containsKey(slot) || access.isEmpty() || !touchesStack(access.get())) {
            return;
        }
        var offset = ownFrameOffset(access.get());
        var size = plainAccessSize(program.code().at(slot));
        if (offset.isEmpty()) {
            plan.allMemory();
        } else if (size.isEmpty()) {
            plan.memory(offset.get(), StackPlan.UNIT_BYTES);
        } else {
            plan.access(offset.get(), size.get());
        }
    }

    private static boolean touchesStack(AccessFact access) {
        return access.targets().stream().anyMatch(target -> target instanceof MemoryTarget.Stack);
    }

    /** The constant offset in the own frame, where the access can go nowhere else. */
    static Optional<Integer> ownFrameOffset(AccessFact access) {
        return access.targets().equals(Set.of(new MemoryTarget.Stack(0)))
                        && access.offset().isPresent()
                ? Optional.of(access.offset().getAsInt())
                : Optional.empty();
    }

    /** The size of a load or store; empty for atomics, which need memory. */
    private static Optional<MemorySize> plainAccessSize(Instruction instruction) {
        if (instruction instanceof Instruction.Load load) {
            return Optional.of(load.size());
        } else if (instruction instanceof Instruction.Store store) {
            return Optional.of(store.size());
        }
        return Optional.empty();
    }

    private void noteCall(StackPlan plan, int slot) {
        var call = calls.get(slot);
        if (call == null) {
            return;
        }
        boolean plain = dynptrs.isPlain(call);
        for (int i = 0; i < call.arity(); i++) {
            var offset = call.ownStackOffset(i);
            if (call.mayPointAnywhereOnStack(i)) {
                plan.allMemory();
            }
            if (offset.isEmpty() || (plain && !DynptrCalls.copiesInBulk(call, i))) {
                continue;
            }
            var bytes = call.memoryBytes(i);
            if (bytes.isPresent()) {
                plan.memory(offset.get(), bytes.get());
            } else {
                plan.memoryFrom(offset.get());
            }
        }
        if (plain) {
            DynptrCalls.copyInParts(call)
                    .ifPresent(copy -> copy.parts().forEach(part -> plan.copy(part.stackOffset(), part.size())));
        }
    }
}
