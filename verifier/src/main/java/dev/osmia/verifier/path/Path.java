package dev.osmia.verifier.path;

import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.log.Trace;
import dev.osmia.verifier.state.Frame;
import dev.osmia.verifier.state.JumpHistory;
import dev.osmia.verifier.state.LinkedRegisters;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.VerifierState;

/** The path being walked: its state, the instruction that it is at, and what was noted on the way. */
public final class Path {
    private final Verification verification;
    private final PendingPaths pending = new PendingPaths();
    private final Precision precision;
    private final StackLiveness liveness;
    private final SubprogramUse subprograms;
    private VerifierState state;
    private int slot;
    private int previousSlot = -1;
    private boolean noted;

    public Path(Verification verification) {
        this.verification = verification;
        this.precision = new Precision(verification);
        this.liveness = new StackLiveness(verification);
        this.subprograms = new SubprogramUse(verification.flow().subprograms().size());
        verification.flow().exceptionCallback().ifPresent(callback -> subprograms.callBackLater(callback.index()));
    }

    public Verification verification() {
        return verification;
    }

    public Trace trace() {
        return verification.trace();
    }

    public boolean privileged() {
        return verification.privileged();
    }

    public VerifierState state() {
        return state;
    }

    public Frame frame() {
        return state.frame();
    }

    public RegisterState register(Register register) {
        return state.frame().register(register);
    }

    /** Changes a register, and has the trace print it. */
    public void setRegister(Register register, RegisterState newState) {
        state.frame().setRegister(register, newState);
        trace().touch(register);
    }

    /** The instruction that the path is at. */
    public int slot() {
        return slot;
    }

    /** The instruction walked before, or the one that the path branched off at; -1 at the start. */
    public int previousSlot() {
        return previousSlot;
    }

    public Instruction instruction() {
        return verification.code().at(slot);
    }

    public int newId() {
        return verification.newId();
    }

    public StackLiveness liveness() {
        return liveness;
    }

    /** What was found of subprograms so far. */
    public SubprogramUse subprograms() {
        return subprograms;
    }

    public Precision precision() {
        return precision;
    }

    /** Starts to walk. */
    public void start(VerifierState first, int firstSlot) {
        state = first;
        slot = firstSlot;
        previousSlot = -1;
    }

    /** Arrives at the instruction: nothing is noted of it yet. */
    public void arrive() {
        noted = false;
        state.setLastSlot(previousSlot);
        state.setSlot(slot);
    }

    /** Goes on to another instruction. */
    public void goTo(int newSlot) {
        slot = newSlot;
    }

    /** The instruction at hand becomes the one walked before. */
    public void passed() {
        previousSlot = slot;
    }

    /** Takes up the next pending path; false where there is none. */
    public boolean takeUpPending() {
        var next = pending.pop();
        if (next == null) {
            return false;
        }
        state = next.state();
        slot = next.slot();
        previousSlot = next.previousSlot();
        return true;
    }

    /** A copy of the state, to be walked later from another instruction on. */
    public VerifierState branch(int target) {
        var copy = state.copy();
        pending.push(copy, target, slot);
        return copy;
    }

    /** Another start of a path, to be walked later: the entry of an asynchronous callback. */
    public void branch(VerifierState start, int target) {
        pending.push(start, target, slot);
    }

    /** Marks the number in the register precise: verification depends on its range from here back. */
    public void markPrecise(Register register) {
        precision.mark(state, register);
    }

    /** Marks the number spilled to a stack slot precise. */
    public void markSlotPrecise(int frame, int index) {
        precision.markSlot(state, frame, index);
    }

    /** Notes that the path came to this instruction. */
    public void noteArrival() {
        note();
    }

    /** Notes that the instruction moves a whole register between a register and a stack slot. */
    public void noteStackAccess(int frame, int index) {
        note();
        state.setHistory(state.history().withAccess(new JumpHistory.StackAccess(frame, index)));
    }

    /** Notes which sides of a comparison are pointers to the stack. */
    public void noteOperandsOnStack(boolean left, boolean right) {
        note();
        state.setHistory(state.history().withOperandsOnStack(left, right));
    }

    /** Notes the registers that a comparison changes together. */
    public void noteLinked(LinkedRegisters linked) {
        note();
        state.setHistory(state.history().withLinked(linked));
    }

    private void note() {
        if (!noted) {
            state.setHistory(JumpHistory.step(state.history(), slot, previousSlot));
            noted = true;
        }
    }
}
