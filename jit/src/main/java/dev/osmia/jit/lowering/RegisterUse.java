package dev.osmia.jit.lowering;

import dev.osmia.program.instruction.AluOp;
import dev.osmia.program.instruction.AtomicOp;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.program.instruction.Register;

/**
 * Which registers an instruction reads and writes, as bit masks by register number.
 *
 * @param wide registers of which all bits are read
 * @param narrow registers of which only the low half is read, or all of a pointer into the packet region
 * @param written registers that are written
 * @param result what is written
 */
record RegisterUse(int wide, int narrow, int written, Result result) {
    private static final int ARGUMENTS = 0b111110;

    /** What is known of a written value, without knowing what the registers hold. */
    enum Result {
        /** Nothing. */
        ANY,
        /** It fits 32 bits, zero-extended. */
        WORD,
        /** It is a pointer into the packet region. */
        PACKET_POINTER,
        /** It is what the one register that is read holds. */
        COPY,
        /** It is a pointer into the packet region if the register held one before. */
        MOVED
    }

    RegisterUse(int wide, int narrow, int written) {
        this(wide, narrow, written, Result.ANY);
    }

    RegisterUse withResult(Result known) {
        return new RegisterUse(wide, narrow, written, known);
    }

    /** The same, where of this register all that matters is which byte of the packet region it points to. */
    RegisterUse withPacketBase(Register base) {
        int bit = mask(base);
        return new RegisterUse(wide & ~bit, narrow | bit, written, result);
    }

    /** All registers that are read. */
    int read() {
        return wide | narrow;
    }

    private static int mask(Operand operand) {
        return operand instanceof Register register ? 1 << register.number() : 0;
    }

    /** Finds the use of an instruction; {@code arity} is how many arguments a call takes. */
    record Finder(int arity) implements Instruction.Visitor<RegisterUse> {
        private static RegisterUse operation(OperationWidth width, int read, Register written, Result wide) {
            return width == OperationWidth.W32
                    ? new RegisterUse(0, read, mask(written), Result.WORD)
                    : new RegisterUse(read, 0, mask(written), wide);
        }

        @Override
        public RegisterUse alu(Instruction.Alu alu) {
            boolean moves = alu.op() == AluOp.MOV;
            int read = mask(alu.source()) | (moves ? 0 : mask(alu.destination()));
            return operation(alu.width(), read, alu.destination(), wideResult(alu));
        }

        private static Result wideResult(Instruction.Alu alu) {
            var constant = alu.source() instanceof Operand.Immediate immediate ? immediate : null;
            return switch (alu.op()) {
                case MOV -> constant == null ? Result.COPY : constant.value() >= 0 ? Result.WORD : Result.ANY;
                case ADD -> Result.MOVED;
                // The difference of two pointers is none.
                case SUB -> constant == null ? Result.ANY : Result.MOVED;
                case MUL, DIV, OR, AND, LSH, RSH, MOD, XOR, ARSH, SDIV, SMOD -> Result.ANY;
            };
        }

        @Override
        public RegisterUse negate(Instruction.Negate negate) {
            return operation(negate.width(), mask(negate.destination()), negate.destination(), Result.ANY);
        }

        @Override
        public RegisterUse moveSignExtend(Instruction.MoveSignExtend move) {
            var result = move.width() == OperationWidth.W32 ? Result.WORD : Result.ANY;
            return new RegisterUse(0, mask(move.source()), mask(move.destination()), result);
        }

        @Override
        public RegisterUse addressSpaceCast(Instruction.AddressSpaceCast cast) {
            return new RegisterUse(mask(cast.source()), 0, mask(cast.destination()));
        }

        @Override
        public RegisterUse byteSwap(Instruction.ByteSwap swap) {
            int register = mask(swap.destination());
            return swap.size() == MemorySize.DOUBLE_WORD
                    ? new RegisterUse(register, 0, register)
                    : new RegisterUse(0, register, register, Result.WORD);
        }

        @Override
        public RegisterUse loadImmediate64(Instruction.LoadImmediate64 load) {
            return new RegisterUse(0, 0, mask(load.destination()));
        }

        @Override
        public RegisterUse loadReference(Instruction.LoadReference load) {
            return new RegisterUse(0, 0, mask(load.destination()));
        }

        @Override
        public RegisterUse load(Instruction.Load load) {
            // A pointer of the context is wide, though its field has four bytes.
            boolean fits = !load.signExtend() && load.size().bytes() < MemorySize.WORD.bytes();
            return new RegisterUse(mask(load.base()), 0, mask(load.destination()), fits ? Result.WORD : Result.ANY);
        }

        @Override
        public RegisterUse store(Instruction.Store store) {
            return store.size() == MemorySize.DOUBLE_WORD
                    ? new RegisterUse(mask(store.base()) | mask(store.source()), 0, 0)
                    : new RegisterUse(mask(store.base()), mask(store.source()), 0);
        }

        @Override
        public RegisterUse atomic(Instruction.Atomic atomic) {
            boolean compares = atomic.op() == AtomicOp.CMPXCHG;
            int read = mask(atomic.base()) | mask(atomic.source()) | mask(Register.R0);
            int written = atomic.fetch() ? mask(compares ? Register.R0 : atomic.source()) : 0;
            return new RegisterUse(read, 0, written);
        }

        @Override
        public RegisterUse loadAcquire(Instruction.LoadAcquire load) {
            return new RegisterUse(mask(load.base()), 0, mask(load.destination()));
        }

        @Override
        public RegisterUse storeRelease(Instruction.StoreRelease store) {
            return new RegisterUse(mask(store.base()) | mask(store.source()), 0, 0);
        }

        @Override
        public RegisterUse loadPacket(Instruction.LoadPacket load) {
            int index = load.index() == null ? 0 : mask(load.index());
            return new RegisterUse(0, index, mask(Register.R0));
        }

        @Override
        public RegisterUse jump(Instruction.Jump jump) {
            return new RegisterUse(0, 0, 0);
        }

        @Override
        public RegisterUse branch(Instruction.Branch branch) {
            int read = mask(branch.left()) | mask(branch.right());
            return branch.width() == OperationWidth.W32 ? new RegisterUse(0, read, 0) : new RegisterUse(read, 0, 0);
        }

        @Override
        public RegisterUse mayGoto(Instruction.MayGoto mayGoto) {
            return new RegisterUse(0, 0, 0);
        }

        @Override
        public RegisterUse callHelper(Instruction.CallHelper call) {
            return call();
        }

        @Override
        public RegisterUse callKfunc(Instruction.CallKfunc call) {
            return call();
        }

        private RegisterUse call() {
            return new RegisterUse(ARGUMENTS & ((1 << (arity + 1)) - 1), 0, mask(Register.R0));
        }

        @Override
        public RegisterUse callLocal(Instruction.CallLocal call) {
            return new RegisterUse(ARGUMENTS, 0, mask(Register.R0));
        }

        @Override
        public RegisterUse exit(Instruction.Exit exit) {
            return new RegisterUse(mask(Register.R0), 0, 0);
        }

        @Override
        public RegisterUse undecodable(Instruction.Undecodable instruction) {
            return new RegisterUse(0, 0, 0);
        }
    }
}
