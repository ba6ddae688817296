package dev.osmia.verifier.flow;

import dev.osmia.program.instruction.AluOp;
import dev.osmia.program.instruction.AtomicOp;
import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.InstructionEncoder;
import dev.osmia.program.instruction.JumpCondition;
import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.program.instruction.Reference;
import dev.osmia.program.instruction.Register;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Makes programs of random shape for the recorder. Their second instruction reads a register that nothing wrote, so that the kernel
 * rejects those that are well shaped right after it printed what it knows of their shape.
 */
final class FlowProgramGenerator {
    private static final int TAIL_CALL = 12;
    private static final int PRANDOM = 7;
    private static final int LOOP = 181;
    private static final int UNKNOWN_HELPER = 9_999;
    private static final int[] HELPERS = {PRANDOM, PRANDOM, LOOP, TAIL_CALL, 1, UNKNOWN_HELPER};

    private final Random random;
    private final List<Instruction> instructions = new ArrayList<>();
    private final int length;
    private final boolean tidy;

    private FlowProgramGenerator(long seed) {
        random = new Random(seed);
        length = 3 + random.nextInt(25);
        tidy = random.nextInt(3) > 0;
    }

    /** Prints the programs of the recorded table as hexadecimal digits, one a line. */
    public static void main(String[] arguments) {
        for (long seed = 0; seed < 220; seed++) {
            System.out.println(hex(generate(seed)));
        }
    }

    static String hex(Code code) {
        return HexFormat.of().formatHex(InstructionEncoder.bytes(code).array());
    }

    static Code generate(long seed) {
        return new FlowProgramGenerator(seed).program();
    }

    private Code program() {
        instructions.add(new Instruction.Alu(OperationWidth.W64, AluOp.MOV, Register.R8, Operand.immediate(1)));
        instructions.add(new Instruction.Alu(OperationWidth.W64, AluOp.MOV, Register.R7, Register.R9));
        while (instructions.size() < length) {
            instructions.add(instruction());
        }
        if (tidy || random.nextBoolean()) {
            instructions.add(new Instruction.Exit());
        }
        return Code.of(instructions);
    }

    private Instruction instruction() {
        return switch (random.nextInt(22)) {
            case 0, 1, 2 -> new Instruction.Branch(width(), condition(), register(), operand(), (short) offset());
            case 3 -> new Instruction.Branch(width(), condition(), register(), operand(), (short) (tidy ? 0 : -2));
            case 4 -> tidy ? alu() : new Instruction.Jump(offset(), random.nextBoolean());
            case 5 -> new Instruction.MayGoto((short) offset());
            case 6 -> tidy ? alu() : new Instruction.Exit();
            case 7 -> new Instruction.CallHelper(HELPERS[random.nextInt(HELPERS.length)]);
            case 8 -> random.nextInt(3) == 0 ? new Instruction.CallLocal(offset()) : alu();
            case 9 ->
                random.nextInt(3) == 0
                        ? new Instruction.LoadReference(register(), new Reference.FunctionAddress(offset()))
                        : alu();
            case 10 -> new Instruction.LoadImmediate64(register(), random.nextLong());
            case 11 -> new Instruction.Load(size(), false, register(), register(), (short) -8);
            case 12 -> new Instruction.Store(size(), register(), (short) -8, operand());
            case 13 -> atomic();
            case 14 -> new Instruction.Negate(width(), register());
            case 15 -> random.nextInt(4) == 0 ? new Instruction.LoadPacket(MemorySize.WORD, null, 0) : alu();
            default -> alu();
        };
    }

    private Instruction atomic() {
        return switch (random.nextInt(4)) {
            case 0 -> new Instruction.LoadAcquire(MemorySize.WORD, register(), register(), (short) -8);
            case 1 -> new Instruction.StoreRelease(MemorySize.WORD, register(), (short) -8, register());
            case 2 ->
                new Instruction.Atomic(MemorySize.WORD, AtomicOp.CMPXCHG, true, register(), (short) -8, register());
            default ->
                new Instruction.Atomic(
                        MemorySize.WORD, AtomicOp.ADD, random.nextBoolean(), register(), (short) -8, register());
        };
    }

    private Instruction alu() {
        var ops = new AluOp[] {AluOp.MOV, AluOp.ADD, AluOp.XOR, AluOp.MOV};
        return new Instruction.Alu(width(), ops[random.nextInt(ops.length)], register(), operand());
    }

    /** Mostly within the program, now and then just outside of it. */
    private int offset() {
        int here = instructions.size();
        int to = random.nextInt(length + 1) - (random.nextInt(40) == 0 ? 3 : 0);
        return Math.max(random.nextInt(3) == 0 ? to : here + 1 + random.nextInt(6), -1) - here - 1;
    }

    private OperationWidth width() {
        return OperationWidth.values()[random.nextInt(2)];
    }

    private MemorySize size() {
        return MemorySize.values()[random.nextInt(4)];
    }

    private JumpCondition condition() {
        return JumpCondition.values()[random.nextInt(JumpCondition.values().length)];
    }

    private Register register() {
        return Register.values()[random.nextInt(10)];
    }

    private Operand operand() {
        return random.nextBoolean() ? register() : Operand.immediate(random.nextInt(100));
    }
}
