package dev.osmia.runtime;

/** What a helper or kfunc does: arguments from R1 to R5, the result for R0. Arguments that its contract does not name are undefined. */
@FunctionalInterface
public interface HelperFunction {
    /** Runs it. Pointers are region-tagged; errors are negative {@code errno} values, as the kernel returns them. */
    long call(ExecutionContext context, long r1, long r2, long r3, long r4, long r5);
}
