package dev.osmia.program.instruction;

import static dev.osmia.program.instruction.Undecodables.unknownOpcode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads instructions from their encoding: RFC 9669 with the kernel's extensions. Nothing is thrown for what a slot holds: what the
 * kernel refuses becomes {@link Instruction.Undecodable}.
 *
 * <p>The forms that name something outside the code keep their immediate as an index: maps ({@code BPF_PSEUDO_MAP_FD} and {@code
 * BPF_PSEUDO_MAP_IDX} alike) count into the program's maps, kfuncs and kernel symbols into its externs. Two fields that the kernel
 * ignores are dropped: the offset of an exit, and the upper immediate of a subprogram's address.
 */
public final class InstructionDecoder {
    private InstructionDecoder() {}

    /** Decodes slots in order. */
    public static Code decode(List<RawInstruction> slots) {
        var instructions = new ArrayList<Instruction>(slots.size());
        int slot = 0;
        while (slot < slots.size()) {
            var instruction = decodeAt(slots, slot);
            instructions.add(instruction);
            slot += instruction.slots();
        }
        return Code.of(instructions);
    }

    /**
     * Decodes the buffer's remaining bytes, which are little-endian whatever the buffer's order; its position does not move.
     *
     * @throws IllegalArgumentException where the bytes are no whole number of slots
     */
    public static Code decode(ByteBuffer bytes) {
        var view = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (view.remaining() % RawInstruction.BYTES != 0) {
            throw new IllegalArgumentException("bytes=" + view.remaining() + " is no multiple of the "
                    + RawInstruction.BYTES + " bytes of a slot");
        }
        var slots = new ArrayList<RawInstruction>(view.remaining() / RawInstruction.BYTES);
        while (view.hasRemaining()) {
            slots.add(RawInstruction.ofLong(view.getLong()));
        }
        return decode(slots);
    }

    private static Instruction decodeAt(List<RawInstruction> slots, int slot) {
        var raw = slots.get(slot);
        return switch (Opcode.classOf(raw.opcode())) {
            case Opcode.BPF_LD ->
                raw.opcode() == Opcode.WIDE_LOAD
                        ? WideLoadDecoder.decode(raw, slot + 1 < slots.size() ? slots.get(slot + 1) : null)
                        : MemoryDecoder.decodePacketLoad(raw);
            case Opcode.BPF_LDX -> MemoryDecoder.decodeLoad(raw);
            case Opcode.BPF_ST -> MemoryDecoder.decodeStoreImmediate(raw);
            case Opcode.BPF_STX -> MemoryDecoder.decodeStoreRegister(raw);
            case Opcode.BPF_ALU -> ArithmeticDecoder.decode(raw, OperationWidth.W32);
            case Opcode.BPF_ALU64 -> ArithmeticDecoder.decode(raw, OperationWidth.W64);
            case Opcode.BPF_JMP -> JumpDecoder.decode(raw, OperationWidth.W64);
            case Opcode.BPF_JMP32 -> JumpDecoder.decode(raw, OperationWidth.W32);
            default -> unknownOpcode(raw);
        };
    }
}
