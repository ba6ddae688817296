package dev.osmia.runtime.capture;

/**
 * What an interface's time stamps count, as its options {@code if_tsresol} and {@code if_tsoffset} say, and how that becomes
 * nanoseconds since 1970.
 *
 * <p>A unit is a power of ten or of two of a second. Times outside of what 64 bits of nanoseconds hold (about 292 years) are cut to
 * {@link Long#MAX_VALUE} or {@link Long#MIN_VALUE}: a program's verdict on a packet should not depend on a broken clock.
 */
final class TimestampUnit {
    static final int GREATEST_DECIMAL_EXPONENT = 19;
    static final int GREATEST_BINARY_EXPONENT = 63;

    private static final int NANO_EXPONENT = 9;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Nanoseconds in a unit, or 1 where a unit is shorter. */
    private final long multiplier;

    /** Units in a nanosecond, or 1 where a unit is longer. */
    private final long divisor;

    /** For powers of two: 2^binaryExponent units are a second; -1 for powers of ten. */
    private final int binaryExponent;

    private final long offsetNanos;

    private TimestampUnit(long multiplier, long divisor, int binaryExponent, long offsetSeconds) {
        this.multiplier = multiplier;
        this.divisor = divisor;
        this.binaryExponent = binaryExponent;
        this.offsetNanos = multiplyToLimit(offsetSeconds, NANOS_PER_SECOND);
    }

    /** Units of 10^-exponent seconds, 0 to {@value #GREATEST_DECIMAL_EXPONENT}. */
    static TimestampUnit decimal(int exponent, long offsetSeconds) {
        return exponent <= NANO_EXPONENT
                ? new TimestampUnit(powerOfTen(NANO_EXPONENT - exponent), 1, -1, offsetSeconds)
                : new TimestampUnit(1, powerOfTen(exponent - NANO_EXPONENT), -1, offsetSeconds);
    }

    /** Units of 2^-exponent seconds, 0 to {@value #GREATEST_BINARY_EXPONENT}. */
    static TimestampUnit binary(int exponent, long offsetSeconds) {
        return new TimestampUnit(1, 1, exponent, offsetSeconds);
    }

    /** Nanoseconds since 1970 of an unsigned number of units. */
    long toNanos(long units) {
        long nanos;
        if (binaryExponent >= 0) {
            nanos = binaryToNanos(units);
        } else if (divisor == 1) {
            nanos = units < 0 ? Long.MAX_VALUE : multiplyToLimit(units, multiplier);
        } else {
            nanos = Long.divideUnsigned(units, divisor);
        }
        return addToLimit(nanos, offsetNanos);
    }

    private long binaryToNanos(long units) {
        if (binaryExponent == 0) {
            return units < 0 ? Long.MAX_VALUE : multiplyToLimit(units, NANOS_PER_SECOND);
        }
        long seconds = units >>> binaryExponent;
        long fraction = units & ((1L << binaryExponent) - 1);
        long high = Math.multiplyHigh(fraction, NANOS_PER_SECOND);
        long low = fraction * NANOS_PER_SECOND;
        long nanos = (high << (Long.SIZE - binaryExponent)) | (low >>> binaryExponent);
        return addToLimit(multiplyToLimit(seconds, NANOS_PER_SECOND), nanos);
    }

    private static long multiplyToLimit(long value, long positiveFactor) {
        long product = value * positiveFactor;
        if (Math.multiplyHigh(value, positiveFactor) == product >> (Long.SIZE - 1)) {
            return product;
        }
        return value < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    private static long addToLimit(long left, long right) {
        long sum = left + right;
        boolean overflown = ((left ^ sum) & (right ^ sum)) < 0;
        if (!overflown) {
            return sum;
        }
        return left < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    private static long powerOfTen(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }
}
