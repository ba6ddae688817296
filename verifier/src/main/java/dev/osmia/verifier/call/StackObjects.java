package dev.osmia.verifier.call;

import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Frame;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.SlotType;
import dev.osmia.verifier.state.StackSlot;
import java.util.OptionalInt;

/** Objects on the stack that only calls may touch: dynptrs, iterators, saved interrupt flags. */
final class StackObjects {
    private StackObjects() {}

    /**
     * The index of an object's first slot, the one at the lowest address; empty where the stack is not in use there yet.
     *
     * @param kind what it is, as messages say it
     * @param slots how many slots it takes
     */
    static OptionalInt index(Frame frame, RegisterState pointer, String kind, int slots) {
        if (!pointer.scalar().isConstant()) {
            throw Rejection.of("%s has to be at a constant offset", kind);
        }
        int offset = pointer.offset() + (int) pointer.scalar().constantValue();
        int index = StackSlot.indexOf(offset);
        if (offset % StackSlot.BYTES != 0 || index + 1 < slots) {
            throw Rejection.of("cannot pass in %s at an offset=%d", kind, offset);
        }
        boolean inUse = index - slots + 1 >= 0 && index < frame.slots();
        return inUse ? OptionalInt.of(index) : OptionalInt.empty();
    }

    /** Whether all bytes of an object's slots are of the type. */
    static boolean isAll(Frame frame, int index, int slots, SlotType type) {
        int types = StackSlot.uniform(type, RegisterState.NOT_INITIALISED).types();
        for (int i = 0; i < slots; i++) {
            if (frame.slot(index - i).types() != types) {
                return false;
            }
        }
        return true;
    }

    /** An object is read. */
    static void read(Path path, Frame frame, int index, int slots) {
        for (int i = 0; i < slots; i++) {
            path.liveness().read(path.state(), frame.number(), index - i);
            path.trace().touchSlot(index - i);
        }
    }
}
