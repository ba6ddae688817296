package dev.osmia.verifier.flow;

import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Instruction;
import java.util.List;

/** That every jump stays within its subprogram, and that no subprogram runs into the next. */
final class JumpRanges {
    private static final int EXIT = 0x95;
    private static final int GOTO = 0x05;
    private static final int GOTO_LONG = 0x06;

    private JumpRanges() {}

    static void check(Code code, Leaving leaving, List<Integer> starts) throws MalformedCode {
        for (int index = 0; index < starts.size(); index++) {
            int end = index + 1 < starts.size() ? starts.get(index + 1) : code.slots();
            check(code, leaving, starts.get(index), end);
        }
    }

    private static void check(Code code, Leaving leaving, int start, int end) throws MalformedCode {
        for (int slot = start; slot < end; slot++) {
            var target = leaving.jumpTarget(slot);
            if (target.isPresent() && (target.getAsInt() < start || target.getAsInt() >= end)) {
                throw new MalformedCode(slot, "jump out of range from insn " + slot + " to " + target.getAsInt());
            }
        }
        if (!endsFlow(code.find(end - 1).orElse(null))) {
            throw new MalformedCode(end - 1, "last insn is not an exit or jmp");
        }
    }

    /** The kernel looks at nothing but the opcode here. */
    private static boolean endsFlow(Instruction instruction) {
        if (instruction instanceof Instruction.Undecodable undecodable) {
            int opcode = undecodable.raw().get(0).opcode();
            return opcode == EXIT || opcode == GOTO || opcode == GOTO_LONG;
        }
        return instruction instanceof Instruction.Exit || instruction instanceof Instruction.Jump;
    }
}
