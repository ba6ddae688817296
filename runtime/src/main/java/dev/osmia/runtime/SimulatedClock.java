package dev.osmia.runtime;

/**
 * Time that stands still until it is set: with each packet's time stamp, a rate limiter behaves over a capture as it would have when
 * the packets came. Time stamps of captures count from 1970; the time since boot then does, too, which no program can tell from a
 * machine that has been up for long.
 */
public final class SimulatedClock implements Clock {
    private volatile long nanoseconds;

    /** Sets the time. */
    public void set(long newNanoseconds) {
        nanoseconds = newNanoseconds;
    }

    @Override
    public long monotonic() {
        return nanoseconds;
    }

    @Override
    public long boot() {
        return nanoseconds;
    }

    @Override
    public long tai() {
        return nanoseconds;
    }
}
