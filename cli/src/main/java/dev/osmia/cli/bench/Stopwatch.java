package dev.osmia.cli.bench;

import java.util.Arrays;

/**
 * Measures what a loop's round takes: first it runs until HotSpot has compiled it, then several batches of some milliseconds. The JVM is to
 * run with {@code -Xbatch}, else it goes on with slow code for as long as its compiler threads wait for a processor.
 */
final class Stopwatch {
    private static final int BATCHES = 7;

    /** More than HotSpot wants to see before it compiles for good. */
    private static final int WARM_UP_ROUNDS = 40_000;

    private static final long MILLISECOND = 1_000_000;

    private final long warmUp;
    private final long batch;
    private long unused;

    /** Measures for about so many milliseconds, after as many of warming up. */
    Stopwatch(int milliseconds) {
        warmUp = milliseconds * MILLISECOND;
        batch = Math.max(MILLISECOND, milliseconds * MILLISECOND / BATCHES);
    }

    /**
     * What was measured.
     *
     * @param nanoseconds the median of the batches
     * @param error half of what lies between the second fastest and the second slowest batch
     */
    record Reading(double nanoseconds, double error) {
        Reading dividedBy(int parts) {
            return new Reading(nanoseconds / parts, error / parts);
        }

        Reading minus(Reading other) {
            return new Reading(Math.max(0, nanoseconds - other.nanoseconds), error + other.error);
        }
    }

    Reading measure(Loops.Loop loop) {
        int times = warmUp(loop);
        var batches = new double[BATCHES];
        for (int i = 0; i < BATCHES; i++) {
            batches[i] = time(loop, times) / (double) times;
        }
        return reading(batches);
    }

    static Reading reading(double[] batches) {
        Arrays.sort(batches);
        return new Reading(batches[batches.length / 2], (batches[batches.length - 2] - batches[1]) / 2);
    }

    /** How many rounds fill a batch. */
    private int warmUp(Loops.Loop loop) {
        long start = System.nanoTime();
        int times = 1000;
        long rounds = times;
        long last = time(loop, times);
        while (System.nanoTime() - start < warmUp || rounds < WARM_UP_ROUNDS || last < batch) {
            // No more than doubled, so that the last time is one of compiled code.
            times = (int) Math.max(1, Math.min(2L * times, times * batch / Math.max(1, last) + 1));
            last = time(loop, times);
            rounds += times;
        }
        return times;
    }

    private long time(Loops.Loop loop, int times) {
        long start = System.nanoTime();
        unused += loop.run(times);
        return System.nanoTime() - start;
    }

    /** The sum of all results, which somebody could look at. */
    long unused() {
        return unused;
    }
}
