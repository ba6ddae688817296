package dev.osmia.verifier.flow;

import dev.osmia.program.Program;
import dev.osmia.program.contract.Contracts;
import dev.osmia.program.instruction.AluOp;
import dev.osmia.program.instruction.AtomicOp;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.Register;
import java.util.stream.IntStream;

/** Which registers instructions read and write, as masks: the read ones in the low half of an int, the written ones in the high half. */
final class RegisterUse implements Instruction.Visitor<Integer> {
    private static final int WRITTEN_SHIFT = 16;
    private static final int ARGUMENTS = 0b11_1110;
    private static final int CALLER_SAVED = 0b11_1111;
    private static final int ALL = 0xffff;

    private final Program program;
    private final Contracts contracts;
    private final int[] bySlot;

    RegisterUse(Program program, Contracts contracts) {
        this.program = program;
        this.contracts = contracts;
        bySlot = IntStream.range(0, program.code().slots())
                .map(slot -> program.code()
                        .find(slot)
                        .map(instruction -> instruction.accept(this))
                        .orElse(0))
                .toArray();
    }

    /** What is live before the instruction, given what is live after it. */
    int before(int slot, int after) {
        int both = bySlot[slot];
        return (after & ~(both >>> WRITTEN_SHIFT)) | (both & ALL);
    }

    private static int bit(Operand operand) {
        return operand instanceof Register register ? 1 << register.number() : 0;
    }

    private static int of(int read, int written) {
        return read | (written << WRITTEN_SHIFT);
    }

    @Override
    public Integer alu(Instruction.Alu instruction) {
        int destination = bit(instruction.destination());
        int read = instruction.op() == AluOp.MOV ? 0 : destination;
        return of(read | bit(instruction.source()), destination);
    }

    @Override
    public Integer negate(Instruction.Negate instruction) {
        return of(bit(instruction.destination()), bit(instruction.destination()));
    }

    @Override
    public Integer moveSignExtend(Instruction.MoveSignExtend instruction) {
        return of(bit(instruction.source()), bit(instruction.destination()));
    }

    @Override
    public Integer addressSpaceCast(Instruction.AddressSpaceCast instruction) {
        return of(bit(instruction.source()), bit(instruction.destination()));
    }

    @Override
    public Integer byteSwap(Instruction.ByteSwap instruction) {
        return of(bit(instruction.destination()), bit(instruction.destination()));
    }

    @Override
    public Integer loadImmediate64(Instruction.LoadImmediate64 instruction) {
        return of(0, bit(instruction.destination()));
    }

    @Override
    public Integer loadReference(Instruction.LoadReference instruction) {
        return of(0, bit(instruction.destination()));
    }

    @Override
    public Integer load(Instruction.Load instruction) {
        return of(bit(instruction.base()), bit(instruction.destination()));
    }

    @Override
    public Integer store(Instruction.Store instruction) {
        return of(bit(instruction.base()) | bit(instruction.source()), 0);
    }

    @Override
    public Integer atomic(Instruction.Atomic instruction) {
        int read = bit(instruction.base()) | bit(instruction.source());
        if (instruction.op() == AtomicOp.CMPXCHG) {
            return of(read | bit(Register.R0), bit(Register.R0));
        }
        return of(read, instruction.fetch() ? bit(instruction.source()) : 0);
    }

    @Override
    public Integer loadAcquire(Instruction.LoadAcquire instruction) {
        return of(bit(instruction.base()), bit(instruction.destination()));
    }

    @Override
    public Integer storeRelease(Instruction.StoreRelease instruction) {
        return of(bit(instruction.base()) | bit(instruction.source()), 0);
    }

    @Override
    public Integer loadPacket(Instruction.LoadPacket instruction) {
        return of(ALL, 0);
    }

    @Override
    public Integer jump(Instruction.Jump instruction) {
        return 0;
    }

    @Override
    public Integer branch(Instruction.Branch instruction) {
        return of(bit(instruction.left()) | bit(instruction.right()), 0);
    }

    @Override
    public Integer mayGoto(Instruction.MayGoto instruction) {
        return 0;
    }

    @Override
    public Integer callHelper(Instruction.CallHelper instruction) {
        int read = contracts
                .helper(instruction.helper())
                .filter(contract -> contract.programTypes().contains(program.type()))
                .map(contract -> arguments(contract.checkedArguments()))
                .orElse(ARGUMENTS);
        return of(read, CALLER_SAVED);
    }

    @Override
    public Integer callKfunc(Instruction.CallKfunc instruction) {
        int read = contracts
                .kfunc(program.externals().get(instruction.external()).name())
                .map(contract -> arguments(contract.arguments().size()))
                .orElse(ARGUMENTS);
        return of(read, CALLER_SAVED);
    }

    private static int arguments(int count) {
        return ((1 << (count + 1)) - 1) & ARGUMENTS;
    }

    @Override
    public Integer callLocal(Instruction.CallLocal instruction) {
        return of(ARGUMENTS, CALLER_SAVED);
    }

    @Override
    public Integer exit(Instruction.Exit instruction) {
        return of(bit(Register.R0), 0);
    }

    @Override
    public Integer undecodable(Instruction.Undecodable instruction) {
        return of(ALL, 0);
    }
}
