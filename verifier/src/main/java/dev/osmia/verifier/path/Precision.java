package dev.osmia.verifier.path;

import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.log.Trace;
import dev.osmia.verifier.state.Frame;
import dev.osmia.verifier.state.JumpHistory;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.VerifierState;

/**
 * Marks numbers precise. A number is precise where verification depended on its range; of all other numbers only their being numbers
 * counts when states are compared. What depends on a number depends on what it was computed from, so the path is walked back through
 * its history, and every checkpoint on the way gets the marks of the registers and spills that the number came from at that point.
 */
public final class Precision {
    private final Verification verification;

    Precision(Verification verification) {
        this.verification = verification;
    }

    private Trace trace() {
        return verification.trace();
    }

    /** Marks what the register of the state's current function holds; any other than a number is left. */
    void mark(VerifierState state, Register register) {
        var needed = new NeededScalars(state.depth());
        if (state.register(register).isScalar()) {
            needed.addRegister(register.number());
        }
        walkBack(state, needed);
    }

    /** Marks what is spilled to a stack slot. */
    void markSlot(VerifierState state, int frame, int index) {
        var needed = new NeededScalars(state.depth());
        needed.addSlot(frame, index);
        walkBack(state, needed);
    }

    /**
     * Marks in the ancestors of a state what an equal state has marked: what depended on the one will depend on the other.
     *
     * @return whether anything was marked
     */
    public boolean propagate(VerifierState marked, VerifierState state) {
        var needed = new NeededScalars(state.depth());
        for (int number = marked.depth(); number >= 0; number--) {
            collectMarked(marked.frame(number), needed);
        }
        return walkBack(state, needed);
    }

    private void collectMarked(Frame frame, NeededScalars needed) {
        var names = new StringBuilder();
        for (int i = 0; i < Register.FRAME_POINTER.number(); i++) {
            var register = frame.register(i);
            if (register.isScalar() && register.precise()) {
                needed.addRegister(frame.number(), i);
                names.append(names.isEmpty() ? "" : ",").append('r').append(i);
            }
        }
        for (int i = 0; i < frame.slots(); i++) {
            var slot = frame.slot(i);
            if (slot.isSpilledScalar() && slot.register().precise()) {
                needed.addSlot(frame.number(), i);
                names.append(names.isEmpty() ? "" : ",").append("fp").append(-8 * (i + 1));
            }
        }
        if (trace().on() && !names.isEmpty()) {
            trace().line("frame " + frame.number() + ": propagating " + names);
        }
    }

    private boolean walkBack(VerifierState start, NeededScalars needed) {
        if (!verification.privileged() || needed.isEmpty()) {
            return false;
        }
        boolean changed = false;
        var state = start;
        int last = start.slot();
        int following = -1;
        boolean skip = true;
        while (true) {
            int first = state.firstSlot();
            traceSegment(needed, last, first, following);
            if (last < 0) {
                // The start of a global function or callback: arguments come from nowhere else.
                return markArguments(state, needed) || changed;
            }
            var result = walkSegment(state, last, following, skip, needed);
            skip = false;
            if (result == Segment.UNSUPPORTED) {
                return markAll(start);
            }
            if (needed.isEmpty()) {
                return changed;
            }
            following = first;
            state = state.parent();
            if (state == null) {
                break;
            }
            changed |= markNeeded(state, needed);
            if (needed.isEmpty()) {
                return changed;
            }
            last = state.lastSlot();
        }
        return markAll(start) || changed;
    }

    private enum Segment {
        WALKED,
        UNSUPPORTED
    }

    /** Walks back from an instruction to the checkpoint's. */
    private Segment walkSegment(
            VerifierState state, int last, int followingLast, boolean skipLast, NeededScalars needed) {
        var history = state.history();
        int slot = last;
        int following = followingLast;
        boolean skip = skipLast;
        while (true) {
            var entry = history != null && history.slot() == slot ? history : null;
            if (!skip && !stepBack(slot, following, entry, needed)) {
                return Segment.UNSUPPORTED;
            }
            skip = false;
            if (needed.isEmpty()) {
                return Segment.WALKED;
            }
            following = slot;
            if (slot == state.firstSlot() && (history == null || (entry != null && history.length() == 1))) {
                return Segment.WALKED;
            }
            if (entry != null) {
                slot = entry.previousSlot();
                history = history.earlier();
            } else {
                slot--;
            }
            if (slot < 0) {
                return Segment.UNSUPPORTED;
            }
        }
    }

