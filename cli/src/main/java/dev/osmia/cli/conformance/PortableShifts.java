package dev.osmia.cli.conformance;

import dev.osmia.program.instruction.Opcode;
import dev.osmia.program.instruction.RawInstruction;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Shifts by constants beyond the width. RFC 9669 masks them (section 4.1), and the suite has programs with them; the kernel, and Osmia
 * with it, refuses such a constant in a program that it loads. With the masked constant a program means the same to both.
 */
final class PortableShifts {
    private static final int CLASS = 0x07;
    private static final int OPERATION = 0xf0;
    private static final int BPF_LSH = 0x60;
    private static final int BPF_RSH = 0x70;
    private static final int BPF_ARSH = 0xc0;

    private PortableShifts() {}

    /** The program's slots, each shift by a constant with the constant masked. */
    static List<RawInstruction> masked(byte[] program) {
        var bytes = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
        var slots = new ArrayList<RawInstruction>();
        while (bytes.hasRemaining()) {
            var slot = RawInstruction.ofLong(bytes.getLong());
            slots.add(shiftsByConstant(slot.opcode()) ? masked(slot) : slot);
        }
        return slots;
    }

    private static boolean shiftsByConstant(int opcode) {
        int operation = opcode & OPERATION;
        return isArithmetic(opcode & CLASS)
                && (opcode & Opcode.BPF_X) == 0
                && (operation == BPF_LSH || operation == BPF_RSH || operation == BPF_ARSH);
    }

    private static boolean isArithmetic(int instructionClass) {
        return instructionClass == Opcode.BPF_ALU || instructionClass == Opcode.BPF_ALU64;
    }

    private static RawInstruction masked(RawInstruction slot) {
        int mask = (slot.opcode() & CLASS) == Opcode.BPF_ALU64 ? Long.SIZE - 1 : Integer.SIZE - 1;
        return new RawInstruction(
                slot.opcode(), slot.destination(), slot.source(), slot.offset(), slot.immediate() & mask);
    }
}
