package dev.osmia.kernel;

/** What became of a program that was to be loaded. */
public sealed interface LoadResult {

    /** What the kernel says of the program. */
    KernelVerdict verdict();

    /**
     * The loaded program, for callers who take a refusal for an error.
     *
     * @throws KernelException with the kernel's reason
     */
    KernelProgram orElseThrow();

    /** The program is in the kernel; whoever asked for it closes it. */
    record Loaded(KernelProgram program, KernelVerdict.Accepted verdict) implements LoadResult {
        @Override
        public KernelProgram orElseThrow() {
            return program;
        }
    }

    /** The kernel refused the program. */
    record Refused(String program, KernelVerdict.Refused verdict) implements LoadResult {
        @Override
        public KernelProgram orElseThrow() {
            throw new KernelException("load of program '" + program + "'", verdict.errno(), verdict.message());
        }
    }
}
