package dev.osmia.verifier.step;

import dev.osmia.program.Program;
import dev.osmia.program.contract.Contracts;
import dev.osmia.program.instruction.AluOp;
import dev.osmia.program.instruction.AtomicOp;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.obligation.Obligation;
import java.util.ArrayList;
import java.util.List;

/** What each instruction requires, in the order in which the kernel looks at it. Says nothing of any state. */
final class Obligations implements Instruction.Visitor<List<Obligation>> {
    private final Program program;
    private final Contracts contracts;

    Obligations(Program program, Contracts contracts) {
        this.program = program;
        this.contracts = contracts;
    }

    private static Obligation read(Register register) {
        return new Obligation.InitialisedRegister(register);
    }

    private static Obligation written(Register register) {
        return new Obligation.WritableRegister(register);
    }

    private static void addRead(List<Obligation> obligations, Operand operand) {
        if (operand instanceof Register register) {
            obligations.add(read(register));
        }
    }

    @Override
    public List<Obligation> alu(Instruction.Alu instruction) {
        var obligations = new ArrayList<Obligation>();
        addRead(obligations, instruction.source());
        if (instruction.op() != AluOp.MOV) {
            obligations.add(read(instruction.destination()));
        }
        obligations.add(written(instruction.destination()));
        obligations.add(new Obligation.ValidArithmetic(instruction.destination()));
        return obligations;
    }

    @Override
    public List<Obligation> negate(Instruction.Negate instruction) {
        return inPlace(instruction.destination());
    }

    @Override
    public List<Obligation> byteSwap(Instruction.ByteSwap instruction) {
        return inPlace(instruction.destination());
    }

    private static List<Obligation> inPlace(Register destination) {
        return List.of(read(destination), new Obligation.ValidConversion(destination), written(destination));
    }

    @Override
    public List<Obligation> moveSignExtend(Instruction.MoveSignExtend instruction) {
        return List.of(
                read(instruction.source()),
                written(instruction.destination()),
                new Obligation.ValidConversion(instruction.source()));
    }

    @Override
    public List<Obligation> addressSpaceCast(Instruction.AddressSpaceCast instruction) {
        return List.of(
                new Obligation.ValidInstruction(), read(instruction.source()), written(instruction.destination()));
    }

    @Override
    public List<Obligation> loadImmediate64(Instruction.LoadImmediate64 instruction) {
        return List.of(written(instruction.destination()));
    }

    @Override
    public List<Obligation> loadReference(Instruction.LoadReference instruction) {
        return List.of(written(instruction.destination()), new Obligation.ValidReference());
    }

    private static Obligation access(Register base, int offset, int size, boolean write) {
        return new Obligation.ValidAccess(base, offset, size, write);
    }

    @Override
    public List<Obligation> load(Instruction.Load instruction) {
        return List.of(
                read(instruction.base()),
                written(instruction.destination()),
                access(
                        instruction.base(),
                        instruction.offset(),
                        instruction.size().bytes(),
                        false));
    }

    @Override
    public List<Obligation> store(Instruction.Store instruction) {
        var obligations = new ArrayList<Obligation>();
        addRead(obligations, instruction.source());
        obligations.add(read(instruction.base()));
        obligations.add(access(
                instruction.base(), instruction.offset(), instruction.size().bytes(), true));
        return obligations;
    }

    @Override
    public List<Obligation> atomic(Instruction.Atomic instruction) {
        var obligations = new ArrayList<Obligation>();
        obligations.add(read(instruction.source()));
        obligations.add(read(instruction.base()));
        boolean compares = instruction.op() == AtomicOp.CMPXCHG;
        if (compares) {
            obligations.add(read(Register.R0));
        }
        obligations.add(new Obligation.AtomicMemory(instruction.base()));
        if (instruction.fetch()) {
            obligations.add(written(compares ? Register.R0 : instruction.source()));
        }
        int size = instruction.size().bytes();
        obligations.add(access(instruction.base(), instruction.offset(), size, false));
        obligations.add(access(instruction.base(), instruction.offset(), size, true));
        return obligations;
    }

    @Override
    public List<Obligation> loadAcquire(Instruction.LoadAcquire instruction) {
        return List.of(
                read(instruction.base()),
                written(instruction.destination()),
                access(
                        instruction.base(),
                        instruction.offset(),
                        instruction.size().bytes(),
                        false),
                new Obligation.AtomicMemory(instruction.base()));
    }

    @Override
    public List<Obligation> storeRelease(Instruction.StoreRelease instruction) {
        return List.of(
                read(instruction.source()),
                read(instruction.base()),
                access(
                        instruction.base(),
                        instruction.offset(),
                        instruction.size().bytes(),
                        true),
                new Obligation.AtomicMemory(instruction.base()));
    }

    @Override
    public List<Obligation> loadPacket(Instruction.LoadPacket instruction) {
        var obligations = new ArrayList<Obligation>();
        obligations.add(read(Register.R6));
        obligations.add(new Obligation.ReleasedReferences());
        obligations.add(new Obligation.ValidPacketLoad());
        if (instruction.index() != null) {
            obligations.add(read(instruction.index()));
        }
        return obligations;
    }

    @Override
    public List<Obligation> jump(Instruction.Jump instruction) {
        return List.of();
    }

    @Override
    public List<Obligation> branch(Instruction.Branch instruction) {
        var obligations = new ArrayList<Obligation>();
        obligations.add(read(instruction.left()));
        addRead(obligations, instruction.right());
        obligations.add(new Obligation.ValidComparison(instruction.left()));
        return obligations;
    }

    @Override
    public List<Obligation> mayGoto(Instruction.MayGoto instruction) {
        return List.of();
    }

    @Override
    public List<Obligation> callHelper(Instruction.CallHelper instruction) {
        var contract = contracts.helper(instruction.helper());
        String name = contract.map(helper -> helper.name()).orElse("#" + instruction.helper());
        var obligations = new ArrayList<Obligation>();
        obligations.add(new Obligation.Callable(name));
        if (contract.isPresent()) {
            for (int i = 1; i <= contract.get().checkedArguments(); i++) {
                var register = Register.of(i).orElseThrow();
                obligations.add(read(register));
                obligations.add(new Obligation.ValidArgument(name, register));
            }
            obligations.add(new Obligation.ValidCall(name));
        }
        return obligations;
    }

    @Override
    public List<Obligation> callKfunc(Instruction.CallKfunc instruction) {
        String name = program.externals().get(instruction.external()).name();
        var contract = contracts.kfunc(name);
        var obligations = new ArrayList<Obligation>();
        obligations.add(new Obligation.Callable(name));
        if (contract.isPresent()) {
            for (int i = 1; i <= contract.get().arguments().size(); i++) {
                obligations.add(
                        new Obligation.ValidArgument(name, Register.of(i).orElseThrow()));
            }
            obligations.add(new Obligation.ValidCall(name));
        }
        return obligations;
    }

    @Override
    public List<Obligation> callLocal(Instruction.CallLocal instruction) {
        return List.of(new Obligation.ValidCall("pc%+d".formatted(instruction.offset())));
    }

    @Override
    public List<Obligation> exit(Instruction.Exit instruction) {
        return List.of(new Obligation.ReleasedReferences(), new Obligation.ValidReturn());
    }

    @Override
    public List<Obligation> undecodable(Instruction.Undecodable instruction) {
        var obligations = new ArrayList<Obligation>();
        instruction.readFirst().forEach(register -> obligations.add(read(register)));
        obligations.add(new Obligation.ValidInstruction());
        return obligations;
    }
}
