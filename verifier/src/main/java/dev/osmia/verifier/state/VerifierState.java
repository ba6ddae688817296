package dev.osmia.verifier.state;

import dev.osmia.program.instruction.Register;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Everything that is known at one instruction of one path. Mutable; {@link #copy()} is cheap, for what frames consist of is
 * immutable and shared.
 */
public final class VerifierState {
    /** {@code MAX_CALL_FRAMES}. */
    public static final int MAXIMUM_FRAMES = 8;

    private final List<Frame> frames = new ArrayList<>(MAXIMUM_FRAMES);
    private final Resources resources;
    private boolean speculative;
    private boolean sleepable;

    private VerifierState parent;
    private int branches = 1;
    private int slot;
    private int firstSlot;
    private int lastSlot;
    private int searchDepth;
    private int callbackUnrollDepth;
    private int mayGotoDepth;
    private JumpHistory history;
    private boolean cleaned;
    private VerifierState equal;

    /** A path that starts with a function just entered. */
    public VerifierState(Frame first) {
        frames.add(first);
        resources = new Resources();
    }

    private VerifierState(VerifierState other) {
        for (var frame : other.frames) {
            frames.add(frame.copy());
        }
        resources = other.resources.copy();
        speculative = other.speculative;
        sleepable = other.sleepable;
        parent = other.parent;
        branches = other.branches;
        slot = other.slot;
        firstSlot = other.firstSlot;
        lastSlot = other.lastSlot;
        searchDepth = other.searchDepth;
        callbackUnrollDepth = other.callbackUnrollDepth;
        mayGotoDepth = other.mayGotoDepth;
        history = other.history;
        cleaned = other.cleaned;
        equal = other.equal;
    }

    /** A copy that changes apart from this. */
    public VerifierState copy() {
        return new VerifierState(this);
    }

    /** The function being walked. */
    public Frame frame() {
        return frames.get(frames.size() - 1);
    }

    public Frame frame(int number) {
        return frames.get(number);
    }

    /** The number of the function being walked, 0 for the first. */
    public int depth() {
        return frames.size() - 1;
    }

    public void push(Frame frame) {
        frames.add(frame);
    }

    public Frame pop() {
        return frames.remove(frames.size() - 1);
    }

    public RegisterState register(Register register) {
        return frame().register(register);
    }

    public void setRegister(Register register, RegisterState state) {
        frame().setRegister(register, state);
    }

    /** The frame that a pointer to the stack points into. */
    public Frame frameOf(RegisterState stackPointer) {
        return frames.get(((Pointee.StackFrame) stackPointer.pointee()).frame());
    }

    /** Replaces each register and each spilled register of all frames by what the function makes of it. */
    public void replaceRegisters(UnaryOperator<RegisterState> function) {
        for (var frame : frames) {
            frame.replaceRegisters(function);
        }
    }

    /** The instruction that a frame is at: that of the path, or of the call that it waits for. */
    public int slotOf(int frame) {
        return frame == depth() ? slot : frames.get(frame + 1).callSite();
    }

    /** Whether both came here through the same calls. */
    public boolean sameCallSites(VerifierState other) {
        if (depth() != other.depth()) {
            return false;
        }
        for (int i = depth(); i >= 0; i--) {
            if (frames.get(i).callSite() != other.frames.get(i).callSite()) {
                return false;
            }
        }
        return true;
    }

    /** References, locks and sections. */
    public Resources resources() {
        return resources;
    }

    public boolean speculative() {
        return speculative;
    }

    public void setSpeculative(boolean value) {
        speculative = value;
    }

    /** Whether the path is inside a callback that may sleep. */
    public boolean sleepable() {
        return sleepable;
    }

    public void setSleepable(boolean value) {
        sleepable = value;
    }

    /** The checkpoint that this path went through last; null before the first. */
    public VerifierState parent() {
        return parent;
    }

    public void setParent(VerifierState checkpoint) {
        parent = checkpoint;
    }

    /** How many paths from here are still to be walked. */
    public int branches() {
        return branches;
    }

    public void addBranch() {
        branches++;
    }

    public int removeBranch() {
        return --branches;
    }

    /** The instruction that the path is at. */
    public int slot() {
        return slot;
    }

    public void setSlot(int newSlot) {
        slot = newSlot;
    }

    /** The instruction of the last checkpoint. */
    public int firstSlot() {
        return firstSlot;
    }

    public void setFirstSlot(int newSlot) {
        firstSlot = newSlot;
    }

    /** The instruction that was walked last. */
    public int lastSlot() {
        return lastSlot;
    }

    public void setLastSlot(int newSlot) {
        lastSlot = newSlot;
    }

    /** How many checkpoints the path went through. */
    public int searchDepth() {
        return searchDepth;
    }

    public void setSearchDepth(int depth) {
        searchDepth = depth;
    }

    public int callbackUnrollDepth() {
        return callbackUnrollDepth;
    }

    public void enterCallbackAgain() {
        callbackUnrollDepth++;
    }

    public int mayGotoDepth() {
        return mayGotoDepth;
    }

    public void enterMayGotoAgain() {
        mayGotoDepth++;
    }

    /** The way since the last checkpoint; null where it is straight. */
    public JumpHistory history() {
        return history;
    }

    public void setHistory(JumpHistory newHistory) {
        history = newHistory;
    }

    public int historyLength() {
        return history == null ? 0 : history.length();
    }

    /** Whether what nothing reads was removed. */
    public boolean cleaned() {
        return cleaned;
    }

    public void setCleaned() {
        cleaned = true;
    }

    /** The state in a loop that this one was found equal to; null elsewhere. */
    public VerifierState equal() {
        return equal;
    }

    public void setEqual(VerifierState state) {
        equal = state;
    }
}
