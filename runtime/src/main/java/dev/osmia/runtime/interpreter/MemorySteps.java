package dev.osmia.runtime.interpreter;

import dev.osmia.program.instruction.AtomicOp;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.Register;
import dev.osmia.runtime.memory.Pointer;
import java.lang.invoke.VarHandle;

/** The steps that touch memory, each at the width of its instruction. */
final class MemorySteps {
    private MemorySteps() {}

    static Step load(Instruction.Load load, int slot, Step next) {
        if (!load.signExtend()) {
            return plainLoad(load.size(), load.destination(), load.base(), load.offset(), slot, next);
        }
        var plain = plainLoad(load.size(), load.destination(), load.base(), load.offset(), slot, Step.NOTHING);
        int to = load.destination().number();
        int unused = 64 - load.size().bits();
        return (registers, context) -> {
            plain.run(registers, context);
            registers[to] = registers[to] << unused >> unused;
            return next.run(registers, context);
        };
    }

    private static Step plainLoad(
            MemorySize size, Register destination, Register base, int offset, int slot, Step next) {
        int to = destination.number();
        int from = base.number();
        return switch (size) {
            case BYTE ->
                (registers, context) -> {
                    registers[Step.PLACE] = slot;
                    long pointer = registers[from] + offset;
                    registers[to] = context.region(pointer).loadByte(Pointer.offset(pointer));
                    return next.run(registers, context);
                };
            case HALF_WORD ->
                (registers, context) -> {
                    registers[Step.PLACE] = slot;
                    long pointer = registers[from] + offset;
                    registers[to] = context.region(pointer).loadHalfWord(Pointer.offset(pointer));
                    return next.run(registers, context);
                };
            case WORD ->
                (registers, context) -> {
                    registers[Step.PLACE] = slot;
                    long pointer = registers[from] + offset;
                    registers[to] = context.region(pointer).loadWord(Pointer.offset(pointer));
                    return next.run(registers, context);
                };
            case DOUBLE_WORD ->
                (registers, context) -> {
                    registers[Step.PLACE] = slot;
                    long pointer = registers[from] + offset;
                    registers[to] = context.region(pointer).loadDoubleWord(Pointer.offset(pointer));
                    return next.run(registers, context);
                };
        };
    }

    static Step store(Instruction.Store store, int slot, Step next) {
        int base = store.base().number();
        int offset = store.offset();
        if (store.source() instanceof Register register) {
            int from = register.number();
            return switch (store.size()) {
                case BYTE ->
                    (registers, context) -> {
                        registers[Step.PLACE] = slot;
                        long pointer = registers[base] + offset;
                        context.region(pointer).storeByte(Pointer.offset(pointer), registers[from]);
                        return next.run(registers, context);
                    };
                case HALF_WORD ->
                    (registers, context) -> {
                        registers[Step.PLACE] = slot;
                        long pointer = registers[base] + offset;
                        context.region(pointer).storeHalfWord(Pointer.offset(pointer), registers[from]);
                        return next.run(registers, context);
                    };
                case WORD ->
                    (registers, context) -> {
                        registers[Step.PLACE] = slot;
                        long pointer = registers[base] + offset;
                        context.region(pointer).storeWord(Pointer.offset(pointer), registers[from]);
                        return next.run(registers, context);
                    };
                case DOUBLE_WORD ->
                    (registers, context) -> {
                        registers[Step.PLACE] = slot;
                        long pointer = registers[base] + offset;
                        context.region(pointer).storeDoubleWord(Pointer.offset(pointer), registers[from]);
                        return next.run(registers, context);
                    };
            };
        }
        return storeConstant(store.size(), base, offset, ((Operand.Immediate) store.source()).value(), slot, next);
    }

    private static Step storeConstant(MemorySize size, int base, int offset, long value, int slot, Step next) {
        return switch (size) {
            case BYTE ->
                (registers, context) -> {
                    registers[Step.PLACE] = slot;
                    long pointer = registers[base] + offset;
                    context.region(pointer).storeByte(Pointer.offset(pointer), value);
                    return next.run(registers, context);
                };
            case HALF_WORD ->
                (registers, context) -> {
                    registers[Step.PLACE] = slot;
                    long pointer = registers[base] + offset;
                    context.region(pointer).storeHalfWord(Pointer.offset(pointer), value);
                    return next.run(registers, context);
                };
            case WORD ->
                (registers, context) -> {
                    registers[Step.PLACE] = slot;
                    long pointer = registers[base] + offset;
                    context.region(pointer).storeWord(Pointer.offset(pointer), value);
                    return next.run(registers, context);
                };
            case DOUBLE_WORD ->
                (registers, context) -> {
                    registers[Step.PLACE] = slot;
                    long pointer = registers[base] + offset;
                    context.region(pointer).storeDoubleWord(Pointer.offset(pointer), value);
                    return next.run(registers, context);
                };
        };
    }

    static Step atomic(Instruction.Atomic atomic, int slot, Step next) {
        var op = atomic.op();
        int base = atomic.base().number();
        int offset = atomic.offset();
        int source = atomic.source().number();
        boolean word = atomic.size() == MemorySize.WORD;
        // The register that gets the old value; one past the last where nothing does.
        int fetched = !atomic.fetch() ? -1 : op == AtomicOp.CMPXCHG ? 0 : source;
        return (registers, context) -> {
            registers[Step.PLACE] = slot;
            long pointer = registers[base] + offset;
            var region = context.region(pointer);
            long old = word
                    ? region.atomicWord(op, Pointer.offset(pointer), registers[source], registers[0])
                    : region.atomicDoubleWord(op, Pointer.offset(pointer), registers[source], registers[0]);
            if (fetched >= 0) {
                registers[fetched] = old;
            }
            return next.run(registers, context);
        };
    }

    static Step loadAcquire(Instruction.LoadAcquire load, int slot, Step next) {
        var plain = plainLoad(load.size(), load.destination(), load.base(), load.offset(), slot, Step.NOTHING);
        return (registers, context) -> {
            plain.run(registers, context);
            VarHandle.acquireFence();
            return next.run(registers, context);
        };
    }

    static Step storeRelease(Instruction.StoreRelease store, int slot, Step next) {
        var plain =
                store(new Instruction.Store(store.size(), store.base(), store.offset(), store.source()), slot, next);
        return (registers, context) -> {
            VarHandle.releaseFence();
            return plain.run(registers, context);
        };
    }

    /** R0 gets the packet's bytes in host order; out of bounds ends the function with 0. */
    static Step loadPacket(Instruction.LoadPacket load, int slot, Step next) {
        int bytes = load.size().bytes();
        int immediate = load.immediate();
        int index = load.index() == null ? -1 : load.index().number();
        return (registers, context) -> {
            registers[Step.PLACE] = slot;
            int offset = index < 0 ? immediate : (int) registers[index] + immediate;
            long value = context.packet().loadBigEndian(offset, bytes);
            registers[0] = Math.max(value, 0);
            return value < 0 ? Step.EXIT : next.run(registers, context);
        };
    }
}
