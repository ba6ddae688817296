package dev.osmia.jit;

import dev.osmia.verifier.Verdict;

/** What loading a program comes to: a value, never an exception. */
public sealed interface LoadResult {

    /** The program runs. */
    record Loaded(LoadedProgram program) implements LoadResult {}

    /** The verifier rejects the program. */
    record Rejected(Verdict.Rejected rejection) implements LoadResult {}

    /**
     * The program needs what Osmia does not have yet.
     *
     * @param missing one line that names it
     */
    record Unsupported(String missing) implements LoadResult {}

    /**
     * The program that runs.
     *
     * @throws ProgramRejectedException if there is none, saying why
     */
    default LoadedProgram orElseThrow() {
        if (this instanceof Loaded loaded) {
            return loaded.program();
        } else if (this instanceof Rejected rejected) {
            throw new ProgramRejectedException(rejected.rejection());
        }
        throw new UnsupportedProgramException(((Unsupported) this).missing());
    }
}
