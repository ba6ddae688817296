package dev.osmia.verifier.flow;

import dev.osmia.program.instruction.ControlFlow;
import dev.osmia.program.instruction.ControlFlow.Kind;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Reference;

/** Where an instruction leads. */
final class LeavingVisitor implements Instruction.Visitor<ControlFlow> {
    private static final ControlFlow FALLS_THROUGH = new ControlFlow(Kind.FALLS_THROUGH, 0);

    @Override
    public ControlFlow alu(Instruction.Alu instruction) {
        return FALLS_THROUGH;
    }

    @Override
    public ControlFlow negate(Instruction.Negate instruction) {
        return FALLS_THROUGH;
    }

    @Override
    public ControlFlow moveSignExtend(Instruction.MoveSignExtend instruction) {
        return FALLS_THROUGH;
    }

    @Override
    public ControlFlow addressSpaceCast(Instruction.AddressSpaceCast instruction) {
        return FALLS_THROUGH;
    }

    @Override
    public ControlFlow byteSwap(Instruction.ByteSwap instruction) {
        return FALLS_THROUGH;
    }

    @Override
    public ControlFlow loadImmediate64(Instruction.LoadImmediate64 instruction) {
        return FALLS_THROUGH;
    }

    @Override
    public ControlFlow loadReference(Instruction.LoadReference instruction) {
        return instruction.reference() instanceof Reference.FunctionAddress function
                ? new ControlFlow(Kind.REFERS_TO_SUBPROGRAM, function.offset())
                : FALLS_THROUGH;
    }

    @Override
    public ControlFlow load(Instruction.Load instruction) {
        return FALLS_THROUGH;
    }

    @Override
    public ControlFlow store(Instruction.Store instruction) {
        return FALLS_THROUGH;
    }

    @Override
    public ControlFlow atomic(Instruction.Atomic instruction) {
        return FALLS_THROUGH;
    }

    @Override
    public ControlFlow loadAcquire(Instruction.LoadAcquire instruction) {
        return FALLS_THROUGH;
    }

    @Override
    public ControlFlow storeRelease(Instruction.StoreRelease instruction) {
        return FALLS_THROUGH;
    }

    @Override
    public ControlFlow loadPacket(Instruction.LoadPacket instruction) {
        return FALLS_THROUGH;
    }

    @Override
    public ControlFlow jump(Instruction.Jump instruction) {
        return new ControlFlow(Kind.JUMPS, instruction.offset());
    }

    @Override
    public ControlFlow branch(Instruction.Branch instruction) {
        return new ControlFlow(Kind.BRANCHES, instruction.offset());
    }

    @Override
    public ControlFlow mayGoto(Instruction.MayGoto instruction) {
        return new ControlFlow(Kind.BRANCHES, instruction.offset());
    }

    @Override
    public ControlFlow callHelper(Instruction.CallHelper instruction) {
        return FALLS_THROUGH;
    }

    @Override
    public ControlFlow callKfunc(Instruction.CallKfunc instruction) {
        return FALLS_THROUGH;
    }

    @Override
    public ControlFlow callLocal(Instruction.CallLocal instruction) {
        return new ControlFlow(Kind.REFERS_TO_SUBPROGRAM, instruction.offset());
    }

    @Override
    public ControlFlow exit(Instruction.Exit instruction) {
        return new ControlFlow(Kind.EXITS, 0);
    }

    @Override
    public ControlFlow undecodable(Instruction.Undecodable instruction) {
        return instruction.controlFlow();
    }
}
