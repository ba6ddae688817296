package dev.osmia.verifier.path;

import dev.osmia.verifier.flow.CallChains;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What the walk found of subprograms: which are called back, and how much stack each uses. */
public final class SubprogramUse {
    private final BitSet callbacks = new BitSet();
    private final BitSet later = new BitSet();
    private final int[] stack;

    SubprogramUse(int subprograms) {
        stack = new int[subprograms];
    }

    /** The subprogram is called back before a call returns. */
    public void callBack(int subprogram) {
        callbacks.set(subprogram);
    }

    /** The subprogram is called back when the program is over. */
    public void callBackLater(int subprogram) {
        callbacks.set(subprogram);
        later.set(subprogram);
    }

    /** The subprogram uses at least so many bytes of stack. */
    public void useStack(int subprogram, int bytes) {
        stack[subprogram] = Math.max(stack[subprogram], bytes);
    }

    /** By the subprograms' indices. */
    public List<CallChains.Frame> frames() {
        var frames = new ArrayList<CallChains.Frame>(stack.length);
        for (int i = 0; i < stack.length; i++) {
            int rounded = (stack[i] + 7) / 8 * 8;
            frames.add(new CallChains.Frame(rounded, callbacks.get(i), later.get(i)));
        }
        return frames;
    }
}
