package dev.osmia.jit.emit;

import dev.osmia.jit.lowering.DynptrOperation;
import dev.osmia.jit.lowering.PlainDynptr;
import dev.osmia.program.instruction.Register;
import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.memory.Pointer;
import java.util.function.Consumer;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Writes the calls on dynptrs that are no memory: compares and arithmetic, then accesses to the buffer. Kfuncs return an {@code int}. */
final class DynptrEmitter {
    private static final int NULL_SIZE = -1;

    /** {@code DYNPTR_MAX_SIZE}. */
    private static final int MAX_SIZE = (1 << 24) - 1;

    private final Bytecode code;
    private final Locals locals;
    private final DynptrRanges ranges;
    private final DynptrCopies copies;

    /** {@code loadPacket} writes what loads the packet's locals again. */
    DynptrEmitter(Bytecode code, Locals locals, MemoryEmitter memory, Runnable loadPacket) {
        this.code = code;
        this.locals = locals;
        this.ranges = new DynptrRanges(code, locals);
        this.copies = new DynptrCopies(code, locals, memory, ranges, loadPacket);
    }

    /** Writes an operation; where a slice decides its own null check, {@code nullPath} writes the way of null. */
    void emit(DynptrOperation operation, Consumer<DynptrOperation.NullCheck> nullPath) {
        if (operation instanceof DynptrOperation.Create create) {
            create(create.dynptr());
        } else if (operation instanceof DynptrOperation.CreateOverValue create) {
            createOverValue(create.dynptr());
        } else if (operation instanceof DynptrOperation.Read read) {
            copies.read(read);
        } else if (operation instanceof DynptrOperation.Write write) {
            copies.write(write);
        } else if (operation instanceof DynptrOperation.BulkRead read) {
            copies.bulkRead(read);
        } else if (operation instanceof DynptrOperation.BulkWrite write) {
            copies.bulkWrite(write);
        } else if (operation instanceof DynptrOperation.Slice slice) {
            slice(slice, nullPath);
        } else if (operation instanceof DynptrOperation.Copy copy) {
            copies.copy(copy);
        } else if (operation instanceof DynptrOperation.Fill fill) {
            copies.fill(fill);
        } else {
            emitArithmetic(operation);
        }
    }

    private void emitArithmetic(DynptrOperation operation) {
        if (operation instanceof DynptrOperation.Size size) {
            size(size.dynptr());
        } else if (operation instanceof DynptrOperation.IsNull isNull) {
            // All bits of a negative size are sign; shifted down, its top bit says null.
            code.loadInt(locals.dynptrSize(isNull.dynptr()));
            code.constant(Integer.SIZE - 1);
            code.op(Opcodes.IUSHR);
            code.storeWord(Register.R0);
        } else if (operation instanceof DynptrOperation.IsReadOnly isReadOnly) {
            isReadOnly(isReadOnly.dynptr());
        } else if (operation instanceof DynptrOperation.Adjust adjust) {
            adjust(adjust.dynptr());
        } else if (operation instanceof DynptrOperation.Clone clone) {
            duplicate(clone);
        }
    }

    private void create(PlainDynptr dynptr) {
        var refused = new Label();
        var done = new Label();
        code.constant(0);
        code.storeInt(locals.dynptrOffset(dynptr));
        ranges.jumpIfSet(Register.R2, refused);
        code.loadInt(
                switch (dynptr.storage()) {
                    case METADATA -> Locals.METADATA_LENGTH;
                    case PACKET -> Locals.PACKET_LENGTH;
                    case MAP_VALUES -> throw new IllegalArgumentException("a map value has a size of its own");
                });
        code.storeInt(locals.dynptrSize(dynptr));
        if (dynptr.storage() == PlainDynptr.Storage.METADATA) {
            code.loadObject(Locals.PACKET);
            code.invokeVirtual(Bytecode.PACKET, "cloned", "()Z");
            code.storeInt(locals.dynptrReadOnly(dynptr));
        }
        code.store(Register.R0, 0);
        code.jump(Opcodes.GOTO, done);
        code.label(refused);
        setNull(dynptr);
        kfuncResult(-Errno.EINVAL);
        code.label(done);
    }

