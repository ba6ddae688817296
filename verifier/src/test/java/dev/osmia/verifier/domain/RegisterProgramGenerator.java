package dev.osmia.verifier.domain;

import dev.osmia.program.instruction.AluOp;
import dev.osmia.program.instruction.ByteOrderChange;
import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.InstructionEncoder;
import dev.osmia.program.instruction.JumpCondition;
import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.program.instruction.Register;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Makes programs for the recorder: two to four registers get numbers that the verifier knows nothing of, then random arithmetic and
 * conditional jumps narrow and mix them. Every jump leads to an exit of its own, so that the kernel prints the state there.
 */
final class RegisterProgramGenerator {
    private static final Register[] REGISTERS = {Register.R6, Register.R7, Register.R8, Register.R9};

    /** Of ten thousand programs, these notice when any one rule of the domain is taken away, however seldom it matters. */
    private static final long[] SEEDS_OF_RARE_RULES = {
        45, 156, 271, 693, 708, 1120, 1653, 2072, 2105, 2310, 2347, 2360, 2534, 2693, 2698, 2849, 2933, 3030, 3274,
        3594, 3745, 3773, 3781, 3947, 3981, 4031, 4421, 4639, 4737, 4762, 4805, 4920, 5318, 5489, 5492, 5559, 5759,
        5916, 6036, 6064, 6530, 6631, 6794, 7091, 7117, 7120, 7142, 7246, 7464, 7490, 7719, 8079, 8083, 8209, 9083,
        9263, 9438, 9891
    };

    private static final Register POINTER = Register.R9;
    private static final short SKB_DATA = 76;
    private static final int PRANDOM = 7;
    private static final short SPILL_OFFSET = -8;

    private final Random random;
    private final List<Instruction> instructions = new ArrayList<>();
    private final List<Integer> branches = new ArrayList<>();

    private RegisterProgramGenerator(long seed) {
        random = new Random(seed);
    }

    /** Prints the programs of the recorded table as hexadecimal digits, one a line. */
    public static void main(String[] arguments) {
        for (long seed = 0; seed < 60; seed++) {
            System.out.println(hex(generate(seed, 12)));
        }
        for (long seed : SEEDS_OF_RARE_RULES) {
            System.out.println(hex(generate(seed, 14)));
        }
        for (long seed = 0; seed < 30; seed++) {
            System.out.println(hex(generateWithPointer(seed, 4)));
        }
    }

    static String hex(Code code) {
        return HexFormat.of().formatHex(InstructionEncoder.bytes(code).array());
    }

    /** A program with so many instructions between its first and its last ones. */
    static Code generate(long seed, int length) {
        return new RegisterProgramGenerator(seed).program(length);
    }

    /** A program that also moves a packet pointer by numbers that are mostly small. */
    static Code generateWithPointer(long seed, int length) {
        return new RegisterProgramGenerator(seed).programWithPointer(length);
    }

    private Code programWithPointer(int length) {
        instructions.add(new Instruction.Load(MemorySize.WORD, false, POINTER, Register.R1, SKB_DATA));
        addUnknowns(2);
        for (int i = 0; i < length; i++) {
            var register = REGISTERS[random.nextInt(2)];
            instructions.add(new Instruction.Alu(
                    OperationWidth.W64,
                    AluOp.AND,
                    register,
                    Operand.immediate(random.nextInt(1 << random.nextInt(24)))));
            addInstruction(2);
            var op = random.nextInt(3) == 0 ? AluOp.SUB : AluOp.ADD;
            instructions.add(new Instruction.Alu(OperationWidth.W64, op, POINTER, register));
        }
        finish();
        return Code.of(instructions);
    }

    private Code program(int length) {
        int registers = 2 + random.nextInt(3);
        addUnknowns(registers);
        for (int i = 0; i < length; i++) {
            addInstruction(registers);
        }
        finish();
        return Code.of(instructions);
    }

    private void addUnknowns(int registers) {
        for (int i = 0; i < registers; i++) {
            instructions.add(new Instruction.CallHelper(PRANDOM));
            instructions.add(move(REGISTERS[i], Register.R0));
        }
        instructions.add(move(Register.R0, Operand.immediate(0)));
    }

    private static Instruction move(Register destination, Operand source) {
        return new Instruction.Alu(OperationWidth.W64, AluOp.MOV, destination, source);
    }

    private void finish() {
        addExit();
        for (int branch : branches) {
            var jump = (Instruction.Branch) instructions.get(branch);
            var offset = (short) (instructions.size() - slotOf(branch) - 1 + wideBefore(instructions.size()));
            instructions.set(
                    branch, new Instruction.Branch(jump.width(), jump.condition(), jump.left(), jump.right(), offset));
            addExit();
        }
    }

