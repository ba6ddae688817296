package dev.osmia.runtime.interpreter;

import dev.osmia.program.instruction.Register;
import dev.osmia.runtime.ExecutionContext;

/**
 * One decoded instruction, ready to run, and what follows it: a step runs the next one itself, unless it jumps. So each kind of step has a
 * place of its own from which it goes on, whose targets processor and JVM can learn.
 */
@FunctionalInterface
interface Step {
    /** What a step gives when its function ends. */
    int EXIT = -1;

    /** Ends a sequence of steps that somebody else goes on from. */
    Step NOTHING = (registers, context) -> EXIT;

    /** Behind the registers lies the slot of the last step that could fail. */
    int PLACE = Register.COUNT;

    /** Runs over one frame's registers, R0 to R10, and {@link #PLACE}; gives the slot to go on with, or {@link #EXIT}. */
    int run(long[] registers, ExecutionContext context);
}
