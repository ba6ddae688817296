package dev.osmia.jit;

import dev.osmia.verifier.Verdict;

/** A program was to run that the verifier rejects. */
public final class ProgramRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Verdict.Rejected rejection;

    ProgramRejectedException(Verdict.Rejected rejection) {
        super("program " + rejection.program().name() + " rejected at instruction " + rejection.slot()
                + rejection.source().map(source -> " (" + source + ")").orElse("") + ": " + rejection.message());
        this.rejection = rejection;
    }

    /** The diagnosis. */
    public Verdict.Rejected rejection() {
        return rejection;
    }
}
