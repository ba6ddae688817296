package dev.osmia.jit.emit;

import dev.osmia.jit.lowering.DynptrOperation;
import dev.osmia.jit.lowering.PlainDynptr;
import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.Register;
import dev.osmia.program.uapi.Errno;
import dev.osmia.verifier.fact.DynptrType;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Writes the copies from and to dynptrs that are no memory. Results are 0 or what the kernel returns, in the order of its checks. */
final class DynptrCopies {
    private static final String PLAIN = "dev/osmia/runtime/generated/PlainDynptrs";
    private static final String PROGRAM_MEMORY = "dev/osmia/runtime/ProgramMemory";
    private static final String SOCKET_BUFFER_HELPERS = "dev/osmia/runtime/helper/SocketBufferHelpers";
    private static final String XDP_HELPERS = "dev/osmia/runtime/helper/XdpHelpers";
    private static final String CONTEXT = "(L" + Bytecode.EXECUTION_CONTEXT + ";";

    /** {@code bpf_xdp_pointer} takes no offset behind it. */
    private static final int LAST_XDP_OFFSET = 0xffff;

    private final Bytecode code;
    private final Locals locals;
    private final MemoryEmitter memory;
    private final DynptrRanges ranges;
    private final Runnable loadPacket;

    DynptrCopies(Bytecode code, Locals locals, MemoryEmitter memory, DynptrRanges ranges, Runnable loadPacket) {
        this.code = code;
        this.locals = locals;
        this.memory = memory;
        this.ranges = ranges;
        this.loadPacket = loadPacket;
    }

    /** What can go wrong with a copy, each with its label. */
    private static final class Failures {
        private final Label invalid = new Label();
        private final Label outside = new Label();
        private final Label gone = new Label();
        private final Label behind = new Label();
        private final Label done = new Label();
        private boolean canBeGone;
        private boolean canBeBehind;
    }

    void read(DynptrOperation.Read read) {
        var dynptr = read.dynptr();
        var failures = new Failures();
        // The kernel looks at the flags of a read before its range, at those of a write behind it.
        ranges.jumpIfSet(Register.R5, failures.invalid);
        ranges.locate(dynptr, read.range(), failures.outside);
        checkPacket(dynptr, read.range().length(), read.checked(), failures);
        for (var chunk : read.chunks()) {
            memory.store(chunk.place(), chunk.size(), new Part(dynptr, chunk));
        }
        finish(dynptr, failures, () -> clear(dynptr, read.chunks()));
    }

    void write(DynptrOperation.Write write) {
        var dynptr = write.dynptr();
        if (dynptr.readOnly()) {
            code.store(Register.R0, -Errno.EINVAL);
            return;
        }
        var failures = new Failures();
        jumpIfReadOnly(dynptr, failures.invalid);
        ranges.locate(dynptr, write.range(), failures.outside);
        ranges.jumpIfSet(Register.R5, failures.invalid);
        checkPacket(dynptr, write.range().length(), write.checked(), failures);
        makeWritable(dynptr, () -> ranges.locate(dynptr, write.range(), failures.outside));
        for (var chunk : write.chunks()) {
            pushAccess(dynptr, chunk);
            if (chunk.size() == MemorySize.DOUBLE_WORD) {
                memory.load(chunk.place(), chunk.size(), false);
            } else {
                memory.loadWord(chunk.place(), chunk.size());
            }
            memory.storeTo(MemoryEmitter.Storage.BUFFER, chunk.size());
        }
        finish(dynptr, failures, () -> {});
    }

    private void checkPacket(PlainDynptr dynptr, int length, boolean checked, Failures failures) {
        if (dynptr.type() == DynptrType.XDP) {
            failures.canBeBehind = true;
            ranges.jumpIfBehind(LAST_XDP_OFFSET, failures.behind);
        }
        if (checked) {
            failures.canBeGone = true;
            ranges.jumpIfGone(length, failures.gone);
        }
    }

    /** The dynptr over a clone's metadata is read-only, which shows when it is made. */
    private void jumpIfReadOnly(PlainDynptr dynptr, Label target) {
        if (dynptr.storage() == PlainDynptr.Storage.METADATA) {
            code.loadInt(locals.dynptrReadOnly(dynptr));
            code.jump(Opcodes.IFNE, target);
        }
    }

    /** Before a socket buffer's packet is written to; where it moves, {@code locate} writes what finds the range again. */
    private void makeWritable(PlainDynptr dynptr, Runnable locate) {
        if (dynptr.type() == DynptrType.SKB) {
            var writable = new Label();
            code.loadObject(Locals.PACKET);
            code.invokeVirtual(Bytecode.PACKET, "needsCopyToWrite", "()Z");
            code.jump(Opcodes.IFEQ, writable);
            code.loadObject(Locals.PACKET);
            code.invokeVirtual(Bytecode.PACKET, "makeWritable", "()V");
            loadPacket.run();
            locate.run();
            code.label(writable);
        }
    }

