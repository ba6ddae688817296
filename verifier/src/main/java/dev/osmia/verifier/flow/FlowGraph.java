package dev.osmia.verifier.flow;

import java.util.List;
import java.util.Optional;

/** The control-flow graph of a well-shaped program, by slot. */
public final class FlowGraph implements FlowResult {
    private final List<FlowSubprogram> subprograms;
    private final int exceptionCallback;
    private final Leaving leaving;
    private final Edges edges;
    private final Marks marks;
    private final Loops loops;
    private final LiveRegisters liveRegisters;

    FlowGraph(
            List<FlowSubprogram> subprograms,
            int exceptionCallback,
            Leaving leaving,
            Edges edges,
            Marks marks,
            Loops loops,
            LiveRegisters liveRegisters) {
        this.subprograms = List.copyOf(subprograms);
        this.exceptionCallback = exceptionCallback;
        this.leaving = leaving;
        this.edges = edges;
        this.marks = marks;
        this.loops = loops;
        this.liveRegisters = liveRegisters;
    }

    /** In the order of their code; the first is the main one. */
    public List<FlowSubprogram> subprograms() {
        return subprograms;
    }

    /** The subprogram that the slot belongs to. */
    public FlowSubprogram subprogramAt(int slot) {
        int low = 0;
        int high = subprograms.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (subprograms.get(middle).start() <= slot) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return subprograms.get(low);
    }

    /** The subprogram that starts at the slot. */
    public Optional<FlowSubprogram> subprogramStartingAt(int slot) {
        var found = subprogramAt(slot);
        return found.start() == slot ? Optional.of(found) : Optional.empty();
    }

    /** The subprogram that {@code bpf_throw} ends in, where the main function's BTF names one. */
    public Optional<FlowSubprogram> exceptionCallback() {
        return exceptionCallback > 0 ? Optional.of(subprograms.get(exceptionCallback)) : Optional.empty();
    }

    /** The slots that may follow, within the subprogram: a call's only successor is the next instruction. */
    public int[] successors(int slot) {
        return edges.successors(slot).clone();
    }

    /** The subprogram that the instruction calls or takes the address of. */
    public Optional<FlowSubprogram> subprogramReferredTo(int slot) {
        var target = leaving.subprogram(slot);
        return target.isPresent() ? subprogramStartingAt(target.getAsInt()) : Optional.empty();
    }

    /** Whether a state that arrives here may be compared with earlier ones. */
    public boolean isPrunePoint(int slot) {
        return marks.prunePoints.get(slot);
    }

    /** Whether paths arrive here in other ways than from the slot before, so that the way must be recorded. */
    public boolean isJumpPoint(int slot) {
        return marks.jumpPoints.get(slot);
    }

    /** Whether a state must be saved here, however few instructions ago the last one was. */
    public boolean isForcedCheckpoint(int slot) {
        return marks.forcedCheckpoints.get(slot);
    }

    /** Whether this is a call that calls back before it returns. */
    public boolean isCallbackCall(int slot) {
        return marks.callbackCalls.get(slot);
    }

    /** Whether a jump leads here. */
    public boolean isJumpTarget(int slot) {
        return marks.jumpTargets.get(slot);
    }

    /** The loop (strongly connected component) that the slot is in, from 1; 0 where it is in none. */
    public int component(int slot) {
        return loops.component(slot);
    }

    /** How many loops there are. */
    public int components() {
        return loops.count();
    }

    /** The slots of all instructions, subprogram by subprogram, each after what it leads to where loops allow. */
    public int[] postOrder() {
        return edges.postOrder().clone();
    }

    /** Which registers matter before each instruction. */
    public LiveRegisters liveRegisters() {
        return liveRegisters;
    }
}
