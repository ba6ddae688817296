package dev.osmia.program.instruction;

import java.util.List;

/**
 * One eBPF instruction: a closed set of small shapes with typed operands. Jump and call offsets stay relative, in slots, counted
 * from the next slot, as encoded; {@link #slots()} tells how many slots an instruction takes.
 */
public sealed interface Instruction {

    /** How many 8-byte slots the instruction takes: 2 for 64-bit immediates, else 1. */
    default int slots() {
        return 1;
    }

    /** Calls the visitor's method for this shape. */
    <R> R accept(Visitor<R> visitor);

    /** {@code destination = destination op source}; a move ignores the old destination. */
    record Alu(OperationWidth width, AluOp op, Register destination, Operand source) implements Instruction {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.alu(this);
        }
    }

    /** {@code destination = -destination}. */
    record Negate(OperationWidth width, Register destination) implements Instruction {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.negate(this);
        }
    }

    /** A move that sign-extends the low {@code from} bytes of the source to the width: {@code BPF_MOVSX}. */
    record MoveSignExtend(OperationWidth width, MemorySize from, Register destination, Register source)
            implements Instruction {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.moveSignExtend(this);
        }
    }

    /** A move between address spaces: {@code BPF_ADDR_SPACE_CAST} of arena pointers. */
    record AddressSpaceCast(Register destination, Register source, int toSpace, int fromSpace) implements Instruction {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.addressSpaceCast(this);
        }
    }

    /** Byte order conversion of the low {@code size} bytes; the rest of the register becomes zero. */
    record ByteSwap(ByteOrderChange change, MemorySize size, Register destination) implements Instruction {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.byteSwap(this);
        }
    }

    /** A 64-bit constant in two slots. */
    record LoadImmediate64(Register destination, long value) implements Instruction {
        @Override
        public int slots() {
            return 2;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.loadImmediate64(this);
        }
    }

    /** The address of a map, global variable, subprogram or kernel symbol, in two slots. */
    record LoadReference(Register destination, Reference reference) implements Instruction {
        @Override
        public int slots() {
            return 2;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.loadReference(this);
        }
    }

    /** {@code destination = *(size *)(base + offset)}, zero-extended or sign-extended to 64 bits. */
    record Load(MemorySize size, boolean signExtend, Register destination, Register base, short offset)
            implements Instruction {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.load(this);
        }
    }

    /** {@code *(size *)(base + offset) = source}. */
    record Store(MemorySize size, Register base, short offset, Operand source) implements Instruction {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.store(this);
        }
    }

    /** An atomic read-modify-write of a word or double word; a fetch puts the old value into the source (compare-and-exchange: R0). */
    record Atomic(MemorySize size, AtomicOp op, boolean fetch, Register base, short offset, Register source)
            implements Instruction {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.atomic(this);
        }
    }

    /** A load with acquire ordering: {@code BPF_LOAD_ACQ}. */
    record LoadAcquire(MemorySize size, Register destination, Register base, short offset) implements Instruction {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.loadAcquire(this);
        }
    }

    /** A store with release ordering: {@code BPF_STORE_REL}. */
    record StoreRelease(MemorySize size, Register base, short offset, Register source) implements Instruction {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.storeRelease(this);
        }
    }

    /**
     * The legacy packet loads {@code LD_ABS} and {@code LD_IND}: R0 gets a big-endian value of the packet of the skb in R6; out of
     * bounds ends the program with 0.
     *
     * @param index added to the immediate by {@code LD_IND}; null for {@code LD_ABS}
     */
    record LoadPacket(MemorySize size, Register index, int immediate) implements Instruction {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.loadPacket(this);
        }
    }

    /**
     * An unconditional jump.
     *
     * @param wide whether it is {@code gotol}, with the offset in the immediate
     */
    record Jump(int offset, boolean wide) implements Instruction {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.jump(this);
        }
    }

    /** A conditional jump. */
    record Branch(OperationWidth width, JumpCondition condition, Register left, Operand right, short offset)
            implements Instruction {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.branch(this);
        }
    }

    /** Leaves a loop when the run's budget is used up: {@code may_goto}, {@code BPF_JCOND}. */
    record MayGoto(short offset) implements Instruction {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.mayGoto(this);
        }
    }

    /** A call of a helper by its number in {@code enum bpf_func_id}. */
    record CallHelper(int helper) implements Instruction {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.callHelper(this);
        }
    }

    /**
     * A call of a kernel function.
     *
     * @param external index into the program's externs
     */
    record CallKfunc(int external) implements Instruction {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.callKfunc(this);
        }
    }

    /** A call of a subprogram, by slots from the next slot. */
    record CallLocal(int offset) implements Instruction {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.callLocal(this);
        }
    }

    /** Returns from the subprogram or ends the program. */
    record Exit() implements Instruction {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.exit(this);
        }
    }

    /**
     * Slots that are no valid instruction. They stand in the program so that the verifier can reject them where the kernel does, in
     * the kernel's words; nothing executes them.
     *
     * @param raw the slot as encoded; both slots of a wide load where the second one belongs to it
     * @param stage which of the kernel's passes finds fault
     * @param readFirst the registers that the kernel has found readable when it gets to the fault: an unreadable one is what it
     *     complains of instead
     * @param message what the kernel's verifier says, such as {@code unknown opcode 8f}
     */
    record Undecodable(List<RawInstruction> raw, Stage stage, List<Register> readFirst, String message)
            implements Instruction {

        /** The kernel's passes that look at encodings, in their order. */
        public enum Stage {
            /** While calls are collected ({@code add_subprog_and_kfunc}): before jump ranges are checked. */
            CALLS,
            /**
             * While all slots are looked at from first to last ({@code resolve_pseudo_ldimm64}): after jump ranges, before
             * reachability. Map references are resolved in the same pass, so that the first fault of either kind is the one told.
             */
            SLOTS,
            /** When exploration visits the instruction ({@code do_check}); never, where no path does. */
            VISIT
        }

        public Undecodable {
            raw = List.copyOf(raw);
            readFirst = List.copyOf(readFirst);
        }

        /** Where the passes before the fault is found take the code to go from here. */
        public ControlFlow controlFlow() {
            return ControlFlow.of(raw.get(0));
        }

        /**
         * Whether this is a legacy packet load, which the kernel refuses in programs whose context is no skb before it looks at the
         * fields.
         */
        public boolean isPacketLoad() {
            int opcode = raw.get(0).opcode();
            int mode = Opcode.modeOf(opcode);
            return Opcode.classOf(opcode) == Opcode.BPF_LD && (mode == Opcode.BPF_ABS || mode == Opcode.BPF_IND);
        }

        @Override
        public int slots() {
            return raw.size();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.undecodable(this);
        }
    }

    /** One method a shape, so that a part that forgets a shape does not compile. */
    interface Visitor<R> {
        R alu(Alu instruction);

        R negate(Negate instruction);

        R moveSignExtend(MoveSignExtend instruction);

        R addressSpaceCast(AddressSpaceCast instruction);

        R byteSwap(ByteSwap instruction);

        R loadImmediate64(LoadImmediate64 instruction);

        R loadReference(LoadReference instruction);

        R load(Load instruction);

        R store(Store instruction);

        R atomic(Atomic instruction);

        R loadAcquire(LoadAcquire instruction);

        R storeRelease(StoreRelease instruction);

        R loadPacket(LoadPacket instruction);

        R jump(Jump instruction);

        R branch(Branch instruction);

        R mayGoto(MayGoto instruction);

        R callHelper(CallHelper instruction);

        R callKfunc(CallKfunc instruction);

        R callLocal(CallLocal instruction);

        R exit(Exit instruction);

        R undecodable(Undecodable instruction);
    }
}
