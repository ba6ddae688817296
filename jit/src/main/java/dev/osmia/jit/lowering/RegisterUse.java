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
 * @param narrow registers of which only the low half is read
 * @param written registers that are written
 * @param fits whether what is written always fits 32 bits, zero-extended
 */
record RegisterUse(int wide, int narrow, int written, boolean fits) {
    private static final int ARGUMENTS = 0b111110;

    /** All registers that are read. */
    int read() {
        return wide | narrow;
    }

    private static int mask(Operand operand) {
        return operand instanceof Register register ? 1 << register.number() : 0;
    }

    /** Finds the use of an instruction; {@code arity} is how many arguments a call takes. */
    record Finder(int arity) implements Instruction.Visitor<RegisterUse> {
        private static RegisterUse operation(OperationWidth width, int read, Register written, boolean fits) {
            return width == OperationWidth.W32
                    ? new RegisterUse(0, read, mask(written), true)
                    : new RegisterUse(read, 0, mask(written), fits);
        }

        @Override
        public RegisterUse alu(Instruction.Alu alu) {
            boolean moves = alu.op() == AluOp.MOV;
            int read = mask(alu.source()) | (moves ? 0 : mask(alu.destination()));
            boolean fits = moves && alu.source() instanceof Operand.Immediate constant && constant.value() >= 0;
            return operation(alu.width(), read, alu.destination(), fits);
        }

        @Override
        public RegisterUse negate(Instruction.Negate negate) {
            return operation(negate.width(), mask(negate.destination()), negate.destination(), false);
        }

        @Override
        public RegisterUse moveSignExtend(Instruction.MoveSignExtend move) {
            boolean fits = move.width() == OperationWidth.W32;
            return new RegisterUse(0, mask(move.source()), mask(move.destination()), fits);
        }

        @Override
        public RegisterUse addressSpaceCast(Instruction.AddressSpaceCast cast) {
            return new RegisterUse(mask(cast.source()), 0, mask(cast.destination()), false);
        }

        @Override
        public RegisterUse byteSwap(Instruction.ByteSwap swap) {
            int register = mask(swap.destination());
            return swap.size() == MemorySize.DOUBLE_WORD
                    ? new RegisterUse(register, 0, register, false)
                    : new RegisterUse(0, register, register, true);
        }

        @Override
        public RegisterUse loadImmediate64(Instruction.LoadImmediate64 load) {
            return new RegisterUse(0, 0, mask(load.destination()), false);
        }

        @Override
        public RegisterUse loadReference(Instruction.LoadReference load) {
            return new RegisterUse(0, 0, mask(load.destination()), false);
        }

        @Override
        public RegisterUse load(Instruction.Load load) {
            // A pointer of the context is wide, though its field has four bytes.
            boolean fits = !load.signExtend() && load.size().bytes() < MemorySize.WORD.bytes();
            return new RegisterUse(mask(load.base()), 0, mask(load.destination()), fits);
        }

        @Override
        public RegisterUse store(Instruction.Store store) {
            return store.size() == MemorySize.DOUBLE_WORD
                    ? new RegisterUse(mask(store.base()) | mask(store.source()), 0, 0, false)
                    : new RegisterUse(mask(store.base()), mask(store.source()), 0, false);
        }

        @Override
        public RegisterUse atomic(Instruction.Atomic atomic) {
            boolean compares = atomic.op() == AtomicOp.CMPXCHG;
            int read = mask(atomic.base()) | mask(atomic.source()) | mask(Register.R0);
            int written = atomic.fetch() ? mask(compares ? Register.R0 : atomic.source()) : 0;
            return new RegisterUse(read, 0, written, false);
        }

        @Override
        public RegisterUse loadAcquire(Instruction.LoadAcquire load) {
            return new RegisterUse(mask(load.base()), 0, mask(load.destination()), false);
        }

        @Override
        public RegisterUse storeRelease(Instruction.StoreRelease store) {
            return new RegisterUse(mask(store.base()) | mask(store.source()), 0, 0, false);
        }

        @Override
        public RegisterUse loadPacket(Instruction.LoadPacket load) {
            int index = load.index() == null ? 0 : mask(load.index());
            return new RegisterUse(0, index, mask(Register.R0), false);
        }

        @Override
        public RegisterUse jump(Instruction.Jump jump) {
            return new RegisterUse(0, 0, 0, false);
        }

        @Override
        public RegisterUse branch(Instruction.Branch branch) {
            int read = mask(branch.left()) | mask(branch.right());
            return branch.width() == OperationWidth.W32
                    ? new RegisterUse(0, read, 0, false)
                    : new RegisterUse(read, 0, 0, false);
        }

        @Override
        public RegisterUse mayGoto(Instruction.MayGoto mayGoto) {
            return new RegisterUse(0, 0, 0, false);
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
            return new RegisterUse(ARGUMENTS & ((1 << (arity + 1)) - 1), 0, mask(Register.R0), false);
        }

        @Override
        public RegisterUse callLocal(Instruction.CallLocal call) {
            return new RegisterUse(ARGUMENTS, 0, mask(Register.R0), false);
        }

        @Override
        public RegisterUse exit(Instruction.Exit exit) {
            return new RegisterUse(mask(Register.R0), 0, 0, false);
        }

        @Override
        public RegisterUse undecodable(Instruction.Undecodable instruction) {
            return new RegisterUse(0, 0, 0, false);
        }
    }
}
