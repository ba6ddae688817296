package dev.osmia.jit.emit;

import dev.osmia.program.instruction.AluOp;
import dev.osmia.program.instruction.ByteOrderChange;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.JumpCondition;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.program.instruction.Register;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Writes arithmetic and comparisons with the JVM's own instructions, whose shifts mask and whose division wraps as eBPF's do. */
final class ArithmeticEmitter {
    private static final String LONG = "java/lang/Long";
    private static final String INTEGER = "java/lang/Integer";

    private final Bytecode code;

    ArithmeticEmitter(Bytecode code) {
        this.code = code;
    }

    void alu(Instruction.Alu alu) {
        boolean wide = alu.width() == OperationWidth.W64;
        if (alu.op() == AluOp.MOV && alu.source() instanceof Operand.Immediate constant) {
            code.store(alu.destination(), wide ? constant.value() : Integer.toUnsignedLong(constant.value()));
            return;
        }
        if (wide && code.writesWord(alu.destination()) && lowHalfSuffices(alu.op())) {
            alu(new Instruction.Alu(OperationWidth.W32, alu.op(), alu.destination(), alu.source()));
            return;
        }
        if (alu.op() == AluOp.MOV) {
            code.load(alu.width(), alu.source());
        } else if (divides(alu.op()) && !(alu.source() instanceof Operand.Immediate)) {
            divideByRegister(alu);
        } else {
            code.load(alu.width(), alu.destination());
            code.load(alu.width(), alu.source());
            operate(alu.op(), wide);
        }
        if (wide) {
            code.store(alu.destination());
        } else {
            code.storeWord(alu.destination());
        }
    }

    /** Whether the low half of the result comes from the low halves of the operands alone. */
    private static boolean lowHalfSuffices(AluOp op) {
        return op == AluOp.MOV || op == AluOp.ADD || op == AluOp.SUB;
    }

    private static boolean divides(AluOp op) {
        return op == AluOp.DIV || op == AluOp.MOD || op == AluOp.SDIV || op == AluOp.SMOD;
    }

    /** Division by zero gives 0 and modulo by zero leaves the dividend; the JVM would throw. */
    private void divideByRegister(Instruction.Alu alu) {
        boolean wide = alu.width() == OperationWidth.W64;
        var zero = new Label();
        var done = new Label();
        code.load(alu.width(), alu.source());
        if (wide) {
            code.constant(0L);
            code.op(Opcodes.LCMP);
        }
        code.jump(Opcodes.IFEQ, zero);
        code.load(alu.width(), alu.destination());
        code.load(alu.width(), alu.source());
        operate(alu.op(), wide);
        code.jump(Opcodes.GOTO, done);
        code.label(zero);
        if (alu.op() == AluOp.MOD || alu.op() == AluOp.SMOD) {
            code.load(alu.width(), alu.destination());
        } else if (wide) {
            code.constant(0L);
        } else {
            code.constant(0);
        }
        code.label(done);
    }

    /** Applies the operation to two operands of the width on the JVM's stack. */
    private void operate(AluOp op, boolean wide) {
        switch (op) {
            case ADD -> code.op(wide ? Opcodes.LADD : Opcodes.IADD);
            case SUB -> code.op(wide ? Opcodes.LSUB : Opcodes.ISUB);
            case MUL -> code.op(wide ? Opcodes.LMUL : Opcodes.IMUL);
            case OR -> code.op(wide ? Opcodes.LOR : Opcodes.IOR);
            case AND -> code.op(wide ? Opcodes.LAND : Opcodes.IAND);
            case XOR -> code.op(wide ? Opcodes.LXOR : Opcodes.IXOR);
            case LSH -> shift(wide ? Opcodes.LSHL : Opcodes.ISHL, wide);
            case RSH -> shift(wide ? Opcodes.LUSHR : Opcodes.IUSHR, wide);
            case ARSH -> shift(wide ? Opcodes.LSHR : Opcodes.ISHR, wide);
            case SDIV -> code.op(wide ? Opcodes.LDIV : Opcodes.IDIV);
            case SMOD -> code.op(wide ? Opcodes.LREM : Opcodes.IREM);
            case DIV -> unsigned("divideUnsigned", wide);
            case MOD -> unsigned("remainderUnsigned", wide);
            case MOV -> throw new IllegalArgumentException("a move has one operand");
        }
    }

    private void shift(int opcode, boolean wide) {
        if (wide) {
            code.op(Opcodes.L2I);
        }
        code.op(opcode);
    }

    private void unsigned(String method, boolean wide) {
        code.invokeStatic(wide ? LONG : INTEGER, method, wide ? "(JJ)J" : "(II)I");
    }

    void negate(Instruction.Negate negate) {
        if (negate.width() == OperationWidth.W64) {
            code.load(negate.destination());
            code.op(Opcodes.LNEG);
            code.store(negate.destination());
        } else {
            code.loadWord(negate.destination());
            code.op(Opcodes.INEG);
            code.storeWord(negate.destination());
        }
    }

