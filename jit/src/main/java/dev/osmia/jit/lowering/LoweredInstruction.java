package dev.osmia.jit.lowering;

import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.Register;
import dev.osmia.runtime.context.FieldAccessor;

/** What an instruction has become once region, width, check and call are chosen. Emitters write these down and decide nothing. */
public sealed interface LoweredInstruction {

    /** Calls the visitor's method for this shape. */
    void accept(Visitor visitor);

    record Arithmetic(Instruction.Alu instruction) implements LoweredInstruction {
        @Override
        public void accept(Visitor visitor) {
            visitor.arithmetic(this);
        }
    }

    record Negation(Instruction.Negate instruction) implements LoweredInstruction {
        @Override
        public void accept(Visitor visitor) {
            visitor.negation(this);
        }
    }

    record SignExtension(Instruction.MoveSignExtend instruction) implements LoweredInstruction {
        @Override
        public void accept(Visitor visitor) {
            visitor.signExtension(this);
        }
    }

    record Swap(Instruction.ByteSwap instruction) implements LoweredInstruction {
        @Override
        public void accept(Visitor visitor) {
            visitor.swap(this);
        }
    }

    /** {@code destination = linked number + addend}. */
    record LoadLink(Register destination, Link link, int addend) implements LoweredInstruction {
        @Override
        public void accept(Visitor visitor) {
            visitor.loadLink(this);
        }
    }

    /** {@code destination = number}. */
    record LoadConstant(Register destination, long value) implements LoweredInstruction {
        @Override
        public void accept(Visitor visitor) {
            visitor.loadConstant(this);
        }
    }

    record Load(Place place, MemorySize size, boolean signExtend, Register destination) implements LoweredInstruction {
        @Override
        public void accept(Visitor visitor) {
            visitor.load(this);
        }
    }

    record Store(Place place, MemorySize size, Operand source) implements LoweredInstruction {
        @Override
        public void accept(Visitor visitor) {
            visitor.store(this);
        }
    }

    /** An atomic read-modify-write. */
    record Update(Place place, Instruction.Atomic atomic) implements LoweredInstruction {
        @Override
        public void accept(Visitor visitor) {
            visitor.update(this);
        }
    }

    /** A fence: acquire behind a load, release before a store. */
    record Fence(boolean acquire) implements LoweredInstruction {
        @Override
        public void accept(Visitor visitor) {
            visitor.fence(this);
        }
    }

    /**
     * A context field's value, or a part of it.
     *
     * @param shift bits that the part lies above the field's lowest
     * @param size the part's size; that of the field for the whole
     */
    record ReadContext(
            FieldAccessor.Value accessor, int shift, MemorySize size, boolean signExtend, Register destination)
            implements LoweredInstruction {
        @Override
        public void accept(Visitor visitor) {
            visitor.readContext(this);
        }
    }

    record WriteContext(FieldAccessor.Value accessor, Operand source) implements LoweredInstruction {
        @Override
        public void accept(Visitor visitor) {
            visitor.writeContext(this);
        }
    }

    record LoadPacket(Instruction.LoadPacket instruction) implements LoweredInstruction {
        @Override
        public void accept(Visitor visitor) {
            visitor.loadPacket(this);
        }
    }

    record Goto(int target) implements LoweredInstruction {
        @Override
        public void accept(Visitor visitor) {
            visitor.jump(this);
        }
    }

    record Branch(Instruction.Branch condition, int target) implements LoweredInstruction {
        @Override
        public void accept(Visitor visitor) {
            visitor.branch(this);
        }
    }

    /**
     * A null check that was decided before: what arrives is not null.
     *
     * @param target where what arrives goes
     */
    record DecidedBranch(int target) implements LoweredInstruction {
        @Override
        public void accept(Visitor visitor) {
            visitor.decidedBranch(this);
        }
    }

    record MayGoto(int target) implements LoweredInstruction {
        @Override
        public void accept(Visitor visitor) {
            visitor.mayGoto(this);
        }
    }

    /** A call of one of the program's own functions. */
    record CallFunction(int function) implements LoweredInstruction {
        @Override
        public void accept(Visitor visitor) {
            visitor.callFunction(this);
        }
    }

    /**
     * A call of a helper or kfunc.
     *
     * @param callsBack whether it may call one of the program's functions
     * @param movesPacket whether the packet's buffers and indexes may be others afterwards
     */
    record Call(Link link, boolean callsBack, boolean movesPacket) implements LoweredInstruction {
        @Override
        public void accept(Visitor visitor) {
            visitor.call(this);
        }
    }

    /** {@code bpf_map_lookup_elem} of a known map, its key in the function's own frame. */
    record LookUp(int map, int keyOffset) implements LoweredInstruction {
        @Override
        public void accept(Visitor visitor) {
            visitor.lookUp(this);
        }
    }

    record TailCall() implements LoweredInstruction {
        @Override
        public void accept(Visitor visitor) {
            visitor.tailCall(this);
        }
    }

    record Return() implements LoweredInstruction {
        @Override
        public void accept(Visitor visitor) {
            visitor.exit(this);
        }
    }

    /** An operation of a dynptr that is no memory; see {@link DynptrOperation}. */
    record Dynptr(DynptrOperation operation) implements LoweredInstruction {
        @Override
        public void accept(Visitor visitor) {
            visitor.dynptr(this);
        }
    }

    /** One method a shape. */
    interface Visitor {
        void arithmetic(Arithmetic instruction);

        void negation(Negation instruction);

        void signExtension(SignExtension instruction);

        void swap(Swap instruction);

        void loadLink(LoadLink instruction);

        void loadConstant(LoadConstant instruction);

        void load(Load instruction);

        void store(Store instruction);

        void update(Update instruction);

        void fence(Fence instruction);

        void readContext(ReadContext instruction);

        void writeContext(WriteContext instruction);

        void loadPacket(LoadPacket instruction);

        void jump(Goto instruction);

        void branch(Branch instruction);

        void decidedBranch(DecidedBranch instruction);

        void mayGoto(MayGoto instruction);

        void callFunction(CallFunction instruction);

        void call(Call instruction);

        void lookUp(LookUp instruction);

        void tailCall(TailCall instruction);

        void exit(Return instruction);

        void dynptr(Dynptr instruction);
    }
}
