package dev.osmia.verifier.path;

import dev.osmia.program.instruction.AluOp;
import dev.osmia.program.instruction.AtomicOp;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.state.JumpHistory;

/**
 * What is needed before an instruction, given what is needed after it. Gives false where the way of a number cannot be told.
 */
final class BackwardStep implements Instruction.Visitor<Boolean> {
    private static final int ARGUMENTS = 0b111110;
    private static final int RESULT = 0;

    private final Verification verification;
    private final int slot;
    private final int following;
    private final JumpHistory entry;
    private final NeededScalars needed;

    /**
     * Of one instruction.
     *
     * @param following the instruction walked after it
     * @param entry what was noted of it; null for nothing
     */
    BackwardStep(Verification verification, int slot, int following, JumpHistory entry, NeededScalars needed) {
        this.verification = verification;
        this.slot = slot;
        this.following = following;
        this.entry = entry;
        this.needed = needed;
    }

    private void addOperand(Operand operand) {
        if (operand instanceof Register register && register != Register.FRAME_POINTER) {
            needed.addRegister(register.number());
        }
    }

    @Override
    public Boolean alu(Instruction.Alu instruction) {
        int destination = instruction.destination().number();
        if (needed.hasRegister(destination)) {
            if (instruction.op() == AluOp.MOV) {
                needed.removeRegister(destination);
            }
            addOperand(instruction.source());
        }
        return true;
    }

    @Override
    public Boolean negate(Instruction.Negate instruction) {
        return true;
    }

    @Override
    public Boolean moveSignExtend(Instruction.MoveSignExtend instruction) {
        return moved(instruction.destination(), instruction.source());
    }

    @Override
    public Boolean addressSpaceCast(Instruction.AddressSpaceCast instruction) {
        return moved(instruction.destination(), instruction.source());
    }

    private boolean moved(Register destination, Register source) {
        if (needed.hasRegister(destination.number())) {
            needed.removeRegister(destination.number());
            addOperand(source);
        }
        return true;
    }

    @Override
    public Boolean byteSwap(Instruction.ByteSwap instruction) {
        return true;
    }

    @Override
    public Boolean loadImmediate64(Instruction.LoadImmediate64 instruction) {
        needed.removeRegister(instruction.destination().number());
        return true;
    }

    @Override
    public Boolean loadReference(Instruction.LoadReference instruction) {
        needed.removeRegister(instruction.destination().number());
        return true;
    }

    @Override
    public Boolean load(Instruction.Load instruction) {
        return loaded(instruction.destination());
    }

    @Override
    public Boolean loadAcquire(Instruction.LoadAcquire instruction) {
        return loaded(instruction.destination());
    }

    private boolean loaded(Register destination) {
        if (needed.hasRegister(destination.number())) {
            needed.removeRegister(destination.number());
            // Only a filled register comes from somewhere; other memory holds any number.
            if (entry != null && entry.access() != null) {
                needed.addSlot(entry.access().frame(), entry.access().index());
            }
        }
        return true;
    }

    @Override
    public Boolean store(Instruction.Store instruction) {
        return stored(instruction.base(), instruction.source());
    }

    @Override
    public Boolean storeRelease(Instruction.StoreRelease instruction) {
        return stored(instruction.base(), instruction.source());
    }

    private boolean stored(Register base, Operand source) {
        if (needed.hasRegister(base.number())) {
            // The base is a number as far as the way back can tell, but it was a pointer here.
            return false;
        }
        if (entry != null
                && entry.access() != null
                && needed.hasSlot(entry.access().frame(), entry.access().index())) {
            needed.removeSlot(entry.access().frame(), entry.access().index());
            if (source instanceof Register register) {
                needed.addRegister(register.number());
            }
        }
        return true;
    }

    @Override
    public Boolean atomic(Instruction.Atomic instruction) {
        if (instruction.fetch()) {
            return loaded(instruction.op() == AtomicOp.CMPXCHG ? Register.R0 : instruction.source());
        }
        return stored(instruction.base(), instruction.source());
    }

    @Override
    public Boolean loadPacket(Instruction.LoadPacket instruction) {
        if (needed.hasRegister(RESULT)) {
            return false;
        }
        // Out of bounds, it returned from the function.
        return following == slot + 1 || needed.enterFunction();
    }

    @Override
    public Boolean jump(Instruction.Jump instruction) {
        return true;
    }

    @Override
    public Boolean branch(Instruction.Branch instruction) {
        if (instruction.right() instanceof Register right) {
            int left = instruction.left().number();
            if (needed.hasRegister(left) || needed.hasRegister(right.number())) {
                if (entry == null || !entry.rightOnStack()) {
                    needed.addRegister(right.number());
                }
                if (entry == null || !entry.leftOnStack()) {
                    needed.addRegister(left);
                }
            }
        }
        return true;
    }

    @Override
    public Boolean mayGoto(Instruction.MayGoto instruction) {
        return true;
    }

    @Override
    public Boolean callHelper(Instruction.CallHelper instruction) {
        return called();
    }

    @Override
    public Boolean callKfunc(Instruction.CallKfunc instruction) {
        return called();
    }

    private boolean called() {
        if (verification.flow().isCallbackCall(slot) && following != slot + 1) {
            // The way back leaves a callback, whose arguments the callee made up.
            if (needed.hasAnyOf(~ARGUMENTS) || needed.hasOwnSlots()) {
                return false;
            }
            removeArguments();
            return needed.leaveFunction();
        }
        needed.removeRegister(RESULT);
        return !needed.hasAnyOf(ARGUMENTS);
    }

    private void removeArguments() {
        for (int i = 1; i <= 5; i++) {
            needed.removeRegister(i);
        }
    }

    @Override
    public Boolean callLocal(Instruction.CallLocal instruction) {
        if (verification.isGlobal(slot + 1 + instruction.offset())) {
            needed.removeRegister(RESULT);
            return !needed.hasAnyOf(ARGUMENTS);
        }
        if (needed.hasAnyOf(~ARGUMENTS) || needed.hasOwnSlots()) {
            return false;
        }
        int callee = needed.frame();
        for (int i = 1; i <= 5; i++) {
            if (needed.hasRegister(i)) {
                needed.removeRegister(i);
                needed.addRegister(callee - 1, i);
            }
        }
        return needed.leaveFunction();
    }

    @Override
    public Boolean exit(Instruction.Exit instruction) {
        boolean returned = verification.code().startsAt(following - 1)
                && verification.code().at(following - 1) instanceof Instruction.CallLocal;
        boolean resultNeeded = returned && needed.hasRegister(RESULT);
        if (returned && needed.hasAnyOf(ARGUMENTS)) {
            return false;
        }
        needed.removeRegister(RESULT);
        if (!needed.enterFunction()) {
            return false;
        }
        if (resultNeeded) {
            needed.addRegister(RESULT);
        }
        return true;
    }

    @Override
    public Boolean undecodable(Instruction.Undecodable instruction) {
        return true;
    }
}
