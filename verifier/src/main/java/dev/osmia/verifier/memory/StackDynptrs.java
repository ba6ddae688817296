package dev.osmia.verifier.memory;

import dev.osmia.verifier.fact.DynptrType;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Frame;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.SlotType;
import dev.osmia.verifier.state.StackSlot;
import dev.osmia.verifier.state.TypeFlag;

/** Dynptrs on the stack: what stores do to them. A dynptr takes two slots, the first at the lower address and higher index. */
public final class StackDynptrs {
    private StackDynptrs() {}

    /** Whether a slot is part of a dynptr. */
    public static boolean isDynptr(StackSlot slot) {
        return slot.type(0) == SlotType.DYNPTR;
    }

    private static int firstIndex(Frame frame, int index) {
        return ((Pointee.OfDynptr) frame.slot(index).register().pointee()).first() ? index : index + 1;
    }

    /** Whether a dynptr of the type holds a reference. */
    public static boolean isReferenced(DynptrType type) {
        return type == DynptrType.RINGBUF;
    }

    /** Checks that a slot may be overwritten, what it holds of a dynptr included. */
    public static void checkOverwritable(Frame frame, int index) {
        var slot = frame.slot(index);
        if (isDynptr(slot) && isReferenced(((Pointee.OfDynptr) slot.register().pointee()).type())) {
            throw Rejection.of("cannot overwrite referenced dynptr");
        }
    }

    /** Ends the dynptr that a slot is part of, where it is, and its slices with it. */
    public static void destroyAt(Path path, Frame frame, int index) {
        if (!isDynptr(frame.slot(index))) {
            return;
        }
        int first = firstIndex(frame, index);
        int id = frame.slot(first).register().id();
        forget(path, frame, first);
        var invalid = invalid(path);
        path.state()
                .replaceRegisters(register -> isPlainSlice(register)
                                && register.pointee() instanceof Pointee.Memory memory
                                && memory.dynptr() == id
                        ? invalid
                        : register);
    }

    private static boolean isPlainSlice(RegisterState register) {
        return register.type() == RegisterType.MEMORY && (register.flags() & ~TypeFlag.MAYBE_NULL.bit()) == 0;
    }

    /** Makes the two slots of a dynptr uninitialised stack. */
    public static void forget(Path path, Frame frame, int first) {
        for (int index = first; index > first - 2; index--) {
            frame.setSlot(index, StackSlot.INVALID);
            path.trace().touchSlot(index);
            path.liveness().write(frame.number(), index);
        }
    }

    /** What a pointer becomes whose memory is gone: no pointer any more. */
    public static RegisterState invalid(Path path) {
        return path.privileged() ? RegisterState.UNKNOWN_SCALAR : RegisterState.NOT_INITIALISED;
    }
}