    private int slotOf(int index) {
        return index + wideBefore(index);
    }

    private int wideBefore(int index) {
        int slots = 0;
        for (int i = 0; i < index; i++) {
            slots += instructions.get(i).slots() - 1;
        }
        return slots;
    }

    private void addExit() {
        instructions.add(move(Register.R0, Operand.immediate(0)));
        instructions.add(new Instruction.Exit());
    }

    private void addInstruction(int registers) {
        var register = REGISTERS[random.nextInt(registers)];
        if (random.nextInt(20) == 0) {
            addSpillAndPartialFill(register);
        } else {
            instructions.add(instruction(register, registers));
        }
    }

    private void addSpillAndPartialFill(Register register) {
        boolean signExtend = random.nextBoolean();
        var size = MemorySize.ofBytes(1 << random.nextInt(signExtend ? 3 : 4));
        instructions.add(new Instruction.Store(MemorySize.DOUBLE_WORD, Register.R10, SPILL_OFFSET, register));
        instructions.add(new Instruction.Load(size, signExtend, register, Register.R10, SPILL_OFFSET));
    }

    private Instruction instruction(Register destination, int registers) {
        int kind = random.nextInt(100);
        if (kind < 40) {
            branches.add(instructions.size());
            return new Instruction.Branch(width(), condition(), destination, operand(registers), (short) 0);
        }
        if (kind < 85) {
            return arithmetic(destination, registers);
        }
        if (kind < 89) {
            return new Instruction.Negate(width(), destination);
        }
        if (kind < 93) {
            return signExtension(destination);
        }
        if (kind < 95) {
            return byteSwap(destination);
        }
        if (kind < 97) {
            return new Instruction.Alu(OperationWidth.W32, AluOp.MOV, destination, destination);
        }
        return new Instruction.LoadImmediate64(destination, wideNumber());
    }

    private Instruction arithmetic(Register destination, int registers) {
        var width = width();
        var op = AluOp.values()[random.nextInt(AluOp.values().length)];
        return switch (op) {
            case MOV -> new Instruction.Alu(width, op, destination, Operand.immediate(number()));
            case LSH, RSH, ARSH ->
                new Instruction.Alu(
                        width,
                        op,
                        destination,
                        random.nextInt(8) == 0
                                ? operand(registers) instanceof Register r ? r : shift(width)
                                : shift(width));
            case DIV, SDIV, MOD, SMOD ->
                random.nextInt(4) == 0
                        ? new Instruction.Alu(width, op, destination, Operand.immediate(number() | 1))
                        : new Instruction.Alu(width, AluOp.AND, destination, Operand.immediate(number()));
            case ADD, SUB, MUL, OR, AND, XOR -> new Instruction.Alu(width, op, destination, operand(registers));
        };
    }

    private Operand shift(OperationWidth width) {
        return Operand.immediate(random.nextInt(4) == 0 ? width.bits() / 2 : random.nextInt(width.bits()));
    }

    private Instruction signExtension(Register register) {
        var width = width();
        int sizes = width == OperationWidth.W64 ? 3 : 2;
        var size = MemorySize.ofBytes(1 << random.nextInt(sizes));
        return new Instruction.MoveSignExtend(width, size, register, register);
    }

    private Instruction byteSwap(Register register) {
        var change = ByteOrderChange.values()[random.nextInt(3)];
        return new Instruction.ByteSwap(change, MemorySize.ofBytes(2 << random.nextInt(3)), register);
    }

    private OperationWidth width() {
        return OperationWidth.values()[random.nextInt(2)];
    }

    private JumpCondition condition() {
        return JumpCondition.values()[random.nextInt(JumpCondition.values().length)];
    }

    private Operand operand(int registers) {
        return random.nextInt(5) < 2 ? REGISTERS[random.nextInt(registers)] : Operand.immediate(number());
    }

    /** Numbers near the borders of ranges, small numbers, and bit patterns. */
    private int number() {
        int near = random.nextInt(7) - 3;
        return switch (random.nextInt(8)) {
            case 0 -> near;
            case 1 -> random.nextInt(300) - 20;
            case 2 -> Integer.MIN_VALUE + near;
            case 3 -> (1 << random.nextInt(32)) + near;
            case 4 -> -(1 << random.nextInt(32)) + near;
            case 5 -> random.nextInt() >> random.nextInt(32);
            case 6 -> random.nextInt() >>> random.nextInt(32);
            default -> random.nextInt();
        };
    }

    private long wideNumber() {
        return switch (random.nextInt(3)) {
            case 0 -> (1L << random.nextInt(64)) + random.nextInt(7) - 3;
            case 1 -> (long) number() << 32 | Integer.toUnsignedLong(number());
            default -> random.nextLong() >> random.nextInt(64);
        };
    }
}
