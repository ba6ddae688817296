package dev.osmia.verifier.branch;

import dev.osmia.program.instruction.AluOp;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.domain.Scalar;
import dev.osmia.verifier.domain.ScalarArithmetic;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Frame;
import dev.osmia.verifier.state.LinkedRegisters;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.VerifierState;

/** Copies of one number, some at a constant distance: what a comparison tells of one, it tells of all. */
final class LinkedScalars {
    private LinkedScalars() {}

    private static int base(int id) {
        return id & ~RegisterState.ADDED_CONSTANT;
    }

    /**
     * Adds all registers that are still to be read, and all spills, that are linked to the id; those for which there is no room lose
     * their link.
     */
    static void collect(Path path, int id, LinkedRegisters linked) {
        var state = path.state();
        var liveRegisters = path.verification().flow().liveRegisters();
        for (int number = state.depth(); number >= 0; number--) {
            var frame = state.frame(number);
            int live = liveRegisters.before(state.slotOf(number));
            for (int i = 0; i < Register.FRAME_POINTER.number(); i++) {
                if ((live & 1 << i) != 0
                        && isLinked(frame.register(i), id)
                        && !linked.add(new LinkedRegisters.Entry(number, false, i))) {
                    frame.setRegister(i, frame.register(i).withoutLink());
                }
            }
            for (int i = 0; i < frame.slots(); i++) {
                var slot = frame.slot(i);
                if (slot.isSpill()
                        && isLinked(slot.register(), id)
                        && !linked.add(new LinkedRegisters.Entry(number, true, i))) {
                    frame.setSlot(i, slot.withRegister(slot.register().withoutLink()));
                }
            }
        }
    }

    private static boolean isLinked(RegisterState register, int id) {
        return register.isScalar() && register.id() != 0 && base(register.id()) == base(id);
    }

    /** Gives all linked registers what is known of one of them. */
    static void update(VerifierState state, RegisterState known, LinkedRegisters linked) {
        for (var entry : linked.entries()) {
            var frame = state.frame(entry.frame());
            var register = entry.onStack() ? frame.slot(entry.index()).register() : frame.register(entry.index());
            if (register != known && isLinked(register, known.id()) && !isMixed(register, known)) {
                set(frame, entry, updated(register, known));
            }
        }
    }

    /** A sum of 32 bits tells nothing of one of 64 bits. */
    private static boolean isMixed(RegisterState first, RegisterState second) {
        return ((first.id() ^ second.id()) & RegisterState.ADDED_CONSTANT) == RegisterState.ADDED_CONSTANT;
    }

    private static void set(Frame frame, LinkedRegisters.Entry entry, RegisterState register) {
        if (entry.onStack()) {
            frame.setSlot(entry.index(), frame.slot(entry.index()).withRegister(register));
        } else {
            frame.setRegister(entry.index(), register);
        }
    }

    private static RegisterState updated(RegisterState register, RegisterState known) {
        int either = register.id() | known.id();
        if ((either & RegisterState.ADDED_CONSTANT) == 0 || register.offset() == known.offset()) {
            return known;
        }
        var distance = Scalar.constant((long) register.offset() - known.offset());
        var moved = ScalarArithmetic.apply(OperationWidth.W64, AluOp.ADD, known.scalar(), distance);
        if ((either & RegisterState.ADDED_CONSTANT_32) != 0) {
            moved = moved.zeroExtended32();
        }
        return known.withScalar(moved).withLink(register.id(), register.offset());
    }
}
