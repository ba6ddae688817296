package dev.osmia.cli.verify;

import dev.osmia.jit.BpfProgram;
import dev.osmia.verifier.Verdict;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is said of one program, or of an object that cannot be read.
 *
 * @param file the object file
 * @param program the program; empty for an object as a whole
 * @param verdict what the verifier said; empty where it never came to that
 * @param message why not; empty for accepted programs
 */
public record Judgement(Path file, Optional<BpfProgram> program, Optional<Verdict> verdict, String message) {

    /** The kinds of judgement, as JSON names them in lower case. */
    public enum Kind {
        ACCEPTED,
        REJECTED,
        UNSUPPORTED,
        MALFORMED
    }

    /** What the verifier said. */
    public static Judgement of(Path file, BpfProgram program, Verdict verdict) {
        String message = "";
        if (verdict instanceof Verdict.Rejected rejected) {
            message = rejected.message();
        } else if (verdict instanceof Verdict.Unsupported unsupported) {
            message = unsupported.missing();
        }
        return new Judgement(file, Optional.of(program), Optional.of(verdict), message);
    }

    /** An object, or a program of it, that is no valid input. */
    public static Judgement malformed(Path file, String message) {
        return new Judgement(file, Optional.empty(), Optional.empty(), message);
    }

    /** The same of one program. */
    public Judgement of(BpfProgram one) {
        return new Judgement(file, Optional.of(one), verdict, message);
    }

    /** Its kind. */
    public Kind kind() {
        if (verdict.isEmpty()) {
            return Kind.MALFORMED;
        } else if (verdict.get() instanceof Verdict.Accepted) {
            return Kind.ACCEPTED;
        }
        return verdict.get() instanceof Verdict.Rejected ? Kind.REJECTED : Kind.UNSUPPORTED;
    }

    /** The rejection, where it is one. */
    public Optional<Verdict.Rejected> rejection() {
        return verdict.filter(found -> found instanceof Verdict.Rejected).map(found -> (Verdict.Rejected) found);
    }
}
