package dev.osmia.runtime.interpreter;

import dev.osmia.runtime.ExecutionContext;

/** One decoded instruction, ready to run. */
@FunctionalInterface
interface Step {
    /** What a step gives when its function ends. */
    int EXIT = -1;

    /** Runs over one frame's registers, R0 to R10; gives the slot of the next step, or {@link #EXIT}. */
    int run(long[] registers, ExecutionContext context);
}
