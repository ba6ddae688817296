package dev.osmia.verifier.flow;

import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Instruction;
import java.util.List;

/** That every jump stays within its subprogram, and that no subprogram runs into the next. */
final class JumpRanges {
    private JumpRanges() {}

    static void check(Code code, List<Integer> starts) throws MalformedCode {
        for (int index = 0; index < starts.size(); index++) {
            int end = index + 1 < starts.size() ? starts.get(index + 1) : code.slots();
            check(code, starts.get(index), end);
        }
    }

    private static void check(Code code, int start, int end) throws MalformedCode {
        for (int slot = start; slot < end; slot++) {
            var target = JumpTargets.of(code, slot);
            if (target.isPresent() && (target.getAsInt() < start || target.getAsInt() >= end)) {
                throw new MalformedCode(
                        slot, "jump out of range from insn " + slot + " to " + target.getAsInt());
            }
        }
        var last = code.find(end - 1).orElse(null);
        if (!(last instanceof Instruction.Exit || last instanceof Instruction.Jump)) {
            throw new MalformedCode(end - 1, "last insn is not an exit or jmp");
        }
    }
}
