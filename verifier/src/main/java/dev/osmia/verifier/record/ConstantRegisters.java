package dev.osmia.verifier.record;

import dev.osmia.program.instruction.AluOp;
import dev.osmia.program.instruction.AtomicOp;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.domain.Scalar;
import dev.osmia.verifier.domain.ScalarArithmetic;
import java.util.Arrays;

/** Which registers hold a constant, and how an instruction changes that. */
final class ConstantRegisters implements Instruction.Visitor<Void> {
    private static final int CALLER_SAVED = 0b11_1111;

    private int known;
    private final long[] values;

    ConstantRegisters(int known, long[] from, int start) {
        this.known = known;
        this.values = Arrays.copyOfRange(from, start, start + Register.COUNT);
    }

    /** The set of registers with a constant. */
    int known() {
        return known;
    }

    long value(int register) {
        return values[register];
    }

    void copyTo(long[] destination, int start) {
        System.arraycopy(values, 0, destination, start, values.length);
    }

    private boolean isKnown(Operand operand) {
        return !(operand instanceof Register register) || (known & 1 << register.number()) != 0;
    }

    private long value(Operand operand) {
        return operand instanceof Register register ? values[register.number()] : ((Operand.Immediate) operand).value();
    }

    private Void set(Register register, long value) {
        known |= 1 << register.number();
        values[register.number()] = value;
        return null;
    }

    private Void forget(Register register) {
        known &= ~(1 << register.number());
        return null;
    }

    private Void forgetCallerSaved() {
        known &= ~CALLER_SAVED;
        return null;
    }

    private Void setIfConstant(Register register, Scalar result) {
        return result.isConstant() ? set(register, result.constantValue()) : forget(register);
    }

    @Override
    public Void alu(Instruction.Alu instruction) {
        var destination = instruction.destination();
        boolean moves = instruction.op() == AluOp.MOV;
        if (!isKnown(instruction.source()) || (!moves && !isKnown(destination))) {
            return forget(destination);
        }
        var source = Scalar.constant(value(instruction.source()));
        if (moves) {
            return setIfConstant(
                    destination, instruction.width() == OperationWidth.W32 ? source.zeroExtended32() : source);
        }
        var before = Scalar.constant(values[destination.number()]);
        return setIfConstant(
                destination, ScalarArithmetic.apply(instruction.width(), instruction.op(), before, source));
    }

    @Override
    public Void negate(Instruction.Negate instruction) {
        return forget(instruction.destination());
    }

    @Override
    public Void moveSignExtend(Instruction.MoveSignExtend instruction) {
        return forget(instruction.destination());
    }

    @Override
    public Void addressSpaceCast(Instruction.AddressSpaceCast instruction) {
        return forget(instruction.destination());
    }

    @Override
    public Void byteSwap(Instruction.ByteSwap instruction) {
        return forget(instruction.destination());
    }

    @Override
    public Void loadImmediate64(Instruction.LoadImmediate64 instruction) {
        return set(instruction.destination(), instruction.value());
    }

    @Override
    public Void loadReference(Instruction.LoadReference instruction) {
        return forget(instruction.destination());
    }

    @Override
    public Void load(Instruction.Load instruction) {
        return forget(instruction.destination());
    }

    @Override
    public Void store(Instruction.Store instruction) {
        return null;
    }

    @Override
    public Void atomic(Instruction.Atomic instruction) {
        if (instruction.op() == AtomicOp.CMPXCHG) {
            return forget(Register.R0);
        }
        return instruction.fetch() ? forget(instruction.source()) : null;
    }

    @Override
    public Void loadAcquire(Instruction.LoadAcquire instruction) {
        return forget(instruction.destination());
    }

    @Override
    public Void storeRelease(Instruction.StoreRelease instruction) {
        return null;
    }

    @Override
    public Void loadPacket(Instruction.LoadPacket instruction) {
        return forgetCallerSaved();
    }

    @Override
    public Void jump(Instruction.Jump instruction) {
        return null;
    }

    @Override
    public Void branch(Instruction.Branch instruction) {
        return null;
    }

    @Override
    public Void mayGoto(Instruction.MayGoto instruction) {
        return null;
    }

    @Override
    public Void callHelper(Instruction.CallHelper instruction) {
        return forgetCallerSaved();
    }

    @Override
    public Void callKfunc(Instruction.CallKfunc instruction) {
        return forgetCallerSaved();
    }

    @Override
    public Void callLocal(Instruction.CallLocal instruction) {
        return forgetCallerSaved();
    }

    @Override
    public Void exit(Instruction.Exit instruction) {
        return null;
    }

    @Override
    public Void undecodable(Instruction.Undecodable instruction) {
        return null;
    }
}
