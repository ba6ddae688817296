package dev.osmia.verifier.flow;

import dev.osmia.program.instruction.Instruction;

/** Where an instruction leads within its subprogram: the next instruction first, then a jump's target. */
final class Successors implements Instruction.Visitor<int[]> {
    private final int slot;

    Successors(int slot) {
        this.slot = slot;
    }

    private int[] next(Instruction instruction) {
        return new int[] {slot + instruction.slots()};
    }

    private int[] nextOr(int offset) {
        return new int[] {slot + 1, slot + 1 + offset};
    }

    @Override
    public int[] alu(Instruction.Alu instruction) {
        return next(instruction);
    }

    @Override
    public int[] negate(Instruction.Negate instruction) {
        return next(instruction);
    }

    @Override
    public int[] moveSignExtend(Instruction.MoveSignExtend instruction) {
        return next(instruction);
    }

    @Override
    public int[] addressSpaceCast(Instruction.AddressSpaceCast instruction) {
        return next(instruction);
    }

    @Override
    public int[] byteSwap(Instruction.ByteSwap instruction) {
        return next(instruction);
    }

    @Override
    public int[] loadImmediate64(Instruction.LoadImmediate64 instruction) {
        return next(instruction);
    }

    @Override
    public int[] loadReference(Instruction.LoadReference instruction) {
        return next(instruction);
    }

    @Override
    public int[] load(Instruction.Load instruction) {
        return next(instruction);
    }

    @Override
    public int[] store(Instruction.Store instruction) {
        return next(instruction);
    }

    @Override
    public int[] atomic(Instruction.Atomic instruction) {
        return next(instruction);
    }

    @Override
    public int[] loadAcquire(Instruction.LoadAcquire instruction) {
        return next(instruction);
    }

    @Override
    public int[] storeRelease(Instruction.StoreRelease instruction) {
        return next(instruction);
    }

    @Override
    public int[] loadPacket(Instruction.LoadPacket instruction) {
        return next(instruction);
    }

    @Override
    public int[] jump(Instruction.Jump instruction) {
        return new int[] {slot + 1 + instruction.offset()};
    }

    @Override
    public int[] branch(Instruction.Branch instruction) {
        return nextOr(instruction.offset());
    }

    @Override
    public int[] mayGoto(Instruction.MayGoto instruction) {
        return nextOr(instruction.offset());
    }

    @Override
    public int[] callHelper(Instruction.CallHelper instruction) {
        return next(instruction);
    }

    @Override
    public int[] callKfunc(Instruction.CallKfunc instruction) {
        return next(instruction);
    }

    @Override
    public int[] callLocal(Instruction.CallLocal instruction) {
        return next(instruction);
    }

    @Override
    public int[] exit(Instruction.Exit instruction) {
        return new int[] {};
    }

    @Override
    public int[] undecodable(Instruction.Undecodable instruction) {
        return next(instruction);
    }
}