    /** A read of a socket buffer that fails leaves zeros. */
    private void clear(PlainDynptr dynptr, List<DynptrOperation.Chunk> chunks) {
        if (dynptr.type() == DynptrType.SKB) {
            for (var chunk : chunks) {
                memory.store(chunk.place(), chunk.size(), new Zero());
            }
        }
    }

    private void finish(PlainDynptr dynptr, Failures failures, Runnable beforeGone) {
        code.store(Register.R0, 0);
        code.jump(Opcodes.GOTO, failures.done);
        if (failures.canBeGone) {
            code.label(failures.gone);
            beforeGone.run();
            code.store(Register.R0, dynptr.type() == DynptrType.SKB ? -Errno.EFAULT : -Errno.EINVAL);
            code.jump(Opcodes.GOTO, failures.done);
        }
        if (failures.canBeBehind) {
            code.label(failures.behind);
            code.store(Register.R0, -Errno.EFAULT);
            code.jump(Opcodes.GOTO, failures.done);
        }
        code.label(failures.outside);
        code.loadInt(locals.dynptrSize(dynptr));
        code.jump(Opcodes.IFLT, failures.invalid);
        code.store(Register.R0, -Errno.E2BIG);
        code.jump(Opcodes.GOTO, failures.done);
        code.label(failures.invalid);
        code.store(Register.R0, -Errno.EINVAL);
        code.label(failures.done);
    }

    /** A part of a copy, read from its buffer. */
    private final class Part implements MemoryEmitter.Value {
        private final PlainDynptr dynptr;
        private final DynptrOperation.Chunk chunk;

        Part(PlainDynptr dynptr, DynptrOperation.Chunk chunk) {
            this.dynptr = dynptr;
            this.chunk = chunk;
        }

        @Override
        public void asLong() {
            pushAccess(dynptr, chunk);
            memory.loadFrom(MemoryEmitter.Storage.BUFFER, chunk.size(), false);
        }

        @Override
        public void asInt() {
            pushAccess(dynptr, chunk);
            memory.loadWordFrom(MemoryEmitter.Storage.BUFFER, chunk.size());
        }
    }

    private final class Zero implements MemoryEmitter.Value {
        @Override
        public void asLong() {
            code.constant(0L);
        }

        @Override
        public void asInt() {
            code.constant(0);
        }
    }

    private void pushAccess(PlainDynptr dynptr, DynptrOperation.Chunk chunk) {
        memory.pushHandle(MemoryEmitter.Storage.BUFFER, chunk.size());
        ranges.buffer(dynptr);
        code.loadInt(Locals.SCRATCH);
        code.add(chunk.offset());
    }

    void bulkRead(DynptrOperation.BulkRead read) {
        var dynptr = read.dynptr();
        var failures = new Failures();
        ranges.jumpIfSet(Register.R5, failures.invalid);
        ranges.locate(dynptr, Register.R4, Register.R2, Locals.SCRATCH, failures.outside);
        code.loadObject(Locals.CONTEXT);
        switch (dynptr.storage()) {
            case METADATA, MAP_VALUES -> copyMemory("write", dynptr, Register.R1, Register.R2);
            case PACKET -> {
                pushOffsetInPacket(dynptr);
                code.load(Register.R1);
                pushLength(dynptr, Register.R2);
                code.invokeStatic(helpers(dynptr), "loadBytes", CONTEXT + packetArguments(dynptr) + ")J");
                code.store(Register.R0);
                code.jump(Opcodes.GOTO, failures.done);
            }
        }
        finish(dynptr, failures, () -> {});
    }

    void bulkWrite(DynptrOperation.BulkWrite write) {
        var dynptr = write.dynptr();
        if (dynptr.readOnly()) {
            code.store(Register.R0, -Errno.EINVAL);
            return;
        }
        var failures = new Failures();
        jumpIfReadOnly(dynptr, failures.invalid);
        ranges.locate(dynptr, Register.R2, Register.R4, Locals.SCRATCH, failures.outside);
        if (dynptr.type() != DynptrType.SKB) {
            ranges.jumpIfSet(Register.R5, failures.invalid);
        }
        code.loadObject(Locals.CONTEXT);
        switch (dynptr.storage()) {
            case METADATA, MAP_VALUES -> copyMemory("read", dynptr, Register.R3, Register.R4);
            case PACKET -> {
                pushOffsetInPacket(dynptr);
                code.load(Register.R3);
                pushLength(dynptr, Register.R4);
                boolean flags = dynptr.type() == DynptrType.SKB;
                if (flags) {
                    code.load(Register.R5);
                }
                code.invokeStatic(
                        helpers(dynptr), "storeBytes", CONTEXT + packetArguments(dynptr) + (flags ? "J)J" : ")J"));
                code.store(Register.R0);
                code.jump(Opcodes.GOTO, failures.done);
            }
        }
        finish(dynptr, failures, () -> {});
    }

