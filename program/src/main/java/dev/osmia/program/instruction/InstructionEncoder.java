package dev.osmia.program.instruction;

import dev.osmia.program.instruction.Reference.FunctionAddress;
import dev.osmia.program.instruction.Reference.KernelSymbol;
import dev.osmia.program.instruction.Reference.MapAddress;
import dev.osmia.program.instruction.Reference.MapValueAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes instructions as {@link InstructionDecoder} reads them. Map references become {@code BPF_PSEUDO_MAP_IDX} forms, kfunc calls
 * and kernel symbols hold the index of their extern. Shapes that no kernel takes, such as a division by the immediate 0, are encoded
 * all the same and decode to what the kernel says of them.
 */
public final class InstructionEncoder implements Instruction.Visitor<List<RawInstruction>> {
    private static final InstructionEncoder ENCODER = new InstructionEncoder();

    private InstructionEncoder() {}

    /** The instruction's one or two slots. */
    public static List<RawInstruction> encode(Instruction instruction) {
        return instruction.accept(ENCODER);
    }

    /** The code's slots. */
    public static List<RawInstruction> encode(Code code) {
        var slots = new ArrayList<RawInstruction>(code.slots());
        code.instructions().forEach(instruction -> slots.addAll(encode(instruction)));
        return slots;
    }

