package dev.osmia.verifier.explore;

import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.explore.StateComparison.Likeness;
import dev.osmia.verifier.path.LoopRounds;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.path.Precision;
import dev.osmia.verifier.path.Verification;
import dev.osmia.verifier.state.Frame;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.StackSlot;
import dev.osmia.verifier.state.VerifierState;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;

/**
 * States kept to compare later ones with. Where a path arrives in a state like one from which all paths were found safe, it needs not
 * be walked on; where it arrives in the very state that it was in before, it would never end.
 */
final class Checkpoints implements LoopRounds {
    private static final int MAXIMUM_HISTORY = 40;
    private static final int JUMPS_BETWEEN = 2;
    private static final int INSTRUCTIONS_BETWEEN = 8;
    private static final int JUMPS_BETWEEN_IN_LOOP = 20;
    private static final int INSTRUCTIONS_BETWEEN_IN_LOOP = 100;
    private static final int MISSES_ALLOWED = 3;
    private static final int MISSES_ALLOWED_IN_LOOP = 64;
    private static final int MAXIMUM_UNPRIVILEGED = 64;

    private final Path path;
    private final StateComparison comparison;
    private LoopVisits loops;
    private final Map<Place, LinkedList<Checkpoint>> byPlace = new HashMap<>();
    private int kept;
    private int now;
    private int peak;
    private long jumps;
    private long instructions;
    private long jumpsAtLast;
    private long instructionsAtLast;

    /** An instruction, and the call that the function it is in was entered by. */
    private record Place(int slot, int callSite) {}

    private static final class Checkpoint {
        private final VerifierState state;
        private int hits;
        private int misses;

        Checkpoint(VerifierState state) {
            this.state = state;
        }
    }

    Checkpoints(Path path) {
        this.path = path;
        this.comparison = new StateComparison(path.verification());
        this.loops = new LoopVisits(path);
    }

    /** Another function is verified by itself: no state of the one before is like one of it. */
    void forgetAll() {
        byPlace.clear();
        loops = new LoopVisits(path);
        now = 0;
    }

    /** How many states were kept altogether. */
    int kept() {
        return kept;
    }

    /** The most states kept at once. */
    int peak() {
        return peak;
    }

    /** Another instruction is walked; gives how many there were. */
    long countInstruction() {
        return ++instructions;
    }

    /** How many instructions were walked. */
    long instructions() {
        return instructions;
    }

    /** Another jump, call or exit is walked. */
    void countJump() {
        jumps++;
    }

    private Verification verification() {
        return path.verification();
    }

    private List<Checkpoint> at(int slot, VerifierState state) {
        return byPlace.computeIfAbsent(new Place(slot, state.frame().callSite()), key -> new LinkedList<>());
    }

    /** Arrives at a place where states are compared; gives whether the path was found safe, else may keep its state. */
    boolean arrive() {
        var current = path.state();
        int slot = path.slot();
        boolean forced = verification().flow().isForcedCheckpoint(slot) || current.historyLength() > MAXIMUM_HISTORY;
        boolean keep = forced
                || (jumps - jumpsAtLast >= JUMPS_BETWEEN && instructions - instructionsAtLast >= INSTRUCTIONS_BETWEEN);
        clean(slot, current);
        int compared = 0;
        for (Iterator<Checkpoint> checkpoints = at(slot, current).iterator(); checkpoints.hasNext(); ) {
            var checkpoint = checkpoints.next();
            compared++;
            var match = compare(checkpoint.state, current, slot);
            if (match != Match.DIFFERENT) {
                checkpoint.hits++;
                accept(checkpoint.state, current, match == Match.LOOP);
                return true;
            }
            if (checkpoint.state.branches() > 0 && !forced && isSoonInLoop()) {
                keep = false;
            }
            if (keep) {
                checkpoint.misses++;
            }
            int allowed = verification().flow().isForcedCheckpoint(slot) && checkpoint.state.branches() > 0
                    ? MISSES_ALLOWED_IN_LOOP
                    : MISSES_ALLOWED;
            if (checkpoint.misses > checkpoint.hits * allowed + allowed) {
                checkpoints.remove();
                now--;
            }
        }
        if (keep && (verification().privileged() || compared <= MAXIMUM_UNPRIVILEGED)) {
            keep(current, slot);
        }
        return false;
    }

    private boolean isSoonInLoop() {
        return jumps - jumpsAtLast < JUMPS_BETWEEN_IN_LOOP
                && instructions - instructionsAtLast < INSTRUCTIONS_BETWEEN_IN_LOOP;
    }

    private enum Match {
        DIFFERENT,
        SAFE,
        LOOP
    }

    private Match compare(VerifierState old, VerifierState current, int slot) {
        if (old.branches() > 0) {
            return compareInLoop(old, current, slot);
        }
        boolean incomplete = loops.isIncomplete(old);
        if (!comparison.isLike(old, current, incomplete ? Likeness.WITHIN : Likeness.RELEVANT)) {
            return Match.DIFFERENT;
        }
        return incomplete ? Match.LOOP : Match.SAFE;
    }