    void moveSignExtend(Instruction.MoveSignExtend move) {
        code.loadWord(move.source());
        switch (move.from()) {
            case BYTE -> code.op(Opcodes.I2B);
            case HALF_WORD -> code.op(Opcodes.I2S);
            case WORD, DOUBLE_WORD -> {}
        }
        if (move.width() == OperationWidth.W64) {
            code.op(Opcodes.I2L);
            code.store(move.destination());
        } else {
            code.storeWord(move.destination());
        }
    }

    void byteSwap(Instruction.ByteSwap swap) {
        boolean reverses = swap.change() != ByteOrderChange.TO_LITTLE_ENDIAN;
        switch (swap.size()) {
            case HALF_WORD -> {
                code.loadWord(swap.destination());
                if (reverses) {
                    code.op(Opcodes.I2S);
                    code.invokeStatic("java/lang/Short", "reverseBytes", "(S)S");
                }
                code.constant(0xffff);
                code.op(Opcodes.IAND);
                code.storeWord(swap.destination());
            }
            case WORD -> {
                code.loadWord(swap.destination());
                if (reverses) {
                    code.invokeStatic(INTEGER, "reverseBytes", "(I)I");
                }
                code.storeWord(swap.destination());
            }
            case DOUBLE_WORD -> {
                // Even where nothing changes, the value may be read from an int local and written to a long one.
                code.load(swap.destination());
                if (reverses) {
                    code.invokeStatic(LONG, "reverseBytes", "(J)J");
                }
                code.store(swap.destination());
            }
            case BYTE -> throw new IllegalArgumentException("no byte order change has 8 bits");
        }
    }

    /** Jumps where the condition holds. Unsigned orders become signed ones by moving both sides by half the range. */
    void branch(Instruction.Branch branch, Label target) {
        boolean wide = branch.width() == OperationWidth.W64;
        if (wide && code.readsPointer(branch.left()) && code.readsPointer(branch.right())) {
            // Neither wraps around: packets lie below Packet.LAST_INDEX, and the verifier bounds how far a pointer
            // moves.
            code.loadWord(branch.left());
            code.loadWord((Register) branch.right());
            code.jump(comparison(branch.condition(), Opcodes.IF_ICMPEQ), target);
            return;
        }
        if (branch.condition() == JumpCondition.ANY_BIT_SET) {
            code.load(branch.width(), branch.left());
            code.load(branch.width(), branch.right());
            code.op(wide ? Opcodes.LAND : Opcodes.IAND);
            if (wide) {
                code.constant(0L);
                code.op(Opcodes.LCMP);
            }
            code.jump(Opcodes.IFNE, target);
            return;
        }
        side(branch, branch.left());
        side(branch, branch.right());
        if (wide) {
            code.op(Opcodes.LCMP);
            code.jump(comparison(branch.condition(), Opcodes.IFEQ), target);
        } else {
            code.jump(comparison(branch.condition(), Opcodes.IF_ICMPEQ), target);
        }
    }

    private void side(Instruction.Branch branch, Operand operand) {
        code.load(branch.width(), operand);
        if (!isUnsigned(branch.condition())) {
            return;
        }
        if (branch.width() == OperationWidth.W64) {
            code.constant(Long.MIN_VALUE);
            code.op(Opcodes.LADD);
        } else {
            code.constant(Integer.MIN_VALUE);
            code.op(Opcodes.IADD);
        }
    }

    private static boolean isUnsigned(JumpCondition condition) {
        return switch (condition) {
            case UNSIGNED_GREATER, UNSIGNED_GREATER_OR_EQUAL, UNSIGNED_LESS, UNSIGNED_LESS_OR_EQUAL -> true;
            case EQUAL,
                    NOT_EQUAL,
                    ANY_BIT_SET,
                    SIGNED_GREATER,
                    SIGNED_GREATER_OR_EQUAL,
                    SIGNED_LESS,
                    SIGNED_LESS_OR_EQUAL -> false;
        };
    }

    /** The jump of the family that starts with this "equal" opcode; both families have the same order. */
    private static int comparison(JumpCondition condition, int equal) {
        return switch (condition) {
            case EQUAL -> equal;
            case NOT_EQUAL -> equal + (Opcodes.IFNE - Opcodes.IFEQ);
            case UNSIGNED_LESS, SIGNED_LESS -> equal + (Opcodes.IFLT - Opcodes.IFEQ);
            case UNSIGNED_GREATER_OR_EQUAL, SIGNED_GREATER_OR_EQUAL -> equal + (Opcodes.IFGE - Opcodes.IFEQ);
            case UNSIGNED_GREATER, SIGNED_GREATER -> equal + (Opcodes.IFGT - Opcodes.IFEQ);
            case UNSIGNED_LESS_OR_EQUAL, SIGNED_LESS_OR_EQUAL -> equal + (Opcodes.IFLE - Opcodes.IFEQ);
            case ANY_BIT_SET -> throw new IllegalArgumentException("a bit test is no comparison");
        };
    }
}
