package dev.osmia.verifier.memory;

import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Frame;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.SlotType;
import dev.osmia.verifier.state.StackSlot;

/** Ranges of the stack that loads at variable offsets and helpers read, and helpers may write. */
final class StackRange {
    private StackRange() {}

    /**
     * Checks that all bytes that may be accessed are initialised; what a helper may write becomes plain bytes.
     *
     * @param offset the fixed offset, the pointer's own included
     */
    static void check(Path path, Register base, int offset, int size, boolean write) {
        var accessor = write ? StackBounds.Accessor.WRITING : StackBounds.Accessor.READING;
        StackBounds.check(path, base, offset, size, accessor);
        var pointer = path.register(base);
        var frame = path.state().frameOf(pointer);
        checkVariable(path, base);
        int least = least(pointer, offset);
        int end = greatest(pointer, offset) + size;
        for (int at = least; at < end; at++) {
            if (!isInitialised(path, frame, at, write)) {
                throw uninitialised(base, pointer, least, at - least, size);
            }
            path.liveness().read(path.state(), frame.number(), StackSlot.indexOf(at));
        }
    }

    static void checkVariable(Path path, Register base) {
        var pointer = path.register(base);
        if (!pointer.scalar().isConstant() && !path.privileged()) {
            throw Rejection.of(
                    "R%d variable offset stack access prohibited for !root, var_off=%s",
                    base.number(), pointer.variableOffset());
        }
    }

    private static int least(RegisterState pointer, int offset) {
        var variable = pointer.scalar();
        return (int) (variable.isConstant() ? variable.constantValue() : variable.signedMin()) + offset;
    }

    private static int greatest(RegisterState pointer, int offset) {
        var variable = pointer.scalar();
        return (int) (variable.isConstant() ? variable.constantValue() : variable.signedMax()) + offset;
    }

    private static boolean isInitialised(Path path, Frame frame, int offset, boolean write) {
        int index = StackSlot.indexOf(offset);
        var slot = frame.slot(index);
        var type = frame.byteType(offset);
        if (type == SlotType.MISC) {
            return true;
        }
        if (type == SlotType.ZERO || (type == SlotType.INVALID && path.privileged())) {
            if (write) {
                frame.setByteType(offset, SlotType.MISC);
            }
            return true;
        }
        if (slot.isSpill() && (slot.register().isScalar() || path.privileged())) {
            if (write) {
                frame.setSlot(
                        index, slot.withRegister(RegisterState.UNKNOWN_SCALAR).withWrittenBytesMisc());
            }
            return true;
        }
        return false;
    }

    private static Rejection uninitialised(Register base, RegisterState pointer, int least, int byteIndex, int size) {
        if (pointer.scalar().isConstant()) {
            return Rejection.of("invalid read from stack R%d off %d+%d size %d", base.number(), least, byteIndex, size);
        }
        return Rejection.of(
                "invalid read from stack R%d var_off %s+%d size %d",
                base.number(), pointer.variableOffset(), byteIndex, size);
    }

    /**
     * Checks that a helper may write all bytes, which need not be initialised, and that none belongs to a dynptr.
     *
     * @return whether the bytes are known, so that they all will be written
     */
    static boolean checkUninitialised(Path path, Register base, int offset, int size) {
        var pointer = path.register(base);
        if (!pointer.scalar().isConstant()) {
            return false;
        }
        StackBounds.check(path, base, offset, size, StackBounds.Accessor.WRITING);
        var frame = path.state().frameOf(pointer);
        int least = least(pointer, offset);
        for (int at = least; at < least + size; at++) {
            if (frame.byteType(at) == SlotType.DYNPTR) {
                throw Rejection.of("potential write to dynptr at off=%d disallowed", at);
            }
        }
        return true;
    }
}
