package dev.osmia.verifier;

import dev.osmia.program.Program;
import dev.osmia.program.btf.SourceLine;
import dev.osmia.verifier.obligation.Obligation;
import java.util.List;
import java.util.Optional;

/** What the verifier says of a program: a value, never an exception. */
public sealed interface Verdict {

    /** The program that was judged. */
    Program program();

    /** What the verification took. */
    Statistics statistics();

    /** The trace in the kernel's log format; empty unless asked for. */
    String log();

    /** The program is safe. */
    record Accepted(VerifiedProgram verified, String log) implements Verdict {
        @Override
        public Program program() {
            return verified.program();
        }

        @Override
        public Statistics statistics() {
            return verified.statistics();
        }
    }

    /**
     * The program is not safe, as far as the kernel's rules can tell.
     *
     * @param message the reason in the kernel's words, one line
     * @param lines all that the kernel's log says of it, the message among them, line by line
     * @param slot the instruction at which it was found; -1 for the program as a whole
     * @param source the C line of that instruction
     * @param obligation what was required and not proved
     * @param state the registers and stack before the instruction, as the kernel's log prints them
     * @param hint what to do about it; empty where nothing general can be said
     */
    record Rejected(
            Program program,
            String message,
            List<String> lines,
            int slot,
            Optional<SourceLine> source,
            Obligation obligation,
            String state,
            String hint,
            String log,
            Statistics statistics)
            implements Verdict {
        public Rejected {
            lines = List.copyOf(lines);
        }
    }

    /**
     * The program needs something that Osmia does not have.
     *
     * @param missing what it is, such as {@code helper bpf_sk_assign#124}
     */
    record Unsupported(Program program, String missing, Statistics statistics, String log) implements Verdict {}
}