    /** The code's bytes in a little-endian buffer of its own, ready to be read. */
    public static ByteBuffer bytes(Code code) {
        var bytes = ByteBuffer.allocate(code.slots() * RawInstruction.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        encode(code).forEach(slot -> bytes.putLong(slot.toLong()));
        return bytes.flip();
    }

    @Override
    public List<RawInstruction> alu(Instruction.Alu instruction) {
        return withOperand(
                arithmeticClass(instruction.width()) | instruction.op().code(),
                instruction.destination(),
                instruction.source(),
                instruction.op().offset());
    }

    @Override
    public List<RawInstruction> negate(Instruction.Negate instruction) {
        return slot(arithmeticClass(instruction.width()) | Opcode.BPF_NEG, instruction.destination(), 0, 0, 0);
    }

    @Override
    public List<RawInstruction> moveSignExtend(Instruction.MoveSignExtend instruction) {
        return withOperand(
                arithmeticClass(instruction.width()) | AluOp.MOV.code(),
                instruction.destination(),
                instruction.source(),
                instruction.from().bits());
    }

    @Override
    public List<RawInstruction> addressSpaceCast(Instruction.AddressSpaceCast instruction) {
        return slot(
                Opcode.BPF_ALU64 | AluOp.MOV.code() | Opcode.BPF_X,
                instruction.destination(),
                instruction.source().number(),
                Opcode.BPF_ADDR_SPACE_CAST,
                instruction.toSpace() << 16 | (instruction.fromSpace() & 0xffff));
    }

    @Override
    public List<RawInstruction> byteSwap(Instruction.ByteSwap instruction) {
        int form = switch (instruction.change()) {
            case TO_LITTLE_ENDIAN -> Opcode.BPF_ALU | Opcode.BPF_TO_LE;
            case TO_BIG_ENDIAN -> Opcode.BPF_ALU | Opcode.BPF_TO_BE;
            case SWAP -> Opcode.BPF_ALU64;
        };
        return slot(
                form | Opcode.BPF_END,
                instruction.destination(),
                0,
                0,
                instruction.size().bits());
    }

    @Override
    public List<RawInstruction> loadImmediate64(Instruction.LoadImmediate64 instruction) {
        return wide(instruction.destination(), 0, (int) instruction.value(), (int) (instruction.value() >>> 32));
    }

    @Override
    public List<RawInstruction> loadReference(Instruction.LoadReference instruction) {
        var destination = instruction.destination();
        var reference = instruction.reference();
        if (reference instanceof MapAddress address) {
            return wide(destination, Opcode.BPF_PSEUDO_MAP_IDX, address.map(), 0);
        }
        if (reference instanceof MapValueAddress address) {
            return wide(destination, Opcode.BPF_PSEUDO_MAP_IDX_VALUE, address.map(), address.offset());
        }
        if (reference instanceof FunctionAddress address) {
            return wide(destination, Opcode.BPF_PSEUDO_FUNC, address.offset(), 0);
        }
        return wide(destination, Opcode.BPF_PSEUDO_BTF_ID, ((KernelSymbol) reference).external(), 0);
    }

    @Override
    public List<RawInstruction> load(Instruction.Load instruction) {
        int mode = instruction.signExtend() ? Opcode.BPF_MEMSX : Opcode.BPF_MEM;
        return slot(
                Opcode.BPF_LDX | mode | instruction.size().code(),
                instruction.destination(),
                instruction.base().number(),
                instruction.offset(),
                0);
    }

    @Override
    public List<RawInstruction> store(Instruction.Store instruction) {
        int opcode = Opcode.BPF_MEM | instruction.size().code();
        return instruction.source() instanceof Register source
                ? slot(opcode | Opcode.BPF_STX, instruction.base(), source.number(), instruction.offset(), 0)
                : slot(
                        opcode | Opcode.BPF_ST,
                        instruction.base(),
                        0,
                        instruction.offset(),
                        immediate(instruction.source()));
    }

    @Override
    public List<RawInstruction> atomic(Instruction.Atomic instruction) {
        int operation = instruction.op().code() | (instruction.fetch() ? AtomicOp.FETCH : 0);
        return atomic(instruction.size(), instruction.base(), instruction.source(), instruction.offset(), operation);
    }

    @Override
    public List<RawInstruction> loadAcquire(Instruction.LoadAcquire instruction) {
        return atomic(
                instruction.size(),
                instruction.destination(),
                instruction.base(),
                instruction.offset(),
                Opcode.BPF_LOAD_ACQ);
    }

    @Override
    public List<RawInstruction> storeRelease(Instruction.StoreRelease instruction) {
        return atomic(
                instruction.size(),
                instruction.base(),
                instruction.source(),
                instruction.offset(),
                Opcode.BPF_STORE_REL);
    }

    @Override
    public List<RawInstruction> loadPacket(Instruction.LoadPacket instruction) {
        int size = instruction.size().code();
        return instruction.index() == null
                ? slot(Opcode.BPF_LD | Opcode.BPF_ABS | size, Register.R0, 0, 0, instruction.immediate())
                : slot(
                        Opcode.BPF_LD | Opcode.BPF_IND | size,
                        Register.R0,
                        instruction.index().number(),
                        0,
                        instruction.immediate());
    }

    @Override
    public List<RawInstruction> jump(Instruction.Jump instruction) {
        return instruction.wide()
                ? slot(Opcode.GOTO_LONG, Register.R0, 0, 0, instruction.offset())
                : slot(Opcode.GOTO, Register.R0, 0, instruction.offset(), 0);
    }

    @Override
    public List<RawInstruction> branch(Instruction.Branch instruction) {
        int jumpClass = switch (instruction.width()) {
            case W32 -> Opcode.BPF_JMP32;
            case W64 -> Opcode.BPF_JMP;
        };
        return withOperand(
                jumpClass | instruction.condition().code(),
                instruction.left(),
                instruction.right(),
                instruction.offset());
    }

    @Override
    public List<RawInstruction> mayGoto(Instruction.MayGoto instruction) {
        return slot(Opcode.MAY_GOTO, Register.R0, Opcode.BPF_MAY_GOTO, instruction.offset(), 0);
    }

    @Override
    public List<RawInstruction> callHelper(Instruction.CallHelper instruction) {
        return slot(Opcode.CALL, Register.R0, 0, 0, instruction.helper());
    }

    @Override
    public List<RawInstruction> callKfunc(Instruction.CallKfunc instruction) {
        return slot(Opcode.CALL, Register.R0, Opcode.BPF_PSEUDO_KFUNC_CALL, 0, instruction.external());
    }

    @Override
    public List<RawInstruction> callLocal(Instruction.CallLocal instruction) {
        return slot(Opcode.CALL, Register.R0, Opcode.BPF_PSEUDO_CALL, 0, instruction.offset());
    }

    @Override
    public List<RawInstruction> exit(Instruction.Exit instruction) {
        return slot(Opcode.EXIT, Register.R0, 0, 0, 0);
    }

    @Override
    public List<RawInstruction> undecodable(Instruction.Undecodable instruction) {
        return instruction.raw();
    }

    private static int arithmeticClass(OperationWidth width) {
        return switch (width) {
            case W32 -> Opcode.BPF_ALU;
            case W64 -> Opcode.BPF_ALU64;
        };
    }

    private static List<RawInstruction> atomic(
            MemorySize size, Register destination, Register source, int offset, int operation) {
        return slot(Opcode.BPF_STX | Opcode.BPF_ATOMIC | size.code(), destination, source.number(), offset, operation);
    }

    private static List<RawInstruction> withOperand(int opcode, Register destination, Operand source, int offset) {
        return source instanceof Register register
                ? slot(opcode | Opcode.BPF_X, destination, register.number(), offset, 0)
                : slot(opcode | Opcode.BPF_K, destination, 0, offset, immediate(source));
    }

    private static int immediate(Operand operand) {
        return ((Operand.Immediate) operand).value();
    }

    private static List<RawInstruction> wide(Register destination, int form, int lower, int upper) {
        return List.of(
                new RawInstruction(Opcode.WIDE_LOAD, destination.number(), form, (short) 0, lower),
                new RawInstruction(0, 0, 0, (short) 0, upper));
    }

    private static List<RawInstruction> slot(int opcode, Register destination, int source, int offset, int immediate) {
        return List.of(new RawInstruction(opcode, destination.number(), source, (short) offset, immediate));
    }
}
