package dev.osmia.jit.emit;

import dev.osmia.jit.lowering.DynptrOperation;
import dev.osmia.jit.lowering.DynptrStorage;
import dev.osmia.program.instruction.Register;
import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.memory.Pointer;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Writes the calls on dynptrs that are no memory: a compare, then accesses to the buffer. */
final class DynptrEmitter {
    private final Bytecode code;
    private final Locals locals;
    private final MemoryEmitter memory;

    DynptrEmitter(Bytecode code, Locals locals, MemoryEmitter memory) {
        this.code = code;
        this.locals = locals;
        this.memory = memory;
    }

    void emit(DynptrOperation operation) {
        if (operation instanceof DynptrOperation.Create create) {
            create(create);
        } else if (operation instanceof DynptrOperation.Read read) {
            read(read);
        } else if (operation instanceof DynptrOperation.Write write) {
            write(write);
        } else if (operation instanceof DynptrOperation.Slice slice) {
            slice(slice);
        } else if (operation instanceof DynptrOperation.Size size) {
            code.loadInt(locals.dynptrSize(size.dynptr()));
            code.op(Opcodes.I2L);
            code.store(Register.R0);
        } else if (operation instanceof DynptrOperation.IsNull) {
            result(0);
        }
    }

    private void create(DynptrOperation.Create create) {
        code.constant(0);
        code.storeInt(locals.dynptrOffset(create.dynptr()));
        code.loadInt(
                switch (create.storage()) {
                    case METADATA -> Locals.METADATA_LENGTH;
                    case PACKET -> Locals.PACKET_LENGTH;
                });
        code.storeInt(locals.dynptrSize(create.dynptr()));
        result(0);
    }

    private void read(DynptrOperation.Read read) {
        checked(read, Register.R4, read.length(), -Errno.E2BIG, () -> {
            for (var chunk : read.chunks()) {
                memory.store(chunk.place(), chunk.size(), () -> {
                    pushAccess(read.storage(), chunk);
                    memory.loadFrom(MemoryEmitter.Storage.BUFFER, chunk.size(), false);
                });
            }
            code.constant(0L);
        });
    }

    private void write(DynptrOperation.Write write) {
        checked(write, Register.R2, write.length(), -Errno.E2BIG, () -> {
            for (var chunk : write.chunks()) {
                pushAccess(write.storage(), chunk);
                memory.load(chunk.place(), chunk.size(), false);
                memory.storeTo(MemoryEmitter.Storage.BUFFER, chunk.size());
            }
            code.constant(0L);
        });
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

    private void slice(DynptrOperation.Slice slice) {
        checked(slice, Register.R2, slice.length(), 0, () -> {
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
        });
    }

    /**
     * Puts the buffer index of the range that starts at the offset in a register into the scratch local, and into R0 what {@code inside}
     * pushes where the range lies within the dynptr, else the failure.
     */
    private void checked(DynptrOperation operation, Register offset, int length, int failure, Runnable inside) {
        var outside = new Label();
        var done = new Label();
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
        inside.run();
        code.store(Register.R0);
        code.jump(Opcodes.GOTO, done);
        code.label(outside);
        result(failure);
        code.label(done);
    }

    private void result(long value) {
        code.constant(value);
        code.store(Register.R0);
    }
}
