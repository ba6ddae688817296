package dev.osmia.verifier.memory;

import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Frame;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.SlotType;
import dev.osmia.verifier.state.StackSlot;

/** Loads from the stack. */
final class StackReads {
    private StackReads() {}

    /**
     * Checks a load.
     *
     * @param offset the fixed offset, the pointer's own included
     * @param toRegister whether what is read goes to a register, where its being a pointer is tracked
     */
    static void check(Path path, Register base, int offset, int size, boolean toRegister) {
        StackBounds.check(path, base, offset, size, StackBounds.Accessor.READING);
        var pointer = path.register(base);
        if (pointer.scalar().isConstant()) {
            checkAt(path, pointer, (int) pointer.scalar().constantValue() + offset, size, toRegister);
        } else if (toRegister) {
            StackRange.check(path, base, offset, size, false);
        } else {
            throw Rejection.of(
                    "variable offset stack pointer cannot be passed into helper function; var_off=%s off=%d size=%d",
                    pointer.variableOffset(), offset, size);
        }
    }

    private static void checkAt(Path path, RegisterState pointer, int offset, int size, boolean toRegister) {
        var frame = path.state().frameOf(pointer);
        int index = StackSlot.indexOf(offset);
        var slot = frame.slot(index);
        path.trace().touchSlot(index);
        path.liveness().read(path.state(), frame.number(), index);
        if (!slot.isSpill()) {
            checkBytes(path, slot, offset, size);
            return;
        }
        boolean whole = size == StackSlot.BYTES && slot.spilledBytes() == StackSlot.BYTES;
        if (!whole && !slot.register().isScalar()) {
            throw Rejection.of("invalid size of register fill");
        }
        if (!whole && toRegister && !isNarrowFill(slot, offset, size)) {
            checkBytes(path, slot, offset, size);
        }
        if (whole && !toRegister && !path.privileged() && !slot.register().isScalar()) {
            throw Rejection.of("leaking pointer from stack off %d", offset);
        }
    }

    /** Whether the bytes read are low bytes of the spilled register. */
    private static boolean isNarrowFill(StackSlot slot, int offset, int size) {
        return size <= slot.spilledBytes() && offset % StackSlot.BYTES == 0;
    }

    private static void checkBytes(Path path, StackSlot slot, int offset, int size) {
        for (int i = 0; i < size; i++) {
            boolean readable = switch (slot.type(StackSlot.byteOf(offset + i))) {
                case MISC, ZERO -> true;
                case SPILL -> slot.isSpill();
                case INVALID -> path.privileged();
                case DYNPTR, ITERATOR, INTERRUPT_FLAG -> false;
            };
            if (!readable) {
                throw Rejection.of("invalid read from stack off %d+%d size %d", offset, i, size);
            }
        }
    }

    /** What a load that was checked gives. */
    static RegisterState load(Path path, Register base, int offset, int size) {
        var pointer = path.register(base);
        var frame = path.state().frameOf(pointer);
        if (!pointer.scalar().isConstant()) {
            int least = (int) pointer.scalar().signedMin() + offset;
            int end = (int) pointer.scalar().signedMax() + offset + size;
            return plain(path, frame, least, end);
        }
        int at = (int) pointer.scalar().constantValue() + offset;
        int index = StackSlot.indexOf(at);
        var slot = frame.slot(index);
        if (!slot.isSpill()) {
            return plain(path, frame, at, at + size);
        }
        return fill(path, frame, slot, at, size);
    }

    private static RegisterState fill(Path path, Frame frame, StackSlot slot, int offset, int size) {
        var spilled = slot.register();
        int index = StackSlot.indexOf(offset);
        if (size == StackSlot.BYTES && slot.spilledBytes() == StackSlot.BYTES) {
            path.noteStackAccess(frame.number(), index);
            return spilled;
        }
        if (isNarrowFill(slot, offset, size)) {
            path.noteStackAccess(frame.number(), index);
            return spilled.width() > size * 8 ? spilled.withoutLink() : spilled;
        }
        int spills = count(slot, offset, size, SlotType.SPILL);
        if (spills == size && spilled.scalar().isConstant(0)) {
            path.noteStackAccess(frame.number(), index);
            return zero(path);
        }
        return count(slot, offset, size, SlotType.ZERO) == size
                ? zero(path)
                : RegisterState.unknown(!path.privileged());
    }

    private static int count(StackSlot slot, int offset, int size, SlotType type) {
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (slot.type(StackSlot.byteOf(offset + i)) == type) {
                count++;
            }
        }
        return count;
    }

    /** Bytes that are no spilled register: a number, 0 where all of them are known to be. */
    private static RegisterState plain(Path path, Frame frame, int from, int to) {
        for (int offset = from; offset < to; offset++) {
            path.trace().touchSlot(StackSlot.indexOf(offset));
            if (frame.byteType(offset) != SlotType.ZERO) {
                return RegisterState.unknown(!path.privileged());
            }
        }
        return zero(path);
    }

    private static RegisterState zero(Path path) {
        return RegisterState.constant(0).withPrecise(!path.privileged());
    }
}
