package dev.osmia.runtime.interpreter;

import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.program.instruction.Reference;
import dev.osmia.program.instruction.Register;
import dev.osmia.runtime.HelperFunction;
import dev.osmia.runtime.ProgramBinding;

/** Makes the step of each instruction. The meaning of the operations is the instruction set's own ({@code AluOp} and its like). */
final class StepBuilder implements Instruction.Visitor<Step> {
    /** {@code BPF_FUNC_tail_call}: no call that returns, it replaces the running program. */
    private static final int TAIL_CALL = 12;

    private final ProgramBinding binding;
    private final Interpreter interpreter;
    private final int slot;
    private final int nextSlot;
    private final Step next;

    /** {@code next} is what runs behind the instruction unless it jumps. */
    StepBuilder(ProgramBinding binding, Interpreter interpreter, int slot, Step next) {
        this.binding = binding;
        this.interpreter = interpreter;
        this.slot = slot;
        this.nextSlot = binding.program().code().next(slot);
        this.next = next;
    }

    @Override
    public Step alu(Instruction.Alu alu) {
        int to = alu.destination().number();
        boolean wide = alu.width() == OperationWidth.W64;
        var op32 = alu.op().operator32();
        var op64 = alu.op().operator64();
        if (alu.source() instanceof Register source) {
            int from = source.number();
            return wide
                    ? (registers, context) -> {
                        registers[to] = op64.applyAsLong(registers[to], registers[from]);
                        return next.run(registers, context);
                    }
                    : (registers, context) -> {
                        registers[to] =
                                Integer.toUnsignedLong(op32.applyAsInt((int) registers[to], (int) registers[from]));
                        return next.run(registers, context);
                    };
        }
        int value = ((Operand.Immediate) alu.source()).value();
        return wide
                ? (registers, context) -> {
                    registers[to] = op64.applyAsLong(registers[to], value);
                    return next.run(registers, context);
                }
                : (registers, context) -> {
                    registers[to] = Integer.toUnsignedLong(op32.applyAsInt((int) registers[to], value));
                    return next.run(registers, context);
                };
    }

    @Override
    public Step negate(Instruction.Negate negate) {
        int to = negate.destination().number();
        return negate.width() == OperationWidth.W64
                ? (registers, context) -> {
                    registers[to] = -registers[to];
                    return next.run(registers, context);
                }
                : (registers, context) -> {
                    registers[to] = Integer.toUnsignedLong(-(int) registers[to]);
                    return next.run(registers, context);
                };
    }

    @Override
    public Step moveSignExtend(Instruction.MoveSignExtend move) {
        int to = move.destination().number();
        int from = move.source().number();
        int unused = 64 - move.from().bits();
        long mask = move.width() == OperationWidth.W64 ? -1L : 0xffff_ffffL;
        return (registers, context) -> {
            registers[to] = registers[from] << unused >> unused & mask;
            return next.run(registers, context);
        };
    }

    @Override
    public Step addressSpaceCast(Instruction.AddressSpaceCast cast) {
        throw new IllegalArgumentException("address space casts need an arena, at instruction " + slot);
    }

    @Override
    public Step byteSwap(Instruction.ByteSwap swap) {
        int to = swap.destination().number();
        var change = swap.change();
        var size = swap.size();
        return (registers, context) -> {
            registers[to] = change.evaluate(size, registers[to]);
            return next.run(registers, context);
        };
    }

    @Override
    public Step loadImmediate64(Instruction.LoadImmediate64 load) {
        return constant(load.destination(), load.value());
    }

    @Override
    public Step loadReference(Instruction.LoadReference load) {
        return constant(load.destination(), address(load.reference()));
    }

    private Step constant(Register destination, long value) {
        int to = destination.number();
        return (registers, context) -> {
            registers[to] = value;
            return next.run(registers, context);
        };
    }

