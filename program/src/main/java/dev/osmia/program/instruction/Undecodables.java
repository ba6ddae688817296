package dev.osmia.program.instruction;

import dev.osmia.program.instruction.Instruction.Undecodable;
import dev.osmia.program.instruction.Instruction.Undecodable.Stage;
import java.util.HexFormat;
import java.util.List;

/** What the decoder says of slots that are no valid instruction, in the words of the kernel's {@code verifier.c}. */
final class Undecodables {
    private Undecodables() {}

    /** Not in the kernel's table of opcodes; found before anything is explored. */
    static Undecodable unknownOpcode(RawInstruction raw) {
        return new Undecodable(
                List.of(raw),
                Stage.SLOTS,
                List.of(),
                "unknown opcode " + HexFormat.of().toHexDigits((byte) raw.opcode()));
    }

    /** Found when the kernel looks at all slots. */
    static Undecodable inPassOverSlots(RawInstruction raw, String message) {
        return new Undecodable(List.of(raw), Stage.SLOTS, List.of(), message);
    }

    /** Found when the instruction is visited, before any register is looked at. */
    static Undecodable visited(RawInstruction raw, String message) {
        return new Undecodable(List.of(raw), Stage.VISIT, List.of(), message);
    }

    /** Found when the instruction is visited, once this register was found readable. */
    static Undecodable visited(RawInstruction raw, Register readFirst, String message) {
        return new Undecodable(List.of(raw), Stage.VISIT, List.of(readFirst), message);
    }

    /** One of the register numbers 11 to 15. */
    static Undecodable invalidRegister(RawInstruction raw, int number) {
        return visited(raw, invalidRegisterMessage(number));
    }

    /** One of the register numbers 11 to 15, seen once another register was found readable. */
    static Undecodable invalidRegister(RawInstruction raw, Register readFirst, int number) {
        return visited(raw, readFirst, invalidRegisterMessage(number));
    }

    static String invalidRegisterMessage(int number) {
        return "R" + number + " is invalid";
    }
}
