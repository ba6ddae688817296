package dev.osmia.runtime;

import dev.osmia.program.Program;

/** A program bound to an environment and ready to run, whatever engine runs it. It is immutable and shared between threads. */
public interface Executable {

    /** The program. */
    Program program();

    /** Runs it over the context's packet; gives R0. */
    long run(ExecutionContext context);

    /**
     * Runs one of its subprograms for a helper that calls back.
     *
     * @param subprogram index into the program's subprograms
     * @param framePointer the frame pointer that the subprogram gets
     */
    long callback(
            ExecutionContext context, int subprogram, long framePointer, long r1, long r2, long r3, long r4, long r5);
}
