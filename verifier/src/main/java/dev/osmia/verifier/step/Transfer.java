package dev.osmia.verifier.step;

import dev.osmia.program.instruction.AtomicOp;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Reference;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.memory.Access;
import dev.osmia.verifier.path.LoopRounds;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;

/** What instructions do to the state, once all that they require was found to hold; gives the next instruction. */
final class Transfer implements Instruction.Visitor<Integer> {
    private final Path path;
    private final Steps.Parts parts;
    private final LoopRounds rounds;

    Transfer(Path path, Steps.Parts parts, LoopRounds rounds) {
        this.path = path;
        this.parts = parts;
        this.rounds = rounds;
    }

    private int next() {
        return path.slot() + 1;
    }

    @Override
    public Integer alu(Instruction.Alu instruction) {
        parts.arithmetic().apply(instruction);
        return next();
    }

    @Override
    public Integer negate(Instruction.Negate instruction) {
        parts.unary().negate(instruction);
        return next();
    }

    @Override
    public Integer moveSignExtend(Instruction.MoveSignExtend instruction) {
        parts.unary().signExtend(instruction);
        return next();
    }

    @Override
    public Integer addressSpaceCast(Instruction.AddressSpaceCast instruction) {
        parts.unary().cast(instruction);
        return next();
    }

    @Override
    public Integer byteSwap(Instruction.ByteSwap instruction) {
        parts.unary().swap(instruction);
        return next();
    }

    @Override
    public Integer loadImmediate64(Instruction.LoadImmediate64 instruction) {
        path.setRegister(instruction.destination(), RegisterState.constant(instruction.value()));
        return path.slot() + instruction.slots();
    }

    @Override
    public Integer loadReference(Instruction.LoadReference instruction) {
        path.setRegister(instruction.destination(), referenced(instruction.reference()));
        return path.slot() + instruction.slots();
    }

    private RegisterState referenced(Reference reference) {
        var verification = path.verification();
        if (reference instanceof Reference.MapAddress map) {
            return RegisterState.pointer(RegisterType.MAP_POINTER, new Pointee.OfMap(verification.map(map.map()), 0));
        }
        if (reference instanceof Reference.MapValueAddress value) {
            return RegisterState.pointer(RegisterType.MAP_VALUE, new Pointee.OfMap(verification.map(value.map()), 0))
                    .withOffset(value.offset());
        }
        if (reference instanceof Reference.FunctionAddress function) {
            int start = path.slot() + 1 + function.offset();
            int subprogram = verification
                    .flow()
                    .subprogramStartingAt(start)
                    .orElseThrow()
                    .index();
            return RegisterState.pointer(RegisterType.FUNCTION, new Pointee.OfFunction(subprogram));
        }
        throw new IllegalStateException("not a reference that was checked: " + reference);
    }

    @Override
    public Integer load(Instruction.Load instruction) {
        var access = Access.load(
                instruction.base(), instruction.offset(), instruction.size().bytes());
        path.setRegister(instruction.destination(), parts.memory().load(access, instruction.signExtend()));
        return next();
    }

    @Override
    public Integer store(Instruction.Store instruction) {
        parts.memory()
                .store(Access.store(
                        instruction.base(),
                        instruction.offset(),
                        instruction.size().bytes(),
                        instruction.source()));
        return next();
    }

    @Override
    public Integer atomic(Instruction.Atomic instruction) {
        int size = instruction.size().bytes();
        if (instruction.fetch()) {
            var register = instruction.op() == AtomicOp.CMPXCHG ? Register.R0 : instruction.source();
            var access = Access.atomic(instruction.base(), instruction.offset(), size, false);
            var old = parts.memory().load(access, false);
            parts.memory().store(Access.atomic(instruction.base(), instruction.offset(), size, true));
            path.setRegister(register, old);
        } else {
            parts.memory().store(Access.atomic(instruction.base(), instruction.offset(), size, true));
        }
        return next();
    }

    @Override
    public Integer loadAcquire(Instruction.LoadAcquire instruction) {
        var access = Access.atomic(
                instruction.base(), instruction.offset(), instruction.size().bytes(), false);
        path.setRegister(instruction.destination(), parts.memory().load(access, false));
        return next();
    }

    @Override
    public Integer storeRelease(Instruction.StoreRelease instruction) {
        parts.memory()
                .store(Access.store(
                        instruction.base(),
                        instruction.offset(),
                        instruction.size().bytes(),
                        instruction.source()));
        return next();
    }

    @Override
    public Integer loadPacket(Instruction.LoadPacket instruction) {
        for (int i = 0; i <= Register.R5.number(); i++) {
            path.setRegister(Register.of(i).orElseThrow(), RegisterState.NOT_INITIALISED);
        }
        path.setRegister(Register.R0, RegisterState.unknown(!path.privileged()));
        if (path.state().depth() == 0) {
            return next();
        }
        // Beyond the packet, it returns 0 from the function.
        path.branch(next());
        path.setRegister(Register.R0, RegisterState.constant(0));
        path.liveness().update(path.state());
        return parts.functions().applyReturn();
    }

    @Override
    public Integer jump(Instruction.Jump instruction) {
        return next() + instruction.offset();
    }

    @Override
    public Integer branch(Instruction.Branch instruction) {
        return parts.branches().apply(instruction);
    }

    @Override
    public Integer mayGoto(Instruction.MayGoto instruction) {
        var onwards = path.branch(next());
        onwards.enterMayGotoAgain();
        rounds.widen(path.state().parent(), onwards, path.slot());
        return next() + instruction.offset();
    }

    @Override
    public Integer callHelper(Instruction.CallHelper instruction) {
        parts.helpers().apply(instruction);
        return next();
    }

    @Override
    public Integer callKfunc(Instruction.CallKfunc instruction) {
        parts.kfuncs().apply(instruction);
        return parts.kfuncs().endsProgram() ? Steps.END : next();
    }

    @Override
    public Integer callLocal(Instruction.CallLocal instruction) {
        return parts.functions().apply(instruction);
    }

    @Override
    public Integer exit(Instruction.Exit instruction) {
        if (path.state().depth() == 0) {
            return Steps.END;
        }
        path.liveness().update(path.state());
        return parts.functions().applyReturn();
    }

    @Override
    public Integer undecodable(Instruction.Undecodable instruction) {
        throw new IllegalStateException("an instruction that was rejected has no effect: " + instruction);
    }
}