    private long address(Reference reference) {
        if (reference instanceof Reference.MapAddress map) {
            return binding.maps().get(map.map()).pointer();
        } else if (reference instanceof Reference.MapValueAddress value) {
            return binding.maps().get(value.map()).valuePointer(value.offset());
        } else if (reference instanceof Reference.FunctionAddress function) {
            return binding.functionPointer(slot + 1 + function.offset());
        }
        return binding.symbols()[((Reference.KernelSymbol) reference).external()];
    }

    @Override
    public Step load(Instruction.Load load) {
        return MemorySteps.load(load, slot, next);
    }

    @Override
    public Step store(Instruction.Store store) {
        return MemorySteps.store(store, slot, next);
    }

    @Override
    public Step atomic(Instruction.Atomic atomic) {
        return MemorySteps.atomic(atomic, slot, next);
    }

    /** A load of this engine is a volatile-free read in program order; acquire ordering comes from the fence behind it. */
    @Override
    public Step loadAcquire(Instruction.LoadAcquire load) {
        return MemorySteps.loadAcquire(load, slot, next);
    }

    @Override
    public Step storeRelease(Instruction.StoreRelease store) {
        return MemorySteps.storeRelease(store, slot, next);
    }

    @Override
    public Step loadPacket(Instruction.LoadPacket load) {
        return MemorySteps.loadPacket(load, slot, next);
    }

    @Override
    public Step jump(Instruction.Jump jump) {
        int target = nextSlot + jump.offset();
        return (registers, context) -> target;
    }

    @Override
    public Step branch(Instruction.Branch branch) {
        int left = branch.left().number();
        int target = nextSlot + branch.offset();
        var condition = branch.condition().comparison();
        boolean wide = branch.width() == OperationWidth.W64;
        if (branch.right() instanceof Register register) {
            int right = register.number();
            return wide
                    ? (registers, context) ->
                            condition.holds(registers[left], registers[right]) ? target : next.run(registers, context)
                    : (registers, context) -> condition.holds((int) registers[left], (int) registers[right])
                            ? target
                            : next.run(registers, context);
        }
        int value = ((Operand.Immediate) branch.right()).value();
        return wide
                ? (registers, context) ->
                        condition.holds(registers[left], value) ? target : next.run(registers, context)
                : (registers, context) ->
                        condition.holds((int) registers[left], value) ? target : next.run(registers, context);
    }

    @Override
    public Step mayGoto(Instruction.MayGoto mayGoto) {
        int target = nextSlot + mayGoto.offset();
        return (registers, context) -> context.mayGoOn() ? next.run(registers, context) : target;
    }

    @Override
    public Step callHelper(Instruction.CallHelper call) {
        if (call.helper() == TAIL_CALL) {
            return (registers, context) -> {
                registers[Step.PLACE] = slot;
                var target = context.tailCall(registers[2], (int) registers[3]);
                if (target == null) {
                    registers[0] = -1;
                    return next.run(registers, context);
                }
                registers[0] = target.run(context);
                return Step.EXIT;
            };
        }
        return call(binding.helpers().find(call.helper()));
    }

    @Override
    public Step callKfunc(Instruction.CallKfunc call) {
        return call(binding.kfuncs().get(call.external()));
    }

    private Step call(HelperFunction function) {
        return (registers, context) -> {
            registers[Step.PLACE] = slot;
            context.enterCall(interpreter, registers[10]);
            registers[0] = function.call(context, registers[1], registers[2], registers[3], registers[4], registers[5]);
            return next.run(registers, context);
        };
    }

    @Override
    public Step callLocal(Instruction.CallLocal call) {
        int target = nextSlot + call.offset();
        return (registers, context) -> {
            registers[Step.PLACE] = slot;
            registers[0] = interpreter.call(target, registers, context);
            return next.run(registers, context);
        };
    }

    @Override
    public Step exit(Instruction.Exit exit) {
        return (registers, context) -> Step.EXIT;
    }

    /** Reached only in code that no path enters, which the verifier allows for nothing else; running it is a fault. */
    @Override
    public Step undecodable(Instruction.Undecodable instruction) {
        return (registers, context) -> {
            registers[Step.PLACE] = slot;
            throw new IllegalStateException(instruction.message());
        };
    }
}