    private void copyMemory(String method, PlainDynptr dynptr, Register pointer, Register length) {
        code.load(pointer);
        ranges.buffer(dynptr);
        code.loadInt(Locals.SCRATCH);
        code.loadWord(length);
        code.invokeStatic(PROGRAM_MEMORY, method, CONTEXT + "JL" + Bytecode.BYTE_BUFFER + ";II)V");
    }

    private static String helpers(PlainDynptr dynptr) {
        return dynptr.type() == DynptrType.SKB ? SOCKET_BUFFER_HELPERS : XDP_HELPERS;
    }

    /** Offset, pointer and length: the numbers are {@code int} for socket buffers, {@code long} for XDP. */
    private static String packetArguments(PlainDynptr dynptr) {
        return dynptr.type() == DynptrType.SKB ? "IJI" : "JJJ";
    }

    private void pushOffsetInPacket(PlainDynptr dynptr) {
        code.loadInt(Locals.SCRATCH);
        code.loadInt(Locals.PACKET_START);
        code.op(Opcodes.ISUB);
        widenForXdp(dynptr);
    }

    private void pushLength(PlainDynptr dynptr, Register length) {
        code.loadWord(length);
        widenForXdp(dynptr);
    }

    private void widenForXdp(PlainDynptr dynptr) {
        if (dynptr.type() == DynptrType.XDP) {
            code.op(Opcodes.I2L);
        }
    }

    void copy(DynptrOperation.Copy copy) {
        var target = copy.dynptr();
        var source = copy.source();
        var outside = new Label();
        var done = new Label();
        if (!target.readOnly()) {
            jumpIfReadOnly(target, outside);
            locateBoth(target, source, outside);
            makeWritable(target, () -> locateBoth(target, source, outside));
            ranges.buffer(target);
            code.loadInt(Locals.SECOND_SCRATCH);
            ranges.buffer(source);
            code.loadInt(Locals.SCRATCH);
            code.loadWord(Register.R5);
            code.invokeVirtual(
                    Bytecode.BYTE_BUFFER, "put", "(IL" + Bytecode.BYTE_BUFFER + ";II)L" + Bytecode.BYTE_BUFFER + ";");
            code.op(Opcodes.POP);
            code.store(Register.R0, 0);
            code.jump(Opcodes.GOTO, done);
        }
        code.label(outside);
        pushSizeAndRight(target);
        code.loadWord(Register.R2);
        code.loadInt(locals.dynptrSize(source));
        code.loadWord(Register.R4);
        code.loadWord(Register.R5);
        code.invokeStatic(PLAIN, "copyError", "(IZIIII)I");
        code.storeWord(Register.R0);
        code.label(done);
    }

    private void locateBoth(PlainDynptr target, PlainDynptr source, Label outside) {
        ranges.locate(source, Register.R4, Register.R5, Locals.SCRATCH, outside);
        ranges.locate(target, Register.R2, Register.R5, Locals.SECOND_SCRATCH, outside);
    }

    void fill(DynptrOperation.Fill fill) {
        var dynptr = fill.dynptr();
        var outside = new Label();
        var done = new Label();
        if (!dynptr.readOnly()) {
            jumpIfReadOnly(dynptr, outside);
            ranges.locate(dynptr, Register.R2, Register.R3, Locals.SCRATCH, outside);
            makeWritable(dynptr, () -> ranges.locate(dynptr, Register.R2, Register.R3, Locals.SCRATCH, outside));
            ranges.buffer(dynptr);
            code.loadInt(Locals.SCRATCH);
            code.loadWord(Register.R3);
            code.loadWord(Register.R4);
            code.invokeStatic(PLAIN, "fill", "(L" + Bytecode.BYTE_BUFFER + ";III)V");
            code.store(Register.R0, 0);
            code.jump(Opcodes.GOTO, done);
        }
        code.label(outside);
        pushSizeAndRight(dynptr);
        code.loadWord(Register.R2);
        code.loadWord(Register.R3);
        code.invokeStatic(PLAIN, "fillError", "(IZII)I");
        code.storeWord(Register.R0);
        code.label(done);
    }

    private void pushSizeAndRight(PlainDynptr dynptr) {
        code.loadInt(locals.dynptrSize(dynptr));
        if (dynptr.storage() == PlainDynptr.Storage.METADATA) {
            code.loadInt(locals.dynptrReadOnly(dynptr));
        } else {
            code.constant(dynptr.readOnly() ? 1 : 0);
        }
    }
}
