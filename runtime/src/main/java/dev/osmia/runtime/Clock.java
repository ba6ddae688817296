package dev.osmia.runtime;

/**
 * The time that programs see, in nanoseconds. Runs over a capture usually let programs see the capture's own time: see
 * {@link SimulatedClock}.
 */
public interface Clock {

    /** Time since boot without the time spent asleep ({@code CLOCK_MONOTONIC}). */
    long monotonic();

    /** Time since boot ({@code CLOCK_BOOTTIME}). */
    long boot();

    /** International Atomic Time since 1970 ({@code CLOCK_TAI}). */
    long tai();

    /** This machine's time. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
