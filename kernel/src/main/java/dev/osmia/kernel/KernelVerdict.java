package dev.osmia.kernel;

import dev.osmia.program.btf.SourceLine;
import dev.osmia.program.uapi.Errno;
import java.util.Optional;
import java.util.OptionalInt;

/** What the kernel says of a program: a value, never an exception. */
public sealed interface KernelVerdict {

    /** What its verifier said; of rejections, at least the reason. */
    VerifierLog log();

    /** The kernel would run the program. */
    record Accepted(VerifierLog log) implements KernelVerdict {}

    /**
     * The kernel would not run the program.
     *
     * @param stage what was refused
     * @param errno the error number, positive
     * @param message the reason in one line
     * @param instruction the instruction at which the verifier stopped; empty at other stages, and where the program is too large
     * @param source the C line of that instruction
     */
    record Refused(
            Stage stage,
            int errno,
            String message,
            OptionalInt instruction,
            Optional<SourceLine> source,
            VerifierLog log)
            implements KernelVerdict {
        /** The error number's name, such as {@code EACCES}. */
        public String errorName() {
            return Errno.name(errno);
        }
    }

    /** The steps of a load, in their order. */
    enum Stage {
        /** A map could not be created. */
        MAPS,
        /** The kernel lacks a function or variable that the program needs. */
        SYMBOLS,
        /** {@code BPF_PROG_LOAD} failed before the verifier looked at the program: its type or the process's rights do not allow it. */
        LOAD,
        /** The verifier rejected the program. */
        VERIFIER
    }
}
