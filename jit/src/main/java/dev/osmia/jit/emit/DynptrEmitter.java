package dev.osmia.jit.emit;

import dev.osmia.jit.lowering.DynptrOperation;
import dev.osmia.jit.lowering.DynptrStorage;
import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.Register;
import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.memory.Pointer;
import java.util.function.Consumer;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Writes the calls on dynptrs that are no memory: a compare, then accesses to the buffer. */
final class DynptrEmitter {
    private static final int NULL_SIZE = -1;

    private final Bytecode code;
    private final Locals locals;
    private final MemoryEmitter memory;

    DynptrEmitter(Bytecode code, Locals locals, MemoryEmitter memory) {
        this.code = code;
        this.locals = locals;
        this.memory = memory;
    }

    /** Writes an operation; where a slice decides its own null check, {@code nullPath} writes the way of null. */
    void emit(DynptrOperation operation, Consumer<DynptrOperation.NullCheck> nullPath) {
        if (operation instanceof DynptrOperation.Create create) {
            create(create);
        } else if (operation instanceof DynptrOperation.Read read) {
            read(read);
        } else if (operation instanceof DynptrOperation.Write write) {
            write(write);
        } else if (operation instanceof DynptrOperation.Slice slice) {
            slice(slice, nullPath);
        } else if (operation instanceof DynptrOperation.Size size) {
            size(size);
        } else if (operation instanceof DynptrOperation.IsNull isNull) {
            // All bits of a negative size are sign; shifted down, its top bit says null.
            code.loadInt(locals.dynptrSize(isNull.dynptr()));
            code.constant(Integer.SIZE - 1);
            code.op(Opcodes.IUSHR);
            code.op(Opcodes.I2L);
            code.store(Register.R0);
        }
    }

    private void create(DynptrOperation.Create create) {
        var refused = new Label();
        var done = new Label();
        code.constant(0);
        code.storeInt(locals.dynptrOffset(create.dynptr()));
        branchOnFlags(Register.R2, refused);
        code.loadInt(
                switch (create.storage()) {
                    case METADATA -> Locals.METADATA_LENGTH;
                    case PACKET -> Locals.PACKET_LENGTH;
                });
        code.storeInt(locals.dynptrSize(create.dynptr()));
        result(0);
        code.jump(Opcodes.GOTO, done);
        code.label(refused);
        code.constant(NULL_SIZE);
        code.storeInt(locals.dynptrSize(create.dynptr()));
        // The kfunc returns an int.
        result(Integer.toUnsignedLong(-Errno.EINVAL));
        code.label(done);
    }

    private void size(DynptrOperation.Size size) {
        var present = new Label();
        code.loadInt(locals.dynptrSize(size.dynptr()));
        code.op(Opcodes.I2L);
        code.store(Register.R0);
        code.loadInt(locals.dynptrSize(size.dynptr()));
        code.jump(Opcodes.IFGE, present);
        // The kfunc returns a __u32.
        result(Integer.toUnsignedLong(-Errno.EINVAL));
        code.label(present);
    }

    private void branchOnFlags(Register flags, Label refused) {
        code.load(flags);
        code.constant(0L);
        code.op(Opcodes.LCMP);
        code.jump(Opcodes.IFNE, refused);
    }

    private void read(DynptrOperation.Read read) {
        copy(read, Register.R4, read.length(), () -> {
            for (var chunk : read.chunks()) {
                memory.store(chunk.place(), chunk.size(), new Part(read.storage(), chunk));
            }
        });
    }

    private void write(DynptrOperation.Write write) {
        copy(write, Register.R2, write.length(), () -> {
            for (var chunk : write.chunks()) {
                pushAccess(write.storage(), chunk);
                if (chunk.size() == MemorySize.DOUBLE_WORD) {
                    memory.load(chunk.place(), chunk.size(), false);
                } else {
                    memory.loadWord(chunk.place(), chunk.size());
                }
                memory.storeTo(MemoryEmitter.Storage.BUFFER, chunk.size());
            }
        });
    }

    /** A part of a copy, read from its buffer. */
    private final class Part implements MemoryEmitter.Value {
        private final DynptrStorage storage;
        private final DynptrOperation.Chunk chunk;

