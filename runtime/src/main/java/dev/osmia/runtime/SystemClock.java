package dev.osmia.runtime;

import java.time.Instant;

/**
 * This machine's time, as far as the JVM tells it: its monotonic clock is {@code CLOCK_MONOTONIC} on Linux; there is none that goes
 * on while the machine sleeps, so the time since boot is the same. The kernel's offset of TAI is 0 unless a time service sets it;
 * here it is 0.
 */
final class SystemClock implements Clock {
    static final SystemClock INSTANCE = new SystemClock();

    private SystemClock() {}

    @Override
    public long monotonic() {
        return System.nanoTime();
    }

    @Override
    public long boot() {
        return System.nanoTime();
    }

    @Override
    public long tai() {
        var now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