    /** Compares with a state that this path came through. */
    private Match compareInLoop(VerifierState old, VerifierState current, int slot) {
        if (old.frame().callback() == Frame.CallbackKind.ASYNCHRONOUS
                && old.frame().asyncEntries() != current.frame().asyncEntries()) {
            return Match.DIFFERENT;
        }
        if (isIteratorNext(slot)) {
            boolean converged = comparison.isLike(old, current, Likeness.WITHIN) && isActive(current);
            return converged ? Match.LOOP : Match.DIFFERENT;
        }
        if (verification().code().at(slot) instanceof Instruction.MayGoto
                && old.mayGotoDepth() != current.mayGotoDepth()
                && comparison.isLike(old, current, Likeness.WITHIN)) {
            return Match.LOOP;
        }
        if (verification().flow().isCallbackCall(slot)) {
            return comparison.isLike(old, current, Likeness.WITHIN) ? Match.SAFE : Match.DIFFERENT;
        }
        if (StateComparison.mayRepeat(old, current)
                && comparison.isLike(old, current, Likeness.EXACT)
                && !StateComparison.iteratorsMoved(old, current)
                && old.mayGotoDepth() == current.mayGotoDepth()
                && old.callbackUnrollDepth() == current.callbackUnrollDepth()) {
            throw endless(old, current, slot);
        }
        return Match.DIFFERENT;
    }

    private Rejection endless(VerifierState old, VerifierState current, int slot) {
        var trace = path.trace();
        trace.sourceLine(slot);
        return Rejection.of("infinite loop detected at insn %d", slot)
                .with("cur state:%s", trace.stateText(current, current.depth()))
                .with("old state:%s", trace.stateText(old, current.depth()));
    }

    private boolean isIteratorNext(int slot) {
        return verification().isIteratorNext(slot);
    }

    /** Whether the iterator that the call of next at hand gets is not at its end. */
    private static boolean isActive(VerifierState state) {
        var argument = state.register(Register.R1);
        int index =
                StackSlot.indexOf(argument.offset() + (int) argument.scalar().constantValue());
        return state.frameOf(argument).slot(index).register().pointee() instanceof Pointee.OfIterator iterator
                && !iterator.drained();
    }

    private void accept(VerifierState old, VerifierState current, boolean loop) {
        if (verification().flow().isJumpPoint(path.slot())) {
            path.noteArrival();
        }
        path.precision().propagate(old, current);
        if (loop) {
            loops.addBackEdge(old, current);
            countPeak();
        }
    }

    private void keep(VerifierState current, int slot) {
        kept++;
        now++;
        jumpsAtLast = jumps;
        instructionsAtLast = instructions;
        if (verification().privileged()) {
            Precision.forget(current);
        }
        var checkpoint = current.copy();
        checkpoint.setSlot(slot);
        loops.enter(checkpoint);
        current.setParent(checkpoint);
        current.setFirstSlot(slot);
        current.setSearchDepth(checkpoint.searchDepth() + 1);
        current.setHistory(null);
        at(slot, current).add(0, new Checkpoint(checkpoint));
        countPeak();
    }

    private void countPeak() {
        peak = Math.max(peak, now + loops.backEdges());
    }

    /** Removes from states whose paths were all walked what nothing reads. */
    private void clean(int slot, VerifierState current) {
        for (var checkpoint : at(slot, current)) {
            var state = checkpoint.state;
            if (state.branches() == 0
                    && !state.cleaned()
                    && state.sameCallSites(current)
                    && !loops.isIncomplete(state)) {
                clean(state);
            }
        }
    }

    private void clean(VerifierState state) {
        var liveness = path.liveness();
        liveness.ask(state);
        state.setCleaned();
        for (int number = 0; number <= state.depth(); number++) {
            var frame = state.frame(number);
            int live = verification().flow().liveRegisters().before(state.slotOf(number));
            for (int i = 0; i < Register.FRAME_POINTER.number(); i++) {
                if ((live & 1 << i) == 0) {
                    frame.setRegister(i, RegisterState.NOT_INITIALISED);
                }
            }
            for (int i = 0; i < frame.slots(); i++) {
                if (!liveness.isLive(state, number, i)) {
                    frame.setSlot(i, StackSlot.INVALID);
                }
            }
        }
    }

    /** A path ends: states from which all paths were walked are done with. */
    void endPath(VerifierState last) {
        for (var state = last; state != null && state.removeBranch() == 0; state = state.parent()) {
            loops.leave(state);
        }
    }

    /** An earlier state at the instruction that the path came through; null where there is none. */
    private VerifierState earlierRound(VerifierState current, int slot) {
        for (var checkpoint : at(slot, current)) {
            var state = checkpoint.state;
            if (state.branches() > 0 && state.sameCallSites(current) && state.searchDepth() < current.searchDepth()) {
                return state;
            }
        }
        return null;
    }

    @Override
    public void widen(VerifierState current, VerifierState next, int slot) {
        var earlier = earlierRound(current, slot);
        if (earlier != null) {
            comparison.widen(earlier, next);
        }
    }
}
