package dev.osmia.verifier.path;

import dev.osmia.verifier.state.JumpHistory;
import dev.osmia.verifier.state.LinkedRegisters;
import dev.osmia.verifier.state.VerifierState;

/** The registers and stack slots, frame by frame, whose numbers are needed at a point of the way back. */
final class NeededScalars {
    /** Slots in a frame's stack. */
    static final int SLOTS = 64;

    private final int[] registers = new int[VerifierState.MAXIMUM_FRAMES];
    private final long[] slots = new long[VerifierState.MAXIMUM_FRAMES];
    private int frame;

    NeededScalars(int frame) {
        this.frame = frame;
    }

    /** The function that the way back is in. */
    int frame() {
        return frame;
    }

    boolean isEmpty() {
        int someRegisters = 0;
        long someSlots = 0;
        for (int i = 0; i <= frame; i++) {
            someRegisters |= registers[i];
            someSlots |= slots[i];
        }
        return someRegisters == 0 && someSlots == 0;
    }

    void addRegister(int register) {
        addRegister(frame, register);
    }

    void addRegister(int ofFrame, int register) {
        registers[ofFrame] |= 1 << register;
    }

    boolean hasRegister(int register) {
        return hasRegister(frame, register);
    }

    boolean hasRegister(int ofFrame, int register) {
        return (registers[ofFrame] & 1 << register) != 0;
    }

    void removeRegister(int register) {
        removeRegister(frame, register);
    }

    void removeRegister(int ofFrame, int register) {
        registers[ofFrame] &= ~(1 << register);
    }

    /** Whether any of these registers of the function is needed. */
    boolean hasAnyOf(int mask) {
        return (registers[frame] & mask) != 0;
    }

    /** Whether a stack slot of the function's own frame is needed. */
    boolean hasOwnSlots() {
        return slots[frame] != 0;
    }

    void addSlot(int ofFrame, int index) {
        slots[ofFrame] |= 1L << index;
    }

    boolean hasSlot(int ofFrame, int index) {
        return (slots[ofFrame] & 1L << index) != 0;
    }

    void removeSlot(int ofFrame, int index) {
        slots[ofFrame] &= ~(1L << index);
    }

    /** The way back enters a function at its end; false where that is too deep. */
    boolean enterFunction() {
        if (frame == VerifierState.MAXIMUM_FRAMES - 1) {
            return false;
        }
        frame++;
        return true;
    }

    /** The way back leaves a function at its start; false where there is no caller. */
    boolean leaveFunction() {
        if (frame == 0) {
            return false;
        }
        frame--;
        return true;
    }

    /** Where one of the registers that a comparison linked is needed, all are: they got their ranges together. */
    void addLinked(JumpHistory entry) {
        if (entry == null || entry.linked() == LinkedRegisters.NONE) {
            return;
        }
        boolean needed = false;
        for (var linked : entry.linked().entries()) {
            needed |= linked.onStack()
                    ? hasSlot(linked.frame(), linked.index())
                    : hasRegister(linked.frame(), linked.index());
        }
        if (needed) {
            for (var linked : entry.linked().entries()) {
                if (linked.onStack()) {
                    addSlot(linked.frame(), linked.index());
                } else {
                    addRegister(linked.frame(), linked.index());
                }
            }
        }
    }

    String registersText(int ofFrame) {
        var text = new StringBuilder();
        for (int i = 0; i < 32; i++) {
            if ((registers[ofFrame] & 1 << i) != 0) {
                text.append(text.isEmpty() ? "r" : ",r").append(i);
            }
        }
        return text.toString();
    }

    String slotsText(int ofFrame) {
        var text = new StringBuilder();
        for (int i = 0; i < SLOTS; i++) {
            if (hasSlot(ofFrame, i)) {
                text.append(text.isEmpty() ? "" : ",").append(-8 * (i + 1));
            }
        }
        return text.toString();
    }
}
