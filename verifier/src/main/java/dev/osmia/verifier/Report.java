package dev.osmia.verifier;

import dev.osmia.program.Program;
import dev.osmia.program.btf.SourceLine;
import dev.osmia.verifier.obligation.Obligation;
import java.util.List;
import java.util.Optional;

/**
 * Why a program was rejected.
 *
 * @param lines what the kernel's log says, line by line
 * @param slot the instruction; -1 for the program as a whole
 * @param obligation what was not met
 * @param state the state before the instruction
 */
record Report(List<String> lines, int slot, Obligation obligation, String state) {

    Verdict.Rejected verdict(Program program, String log, Statistics statistics) {
        var source = slot < 0 ? Optional.<SourceLine>empty() : program.lineAt(slot);
        return new Verdict.Rejected(
                program, message(), lines, slot, source, obligation, state, Hints.of(lines), log, statistics);
    }

    /** The last line that is a reason: states that are printed behind it are none. */
    private String message() {
        for (int i = lines.size() - 1; i > 0; i--) {
            String line = lines.get(i);
            if (!line.startsWith("cur state:") && !line.startsWith("old state:")) {
                return line;
            }
        }
        return lines.get(0);
    }
}
