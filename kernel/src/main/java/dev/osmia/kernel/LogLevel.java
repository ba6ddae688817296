package dev.osmia.kernel;

/** How much the kernel's verifier tells of its work ({@code log_level} of {@code BPF_PROG_LOAD}). */
public enum LogLevel {
    /** The reason of a rejection, and what the verification took. */
    STATISTICS(4),
    /** Also the instructions and states of the path that was looked at last. */
    PATH(1 | 4),
    /** Also the state after each instruction, on all paths. */
    STATES(2 | 4);

    private final int number;

    LogLevel(int number) {
        this.number = number;
    }

    /** The number that {@code BPF_PROG_LOAD} takes. */
    int number() {
        return number;
    }
}