        Part(DynptrStorage storage, DynptrOperation.Chunk chunk) {
            this.storage = storage;
            this.chunk = chunk;
        }

        @Override
        public void asLong() {
            pushAccess(storage, chunk);
            memory.loadFrom(MemoryEmitter.Storage.BUFFER, chunk.size(), false);
        }

        @Override
        public void asInt() {
            pushAccess(storage, chunk);
            memory.loadWordFrom(MemoryEmitter.Storage.BUFFER, chunk.size());
        }
    }

    private void pushAccess(DynptrStorage storage, DynptrOperation.Chunk chunk) {
        memory.pushHandle(MemoryEmitter.Storage.BUFFER, chunk.size());
        code.loadObject(buffer(storage));
        code.loadInt(Locals.SCRATCH);
        code.add(chunk.offset());
    }

    private static int buffer(DynptrStorage storage) {
        return switch (storage) {
            case METADATA -> Locals.METADATA_BUFFER;
            case PACKET -> Locals.PACKET_BUFFER;
        };
    }

    private void slice(DynptrOperation.Slice slice, Consumer<DynptrOperation.NullCheck> nullPath) {
        var outside = new Label();
        var done = new Label();
        locate(slice, Register.R2, slice.length(), outside);
        code.loadInt(Locals.SCRATCH);
        switch (slice.storage()) {
            case METADATA -> {
                code.loadInt(Locals.METADATA_SHIFT);
                code.op(Opcodes.IADD);
            }
            case PACKET -> code.add(Pointer.PACKET_BIAS);
        }
        code.op(Opcodes.I2L);
        code.constant(Pointer.of(Pointer.PACKET, 0));
        code.op(Opcodes.LADD);
        code.store(Register.R0);
        code.jump(Opcodes.GOTO, done);
        code.label(outside);
        result(Pointer.NULL);
        slice.nullCheck().ifPresent(nullPath);
        code.label(done);
    }

    /** A copy of the range that starts at the offset in a register; R0 gets 0, -EINVAL or -E2BIG, as the kernel checks. */
    private void copy(DynptrOperation operation, Register offset, int length, Runnable parts) {
        var invalid = new Label();
        var outside = new Label();
        var done = new Label();
        // The kernel looks at the flags of a read before its range, at those of a write behind it.
        boolean writes = operation instanceof DynptrOperation.Write;
        if (!writes) {
            branchOnFlags(Register.R5, invalid);
        }
        locate(operation, offset, length, outside);
        if (writes) {
            branchOnFlags(Register.R5, invalid);
        }
        parts.run();
        result(0);
        code.jump(Opcodes.GOTO, done);
        code.label(outside);
        code.loadInt(locals.dynptrSize(operation.dynptr()));
        code.jump(Opcodes.IFLT, invalid);
        result(-Errno.E2BIG);
        code.jump(Opcodes.GOTO, done);
        code.label(invalid);
        result(-Errno.EINVAL);
        code.label(done);
    }

    /** Puts the buffer index of a range into the scratch local, or jumps if the range is not within the dynptr. */
    private void locate(DynptrOperation operation, Register offset, int length, Label outside) {
        code.loadInt(locals.dynptrSize(operation.dynptr()));
        code.add(-length);
        code.op(Opcodes.DUP);
        code.storeInt(Locals.SCRATCH);
        code.jump(Opcodes.IFLT, outside);
        code.loadWord(offset);
        code.add(Integer.MIN_VALUE);
        code.loadInt(Locals.SCRATCH);
        code.add(Integer.MIN_VALUE);
        code.jump(Opcodes.IF_ICMPGT, outside);
        code.loadInt(
                switch (operation.storage()) {
                    case METADATA -> Locals.METADATA_START;
                    case PACKET -> Locals.PACKET_START;
                });
        code.loadInt(locals.dynptrOffset(operation.dynptr()));
        code.op(Opcodes.IADD);
        code.loadWord(offset);
        code.op(Opcodes.IADD);
        code.storeInt(Locals.SCRATCH);
    }

    private void result(long value) {
        code.constant(value);
        code.store(Register.R0);
    }
}
