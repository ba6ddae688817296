package dev.osmia.verifier.flow;

import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.RawInstruction;
import java.util.OptionalInt;

/** Where jumps lead, of well-formed and of undecodable ones: the shape is checked before the operation is. */
final class JumpTargets {
    private static final int CLASS_MASK = 0x07;
    private static final int CLASS_JMP = 0x05;
    private static final int CLASS_JMP32 = 0x06;
    private static final int OPERATION_MASK = 0xf0;
    private static final int OPERATION_CALL = 0x80;
    private static final int OPERATION_EXIT = 0x90;
    private static final int WIDE_JUMP = 0x06;

    private JumpTargets() {}

    /** The slot that the instruction may jump to; empty where it is no jump. */
    static OptionalInt of(Code code, int slot) {
        var instruction = code.find(slot).orElse(null);
        if (instruction instanceof Instruction.Jump jump) {
            return OptionalInt.of(slot + 1 + jump.offset());
        }
        if (instruction instanceof Instruction.Branch branch) {
            return OptionalInt.of(slot + 1 + branch.offset());
        }
        if (instruction instanceof Instruction.MayGoto mayGoto) {
            return OptionalInt.of(slot + 1 + mayGoto.offset());
        }
        if (instruction instanceof Instruction.Undecodable undecodable && isJump(undecodable.raw())) {
            return OptionalInt.of(slot + 1 + offset(undecodable.raw()));
        }
        return OptionalInt.empty();
    }

    private static boolean isJump(RawInstruction raw) {
        int instructionClass = raw.opcode() & CLASS_MASK;
        int operation = raw.opcode() & OPERATION_MASK;
        return (instructionClass == CLASS_JMP || instructionClass == CLASS_JMP32)
                && operation != OPERATION_CALL
                && operation != OPERATION_EXIT;
    }

    private static int offset(RawInstruction raw) {
        return raw.opcode() == WIDE_JUMP ? raw.immediate() : raw.offset();
    }
}
