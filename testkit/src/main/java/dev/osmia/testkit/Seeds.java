package dev.osmia.testkit;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * Runs a property over generated cases. Each case has a seed of its own, the same ones on every run and every JDK; a case that
 * fails names its seed, and {@code -Dosmia.seed=N} runs that case alone.
 */
public final class Seeds {
    private static final String SEED = "osmia.seed";

    private Seeds() {}

    /** What must hold for the case that the random numbers describe. */
    @FunctionalInterface
    public interface Property {
        void check(RandomGenerator random) throws Exception;
    }

    /** Checks the property for seeds 0 to {@code cases - 1}, or for the one seed that was asked for. */
    public static void forAll(int cases, Property property) {
        var only = Long.getLong(SEED);
        if (only != null) {
            check(only, property);
            return;
        }
        for (var seed = 0L; seed < cases; seed++) {
            check(seed, property);
        }
    }

    /**
     * Checks the property as {@link #forAll} does, on all processors: for properties that share nothing. Which failure is reported of
     * several may change from run to run.
     */
    public static void forAllInParallel(int cases, Property property) {
        if (Long.getLong(SEED) != null) {
            forAll(cases, property);
            return;
        }
        LongStream.range(0, cases).parallel().forEach(seed -> check(seed, property));
    }

    /** The random numbers of one seed. */
    public static RandomGenerator of(long seed) {
        return new SplittableRandom(seed);
    }

    private static void check(long seed, Property property) {
        try {
            property.check(of(seed));
        } catch (Exception | AssertionError failure) {
            throw new AssertionError(
                    "seed " + seed + " (repeat with -D" + SEED + "=" + seed + "): " + failure, failure);
        }
    }
}
