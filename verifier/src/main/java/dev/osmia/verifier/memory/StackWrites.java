package dev.osmia.verifier.memory;

import dev.osmia.program.instruction.Operand;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Frame;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.SlotType;
import dev.osmia.verifier.state.StackSlot;

/** Stores to the stack. */
final class StackWrites {
    private StackWrites() {}

    /** Checks a store at the fixed offset, the pointer's own included. */
    static void check(Path path, Access access, int offset) {
        StackBounds.check(path, access.base(), offset, access.size(), StackBounds.Accessor.WRITING);
        var pointer = path.register(access.base());
        var frame = path.state().frameOf(pointer);
        var variable = pointer.scalar();
        if (variable.isConstant()) {
            checkAt(path, frame, (int) variable.constantValue() + offset, access);
        } else {
            int least = (int) variable.signedMin() + offset;
            checkRange(path, frame, least, (int) variable.signedMax() + offset + access.size());
        }
    }

    private static void checkAt(Path path, Frame frame, int offset, Access access) {
        var slot = frame.slot(StackSlot.indexOf(offset));
        if (!path.privileged() && slot.isSpill() && !slot.isSpilledScalar() && access.size() != StackSlot.BYTES) {
            throw Rejection.of("attempt to corrupt spilled pointer on stack");
        }
        StackDynptrs.checkOverwritable(frame, StackSlot.indexOf(offset));
        var value = access.valueRegister() == null ? null : path.register(access.valueRegister());
        boolean scalarSpill = value != null && value.isScalar() && offset % StackSlot.BYTES == 0 && path.privileged();
        if (value != null && !scalarSpill && isSpillable(value.type())) {
            if (access.size() != StackSlot.BYTES) {
                throw Rejection.of("invalid size of register spill");
            }
            if (frame != path.frame() && value.is(RegisterType.STACK)) {
                throw Rejection.of("cannot spill pointers to stack into stack frame of the caller");
            }
        }
    }

    private static void checkRange(Path path, Frame frame, int from, int to) {
        for (int offset = from; offset < to; offset++) {
            StackDynptrs.checkOverwritable(frame, StackSlot.indexOf(offset));
        }
        if (path.privileged()) {
            return;
        }
        for (int offset = from; offset < to; offset++) {
            var type = frame.byteType(offset);
            if (type != SlotType.MISC && type != SlotType.ZERO) {
                throw Rejection.of(
                        "spilled ptr in range of var-offset stack write; insn %d, ptr off: %d", path.slot(), offset);
            }
        }
    }

    private static boolean isSpillable(RegisterType type) {
        return switch (type) {
            case CONTEXT,
                    MAP_POINTER,
                    MAP_VALUE,
                    MAP_KEY,
                    STACK,
                    PACKET_META,
                    PACKET,
                    PACKET_END,
                    FLOW_KEYS,
                    SOCKET,
                    SOCK_COMMON,
                    TCP_SOCK,
                    XDP_SOCK,
                    BTF_ID,
                    MEMORY,
                    ARENA,
                    BUFFER,
                    FUNCTION -> true;
            case NOT_INITIALISED, SCALAR, TP_BUFFER, DYNPTR -> false;
        };
    }

    /** Stores; the access was checked. */
    static void store(Path path, Access access, int offset) {
        var pointer = path.register(access.base());
        var frame = path.state().frameOf(pointer);
        var variable = pointer.scalar();
        if (variable.isConstant()) {
            storeAt(path, frame, (int) variable.constantValue() + offset, access);
        } else {
            int least = (int) variable.signedMin() + offset;
            storeInRange(path, frame, least, (int) variable.signedMax() + offset + access.size(), access);
        }
    }

    private static void storeAt(Path path, Frame frame, int offset, Access access) {
        int index = StackSlot.indexOf(offset);
        boolean aligned = offset % StackSlot.BYTES == 0;
        StackDynptrs.destroyAt(path, frame, index);
        if (aligned && access.size() == StackSlot.BYTES) {
            path.liveness().write(frame.number(), index);
        }
        path.trace().touchSlot(index);
        var register = access.valueRegister();
        var value = register == null ? null : path.register(register);
        if (value != null && aligned && value.isScalar() && path.privileged()) {
            boolean fits = value.width() <= access.size() * 8;
            if (fits) {
                value = ScalarLinks.beforeCopy(path, register);
            }
            spill(path, frame, index, fits ? value : value.withId(0), access.size());
        } else if (access.storesImmediate() && aligned && path.privileged()) {
            var immediate = RegisterState.constant(((Operand.Immediate) access.value()).value());
            spill(path, frame, index, immediate, access.size());
        } else if (value != null && isSpillable(value.type())) {
            spill(path, frame, index, value, access.size());
        } else {
            storePlain(path, frame, offset, access, value);
        }
    }

    private static void spill(Path path, Frame frame, int index, RegisterState value, int size) {
        frame.setSlot(index, frame.slot(index).withSpill(value, size));
        path.noteStackAccess(frame.number(), index);
    }

    private static void storePlain(Path path, Frame frame, int offset, Access access, RegisterState value) {
        int index = StackSlot.indexOf(offset);
        frame.setSlot(index, frame.slot(index).scrubbed());
        var type = SlotType.MISC;
        if ((value != null && value.isZero()) || access.storesImmediate(0)) {
            // Not tracked as a spill, so the zero must not be taken for another number elsewhere.
            markPrecise(path, access);
            type = SlotType.ZERO;
        }
        for (int i = 0; i < access.size(); i++) {
            frame.setByteType(offset + i, type);
        }
    }

    private static void markPrecise(Path path, Access access) {
        if (access.valueRegister() != null) {
            path.markPrecise(access.valueRegister());
        }
    }

    /** Any of the bytes may have been written, and none needs to have been. */
    private static void storeInRange(Path path, Frame frame, int from, int to, Access access) {
        var register = access.valueRegister();
        boolean zero = (register != null && path.register(register).isZero()) || access.storesImmediate(0);
        boolean zeroKept = false;
        for (int offset = from; offset < to; offset++) {
            StackDynptrs.destroyAt(path, frame, StackSlot.indexOf(offset));
        }
        for (int offset = from; offset < to; offset++) {
            int index = StackSlot.indexOf(offset);
            var slot = frame.slot(index);
            var type = frame.byteType(offset);
            path.trace().touchSlot(index);
            if (zero
                    && type == SlotType.SPILL
                    && slot.isSpilledScalar()
                    && slot.register().scalar().isConstant(0)) {
                zeroKept = true;
                continue;
            }
            frame.setSlot(index, slot.scrubbed());
            boolean keeps = zero && type == SlotType.ZERO;
            zeroKept |= keeps;
            frame.setByteType(offset, keeps ? SlotType.ZERO : SlotType.MISC);
        }
        if (zeroKept) {
            markPrecise(path, access);
        }
    }
}
