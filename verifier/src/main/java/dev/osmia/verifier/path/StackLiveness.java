package dev.osmia.verifier.path;

import dev.osmia.verifier.state.VerifierState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which stack slots may still be read, so that states are compared by nothing else. While paths are walked, the slots that each
 * instruction may read and must write are collected, for each chain of calls apart; from these, backward data flow tells which slots
 * are live. Reads only ever add up and writes only ever drop out, so an answer about code whose paths were all walked is final.
 */
public final class StackLiveness {
    private final Verification verification;
    private final Map<CallChain, FunctionLiveness> functions = new HashMap<>();
    private final long[] written = new long[VerifierState.MAXIMUM_FRAMES];
    private FunctionLiveness current;
    private FunctionLiveness[] queried = {};
    private int queriedSlot;

    /** The calls that lead to a function, from the outermost, and the function's first slot. */
    private record CallChain(List<Integer> callSites, int start) {}

    StackLiveness(Verification verification) {
        this.verification = verification;
    }

    /** An instruction begins: it wrote nothing yet. */
    public void begin(VerifierState state) {
        if (current == null) {
            current = function(state, state.depth());
        }
        for (int i = 0; i <= state.depth(); i++) {
            written[i] = 0;
        }
    }

    /** The instruction at hand may read a slot. */
    public void read(VerifierState state, int frame, int index) {
        if (current == null) {
            current = function(state, state.depth());
        }
        current.addRead(frame, state.slot(), 1L << index);
    }

    /** The instruction at hand writes all of a slot. */
    public void write(int frame, int index) {
        written[frame] |= 1L << index;
    }

    /** The instruction ends: what it wrote counts. */
    public void end(int slot) {
        if (current != null) {
            current.commitWrites(slot, written);
        }
    }

    /** The path enters another function or another path begins. */
    public void leaveFunction() {
        current = null;
    }

    /** Brings up to date what is known of the functions that the path is in. */
    public void update(VerifierState state) {
        current = null;
        for (int frame = state.depth(); frame >= 0; frame--) {
            update(state, frame);
        }
    }

    private void update(VerifierState state, int frame) {
        var function = function(state, frame);
        if (!function.update() || frame == 0) {
            return;
        }
        // What the function does to the frames of its callers, its call does.
        var outer = function(state, frame - 1);
        int callSite = state.frame(frame).callSite();
        var mustWrite = new long[VerifierState.MAXIMUM_FRAMES];
        for (int i = 0; i < frame; i++) {
            mustWrite[i] = function.mustWriteAtStart(i);
            outer.addRead(i, callSite, function.liveAtStart(i));
        }
        outer.commitWrites(callSite, mustWrite);
    }

    /** Prepares to ask about a state. */
    public void ask(VerifierState state) {
        queried = new FunctionLiveness[state.depth() + 1];
        for (int frame = 0; frame < queried.length; frame++) {
            queried[frame] = function(state, frame);
        }
        queriedSlot = state.slot();
    }

    /** Whether a slot of the state asked about may still be read. */
    public boolean isLive(VerifierState state, int frame, int index) {
        int innermost = queried.length - 1;
        if (queried[innermost].isLive(queriedSlot, frame, index)) {
            return true;
        }
        for (int i = frame; i < innermost; i++) {
            int callSite = state.frame(i + 1).callSite();
            int at = verification.flow().isCallbackCall(callSite) ? callSite : callSite + 1;
            if (queried[i].isLive(at, frame, index)) {
                return true;
            }
        }
        return false;
    }

    private FunctionLiveness function(VerifierState state, int frame) {
        var callSites = new ArrayList<Integer>(frame);
        for (int i = 1; i <= frame; i++) {
            callSites.add(state.frame(i).callSite());
        }
        var subprogram =
                verification.flow().subprograms().get(state.frame(frame).subprogram());
        return functions.computeIfAbsent(
                new CallChain(callSites, subprogram.start()),
                chain -> new FunctionLiveness(verification, subprogram, frame));
    }
}