    private void createOverValue(PlainDynptr dynptr) {
        var tooLarge = new Label();
        var refused = new Label();
        var done = new Label();
        ranges.jumpIfGreater(() -> code.loadWord(Register.R2), () -> code.constant(MAX_SIZE), tooLarge);
        ranges.jumpIfSet(Register.R3, refused);
        code.loadWord(Register.R1);
        code.storeInt(locals.dynptrOffset(dynptr));
        code.loadWord(Register.R2);
        code.storeInt(locals.dynptrSize(dynptr));
        code.store(Register.R0, 0);
        code.jump(Opcodes.GOTO, done);
        code.label(tooLarge);
        setNull(dynptr);
        code.store(Register.R0, -Errno.E2BIG);
        code.jump(Opcodes.GOTO, done);
        code.label(refused);
        setNull(dynptr);
        code.store(Register.R0, -Errno.EINVAL);
        code.label(done);
    }

    private void setNull(PlainDynptr dynptr) {
        code.constant(NULL_SIZE);
        code.storeInt(locals.dynptrSize(dynptr));
    }

    private void size(PlainDynptr dynptr) {
        var present = new Label();
        code.loadInt(locals.dynptrSize(dynptr));
        code.op(Opcodes.I2L);
        code.store(Register.R0);
        code.loadInt(locals.dynptrSize(dynptr));
        code.jump(Opcodes.IFGE, present);
        kfuncResult(-Errno.EINVAL);
        code.label(present);
    }

    private void isReadOnly(PlainDynptr dynptr) {
        if (!dynptr.readOnly() && dynptr.storage() != PlainDynptr.Storage.METADATA) {
            code.store(Register.R0, 0);
            return;
        }
        code.loadInt(locals.dynptrSize(dynptr));
        code.constant(-1);
        code.op(Opcodes.IXOR);
        code.constant(Integer.SIZE - 1);
        code.op(Opcodes.IUSHR);
        if (!dynptr.readOnly()) {
            code.loadInt(locals.dynptrReadOnly(dynptr));
            code.op(Opcodes.IAND);
        }
        code.storeWord(Register.R0);
    }

    private void adjust(PlainDynptr dynptr) {
        var invalid = new Label();
        var outside = new Label();
        var done = new Label();
        code.loadInt(locals.dynptrSize(dynptr));
        code.jump(Opcodes.IFLT, invalid);
        ranges.jumpIfGreater(() -> code.loadWord(Register.R2), () -> code.loadWord(Register.R3), invalid);
        ranges.jumpIfGreater(() -> code.loadWord(Register.R3), () -> code.loadInt(locals.dynptrSize(dynptr)), outside);
        code.loadInt(locals.dynptrOffset(dynptr));
        code.loadWord(Register.R2);
        code.op(Opcodes.IADD);
        code.storeInt(locals.dynptrOffset(dynptr));
        code.loadWord(Register.R3);
        code.loadWord(Register.R2);
        code.op(Opcodes.ISUB);
        code.storeInt(locals.dynptrSize(dynptr));
        code.store(Register.R0, 0);
        code.jump(Opcodes.GOTO, done);
        code.label(outside);
        kfuncResult(-Errno.ERANGE);
        code.jump(Opcodes.GOTO, done);
        code.label(invalid);
        kfuncResult(-Errno.EINVAL);
        code.label(done);
    }

    private void duplicate(DynptrOperation.Clone clone) {
        code.loadInt(locals.dynptrOffset(clone.source()));
        code.storeInt(locals.dynptrOffset(clone.dynptr()));
        if (clone.dynptr().storage() == PlainDynptr.Storage.METADATA) {
            code.loadInt(locals.dynptrReadOnly(clone.source()));
            code.storeInt(locals.dynptrReadOnly(clone.dynptr()));
        }
        code.loadInt(locals.dynptrSize(clone.source()));
        code.op(Opcodes.DUP);
        code.storeInt(locals.dynptrSize(clone.dynptr()));
        // The sign of a null dynptr's size, spread over all bits, picks the error.
        code.constant(Integer.SIZE - 1);
        code.op(Opcodes.ISHR);
        code.constant(-Errno.EINVAL);
        code.op(Opcodes.IAND);
        code.storeWord(Register.R0);
    }

    private void slice(DynptrOperation.Slice slice, Consumer<DynptrOperation.NullCheck> nullPath) {
        var dynptr = slice.dynptr();
        var outside = new Label();
        var done = new Label();
        if (!slice.never()) {
            ranges.locate(dynptr, slice.range(), outside);
            if (slice.checked()) {
                ranges.jumpIfGone(slice.range().length(), outside);
            }
            ranges.point(dynptr);
            code.jump(Opcodes.GOTO, done);
        }
        code.label(outside);
        slice.nullCheck().ifPresentOrElse(nullPath, () -> code.store(Register.R0, Pointer.NULL));
        code.label(done);
    }

    private void kfuncResult(int value) {
        code.store(Register.R0, Integer.toUnsignedLong(value));
    }
}