    private boolean stepBack(int slot, int following, JumpHistory entry, NeededScalars needed) {
        var instruction = verification.code().find(slot);
        if (instruction.isEmpty()) {
            return true;
        }
        if (trace().on()) {
            trace().line("mark_precise: frame" + needed.frame() + ": regs=" + needed.registersText(needed.frame())
                    + " stack=" + needed.slotsText(needed.frame()) + " before " + trace().instructionText(slot));
        }
        needed.addLinked(entry);
        boolean supported = instruction.get().accept(new BackwardStep(verification, slot, following, entry, needed));
        needed.addLinked(entry);
        return supported;
    }

    private boolean markNeeded(VerifierState state, NeededScalars needed) {
        boolean changed = false;
        for (int number = needed.frame(); number >= 0; number--) {
            var frame = state.frame(number);
            for (int i = 0; i < Register.FRAME_POINTER.number(); i++) {
                if (needed.hasRegister(number, i)) {
                    var register = frame.register(i);
                    if (register.isScalar() && !register.precise()) {
                        frame.setRegister(i, register.withPrecise(true));
                        changed = true;
                    } else {
                        needed.removeRegister(number, i);
                    }
                }
            }
            changed |= markNeededSlots(frame, needed);
            if (trace().on()) {
                trace().line("mark_precise: frame" + number + ": parent state regs=" + needed.registersText(number)
                        + " stack=" + needed.slotsText(number) + ": " + trace().stateText(state, number));
            }
        }
        return changed;
    }

    private static boolean markNeededSlots(Frame frame, NeededScalars needed) {
        boolean changed = false;
        for (int i = 0; i < NeededScalars.SLOTS; i++) {
            if (needed.hasSlot(frame.number(), i)) {
                if (i < frame.slots()
                        && frame.slot(i).isSpilledScalar()
                        && !frame.slot(i).register().precise()) {
                    var slot = frame.slot(i);
                    frame.setSlot(i, slot.withRegister(slot.register().withPrecise(true)));
                    changed = true;
                } else {
                    needed.removeSlot(frame.number(), i);
                }
            }
        }
        return changed;
    }

    private static boolean markArguments(VerifierState state, NeededScalars needed) {
        boolean changed = false;
        var frame = state.frame(0);
        for (int i = 1; i <= 5; i++) {
            if (needed.hasRegister(0, i) && frame.register(i).isScalar()) {
                frame.setRegister(i, frame.register(i).withPrecise(true));
                changed = true;
            }
        }
        return changed;
    }

    /** Where the way of a number cannot be told, all numbers of all checkpoints on the path become precise. */
    public boolean markAll(VerifierState start) {
        if (trace().on()) {
            trace().line("mark_precise: frame" + start.depth() + ": falling back to forcing all scalars precise");
        }
        for (var state = start.parent(); state != null; state = state.parent()) {
            setAll(state, true);
        }
        return true;
    }

    /** Forgets all marks: a new checkpoint gets its own. */
    public static void forget(VerifierState state) {
        setAll(state, false);
    }

    private static void setAll(VerifierState state, boolean precise) {
        for (int number = 0; number <= state.depth(); number++) {
            state.frame(number)
                    .replaceRegisters(register -> register.isScalar() ? register.withPrecise(precise) : register);
        }
    }

    private void traceSegment(NeededScalars needed, int last, int first, int following) {
        if (trace().on()) {
            trace().line("mark_precise: frame" + needed.frame() + ": last_idx " + last + " first_idx " + first
                    + " subseq_idx " + following + " ");
        }
    }

    /** Whether a register is a number whose range matters. */
    static boolean isPrecise(RegisterState register) {
        return register.isScalar() && register.precise();
    }
}
