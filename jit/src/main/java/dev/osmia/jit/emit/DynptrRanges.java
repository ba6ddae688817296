package dev.osmia.jit.emit;

import dev.osmia.jit.lowering.DynptrOperation;
import dev.osmia.jit.lowering.Link;
import dev.osmia.jit.lowering.PlainDynptr;
import dev.osmia.program.instruction.Register;
import dev.osmia.runtime.memory.Pointer;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Writes where ranges of dynptrs lie in their buffers, and the checks that they do. */
final class DynptrRanges {
    private final Bytecode code;
    private final Locals locals;

    DynptrRanges(Bytecode code, Locals locals) {
        this.code = code;
        this.locals = locals;
    }

    /** Puts the buffer index of a range of constant length into the scratch local, or jumps if the range is not within the dynptr. */
    void locate(PlainDynptr dynptr, DynptrOperation.Range range, Label outside) {
        if (range.start().isPresent()) {
            // A null dynptr's size is less than any end.
            int start = range.start().getAsInt();
            code.loadInt(locals.dynptrSize(dynptr));
            code.constant(start + range.length());
            code.jump(Opcodes.IF_ICMPLT, outside);
            start(dynptr);
            code.add(start);
        } else {
            code.loadInt(locals.dynptrSize(dynptr));
            code.add(-range.length());
            code.op(Opcodes.DUP);
            code.storeInt(Locals.SCRATCH);
            code.jump(Opcodes.IFLT, outside);
            jumpIfGreater(() -> code.loadWord(range.register()), () -> code.loadInt(Locals.SCRATCH), outside);
            index(dynptr, range.register());
        }
        code.storeInt(Locals.SCRATCH);
    }

    /** Puts the buffer index of a range into a local, or jumps if the range is not within the dynptr. */
    void locate(PlainDynptr dynptr, Register offset, Register length, int local, Label outside) {
        code.loadInt(locals.dynptrSize(dynptr));
        code.jump(Opcodes.IFLT, outside);
        jumpIfGreater(() -> code.loadWord(length), () -> code.loadInt(locals.dynptrSize(dynptr)), outside);
        jumpIfGreater(
                () -> code.loadWord(offset),
                () -> {
                    code.loadInt(locals.dynptrSize(dynptr));
                    code.loadWord(length);
                    code.op(Opcodes.ISUB);
                },
                outside);
        index(dynptr, offset);
        code.storeInt(local);
    }

    /** Jumps if one {@code int} is greater than another, both unsigned. */
    void jumpIfGreater(Runnable one, Runnable other, Label target) {
        one.run();
        code.add(Integer.MIN_VALUE);
        other.run();
        code.add(Integer.MIN_VALUE);
        code.jump(Opcodes.IF_ICMPGT, target);
    }

    /** Jumps if any of the flags in a register is set. */
    void jumpIfSet(Register flags, Label target) {
        code.load(flags);
        code.constant(0L);
        code.op(Opcodes.LCMP);
        code.jump(Opcodes.IFNE, target);
    }

    private void index(PlainDynptr dynptr, Register offset) {
        start(dynptr);
        code.loadWord(offset);
        code.op(Opcodes.IADD);
    }

    /** Pushes the buffer index where the dynptr starts. */
    private void start(PlainDynptr dynptr) {
        switch (dynptr.storage()) {
            case METADATA -> startAndOffset(Locals.METADATA_START, dynptr);
            case PACKET -> startAndOffset(Locals.PACKET_START, dynptr);
            case MAP_VALUES -> code.loadInt(locals.dynptrOffset(dynptr));
        }
    }

    private void startAndOffset(int start, PlainDynptr dynptr) {
        code.loadInt(start);
        code.loadInt(locals.dynptrOffset(dynptr));
        code.op(Opcodes.IADD);
    }

    /** Jumps if a range of the packet that starts at the index in the scratch local does not end in the packet as it is now. */
    void jumpIfGone(int length, Label gone) {
        offsetInPacket();
        code.add(length);
        code.loadInt(Locals.PACKET_LENGTH);
        code.jump(Opcodes.IF_ICMPGT, gone);
    }

    /** Jumps if the offset of the index in the scratch local from the packet's start is greater than a constant. */
    void jumpIfBehind(int limit, Label target) {
        offsetInPacket();
        code.constant(limit);
        code.jump(Opcodes.IF_ICMPGT, target);
    }

    private void offsetInPacket() {
        code.loadInt(Locals.SCRATCH);
        code.loadInt(Locals.PACKET_START);
        code.op(Opcodes.ISUB);
    }

    /** Pushes the buffer that a dynptr's bytes are in. */
    void buffer(PlainDynptr dynptr) {
        switch (dynptr.storage()) {
            case METADATA -> code.loadObject(Locals.METADATA_BUFFER);
            case PACKET -> code.loadObject(Locals.PACKET_BUFFER);
            case MAP_VALUES -> code.loadObject(Locals.VALUES);
        }
    }

    /** Makes R0 a pointer to the index in the scratch local. */
    void point(PlainDynptr dynptr) {
        code.loadInt(Locals.SCRATCH);
        switch (dynptr.storage()) {
            case METADATA -> {
                code.loadInt(Locals.METADATA_SHIFT);
                code.op(Opcodes.IADD);
                code.storePointer(Register.R0);
            }
            case PACKET -> {
                code.add(Pointer.PACKET_BIAS);
                code.storePointer(Register.R0);
            }
            case MAP_VALUES -> {
                code.op(Opcodes.I2L);
                code.linkedNumber(new Link.MapRegion(dynptr.map()));
                code.op(Opcodes.LADD);
                code.store(Register.R0);
            }
        }
    }
}
