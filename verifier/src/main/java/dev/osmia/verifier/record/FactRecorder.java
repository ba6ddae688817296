package dev.osmia.verifier.record;

import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.fact.AccessFact;
import dev.osmia.verifier.fact.ArgumentFact;
import dev.osmia.verifier.fact.BranchFact;
import dev.osmia.verifier.fact.CallFact;
import dev.osmia.verifier.fact.Facts;
import dev.osmia.verifier.fact.MemoryTarget;
import dev.osmia.verifier.flow.FlowGraph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Joins what each explored path knows of an instruction. A path that was pruned looks like an explored one only in what states are
 * compared by: types, what pointers point to, stack pointers' offsets, precise numbers. Nothing else may be recorded here.
 */
public final class FactRecorder {
    private final boolean[] reached;
    private final Access[] accesses;
    private final List<List<ArgumentFact>> calls;
    private final BranchFact[] branches;

    private static final class Access {
        private final Set<MemoryTarget> targets = new HashSet<>(2);
        private OptionalInt offset;

        Access(OptionalInt offset) {
            this.offset = offset;
        }
    }

    public FactRecorder(int slots) {
        reached = new boolean[slots];
        accesses = new Access[slots];
        calls = new ArrayList<>(Collections.nCopies(slots, null));
        branches = new BranchFact[slots];
    }

    /** A path reaches the instruction. */
    public void reach(int slot) {
        reached[slot] = true;
    }

    /** A path accesses the memory there, at the constant offset where it is one. */
    public void access(int slot, MemoryTarget target, OptionalInt offset) {
        if (accesses[slot] == null) {
            accesses[slot] = new Access(offset);
        } else if (!accesses[slot].offset.equals(offset)) {
            accesses[slot].offset = OptionalInt.empty();
        }
        accesses[slot].targets.add(target);
    }

    /** A path calls with these arguments. */
    public void call(int slot, List<ArgumentFact> arguments) {
        calls.set(slot, calls.get(slot) == null ? arguments : join(calls.get(slot), arguments));
    }

    private static List<ArgumentFact> join(List<ArgumentFact> some, List<ArgumentFact> others) {
        if (some.equals(others)) {
            return some;
        }
        var joined = new ArrayList<ArgumentFact>(some.size());
        for (int i = 0; i < some.size(); i++) {
            var one = some.get(i);
            joined.add(i < others.size() ? join(one, others.get(i)) : new ArgumentFact.Unknown());
        }
        return joined;
    }

    /** What two paths have in common; an address on the stack stays known as one, since compilers keep what it names in memory. */
    private static ArgumentFact join(ArgumentFact one, ArgumentFact other) {
        if (one.equals(other)) {
            return one;
        }
        return isOnStack(one) || isOnStack(other)
                ? new ArgumentFact.Memory(new MemoryTarget.Stack(0))
                : new ArgumentFact.Unknown();
    }

    private static boolean isOnStack(ArgumentFact argument) {
        return argument instanceof ArgumentFact.StackAddress
                || argument instanceof ArgumentFact.Dynptr
                || (argument instanceof ArgumentFact.Memory memory && memory.target() instanceof MemoryTarget.Stack);
    }

    /** A path goes this way, or both. */
    public void branch(int slot, BranchFact way) {
        branches[slot] = branches[slot] == null || branches[slot] == way ? way : BranchFact.BOTH;
    }

    /** What was recorded, together with what the code alone tells. */
    public Facts facts(Code code, FlowGraph flow) {
        var constants = Constants.of(code, flow, slot -> branches[slot]);
        for (int slot = 0; slot < calls.size(); slot++) {
            if (calls.get(slot) != null) {
                calls.set(slot, withConstants(calls.get(slot), slot, constants));
            }
        }
        return new Recorded(this);
    }

    private static List<ArgumentFact> withConstants(List<ArgumentFact> arguments, int slot, Constants constants) {
        var all = new ArrayList<ArgumentFact>(arguments);
        for (int i = 0; i < all.size(); i++) {
            var constant = constants.before(slot, Register.of(i + 1).orElseThrow());
            if (all.get(i) instanceof ArgumentFact.Unknown && constant.isPresent()) {
                all.set(i, new ArgumentFact.Constant(constant.getAsLong()));
            }
        }
        return all;
    }

    private record Recorded(FactRecorder recorder) implements Facts {
        @Override
        public boolean reached(int slot) {
            return recorder.reached[slot];
        }

        @Override
        public Optional<AccessFact> access(int slot) {
            var access = recorder.accesses[slot];
            return access == null ? Optional.empty() : Optional.of(new AccessFact(access.targets, access.offset));
        }

        @Override
        public Optional<CallFact> call(int slot) {
            return Optional.ofNullable(recorder.calls.get(slot)).map(CallFact::new);
        }

        @Override
        public Optional<BranchFact> branch(int slot) {
            return Optional.ofNullable(recorder.branches[slot]);
        }
    }
}
