package dev.osmia.verifier.path;

import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.VerifierState;
import java.util.ArrayDeque;

/** Paths that branched off and are still to be walked, the latest first. */
final class PendingPaths {
    /** {@code BPF_COMPLEXITY_LIMIT_JMP_SEQ}. */
    private static final int MAXIMUM = 8192;

    /**
     * A path to be walked.
     *
     * @param state before the instruction that it starts with
     * @param slot that instruction
     * @param previousSlot the instruction that it branched off at
     */
    record Pending(VerifierState state, int slot, int previousSlot) {}

    private final ArrayDeque<Pending> stack = new ArrayDeque<>();

    void push(VerifierState state, int slot, int previousSlot) {
        stack.push(new Pending(state, slot, previousSlot));
        if (stack.size() > MAXIMUM) {
            throw Rejection.of("The sequence of %d jumps is too complex.", stack.size());
        }
        if (state.parent() != null) {
            state.parent().addBranch();
        }
    }

    /** The next path to walk; null where there is none. */
    Pending pop() {
        return stack.poll();
    }
}
