package dev.osmia.verifier.domain;

/**
 * What the four ranges of a scalar say about each other. Each deduction is sound by itself; which of them exist, and that each runs
 * once in this order, decides how much is known afterwards.
 *
 * <p>The unsigned numbers of a width form a circle that signed numbers walk from another start: a signed range that does not run
 * through the border between -1 and 0, and an unsigned one that does not run through the border between the greatest positive and the
 * most negative number, are ranges in the other reading too.
 */
final class RangeDeduction {
    private static final long HIGH_WORD = 0xffff_ffff_0000_0000L;

    private RangeDeduction() {}

    static void deduce(ScalarBuilder scalar) {
        deduce32From64(scalar);
        deduce32From32(scalar);
        deduce64From64(scalar);
        deduce64From32(scalar);
    }

    private static void deduce32From64(ScalarBuilder scalar) {
        long unsignedMin = scalar.unsignedMin;
        long unsignedMax = scalar.unsignedMax;
        if (unsignedMin >>> 32 == unsignedMax >>> 32) {
            scalar.meetUnsigned32((int) unsignedMin, (int) unsignedMax);
            if ((int) unsignedMin <= (int) unsignedMax) {
                scalar.meetSigned32((int) unsignedMin, (int) unsignedMax);
            }
        }
        long signedMin = scalar.signedMin;
        long signedMax = scalar.signedMax;
        if (signedMin >> 32 == signedMax >> 32) {
            if (Integer.compareUnsigned((int) signedMin, (int) signedMax) <= 0) {
                scalar.meetUnsigned32((int) signedMin, (int) signedMax);
            }
            if ((int) signedMin <= (int) signedMax) {
                scalar.meetSigned32((int) signedMin, (int) signedMax);
            }
        }
        deduce32AcrossOneCarry(scalar, unsignedMin, unsignedMax);
        deduce32AcrossOneCarry(scalar, signedMin, signedMax);
    }

    /** A range that runs from a negative low half through one carry into a non-negative one is a signed range of the low half. */
    private static void deduce32AcrossOneCarry(ScalarBuilder scalar, long min, long max) {
        if ((int) (min >>> 32) + 1 == (int) (max >>> 32) && (int) min < 0 && (int) max >= 0) {
            scalar.meetSigned32((int) min, (int) max);
        }
    }

    private static void deduce32From32(ScalarBuilder scalar) {
        if (scalar.unsigned32Min <= scalar.unsigned32Max) {
            scalar.meetSigned32(scalar.unsigned32Min, scalar.unsigned32Max);
        }
        if (Integer.compareUnsigned(scalar.signed32Min, scalar.signed32Max) <= 0) {
            scalar.meetUnsigned32(scalar.signed32Min, scalar.signed32Max);
        } else if (Integer.compareUnsigned(scalar.unsigned32Max, scalar.signed32Min) < 0) {
            // The unsigned range overlaps only the non-negative part of a signed range that runs through -1 and 0.
            scalar.signed32Min = scalar.unsigned32Min;
            scalar.unsigned32Max = ScalarBuilder.minUnsigned(scalar.unsigned32Max, scalar.signed32Max);
        } else if (Integer.compareUnsigned(scalar.signed32Max, scalar.unsigned32Min) < 0) {
            // The same for the negative part.
            scalar.signed32Max = scalar.unsigned32Max;
            scalar.unsigned32Min = ScalarBuilder.maxUnsigned(scalar.unsigned32Min, scalar.signed32Min);
        }
    }

    private static void deduce64From64(ScalarBuilder scalar) {
        if (scalar.unsignedMin <= scalar.unsignedMax) {
            scalar.meetSigned64(scalar.unsignedMin, scalar.unsignedMax);
        }
        if (Long.compareUnsigned(scalar.signedMin, scalar.signedMax) <= 0) {
            scalar.meetUnsigned64(scalar.signedMin, scalar.signedMax);
        } else if (Long.compareUnsigned(scalar.unsignedMax, scalar.signedMin) < 0) {
            scalar.signedMin = scalar.unsignedMin;
            scalar.unsignedMax = ScalarBuilder.minUnsigned(scalar.unsignedMax, scalar.signedMax);
        } else if (Long.compareUnsigned(scalar.signedMax, scalar.unsignedMin) < 0) {
            scalar.signedMax = scalar.unsignedMax;
            scalar.unsignedMin = ScalarBuilder.maxUnsigned(scalar.unsignedMin, scalar.signedMin);
        }
    }

    /** Within each run of numbers with the same high half, the low half's range cuts off the ends. */
    private static void deduce64From32(ScalarBuilder scalar) {
        replaceLowWords(scalar, scalar.unsigned32Min, scalar.unsigned32Max);
        if (Integer.compareUnsigned(scalar.signed32Min, scalar.signed32Max) <= 0) {
            replaceLowWords(scalar, scalar.signed32Min, scalar.signed32Max);
        }
        // A sign-extended word whose low half is not negative is that low half.
        if (scalar.signed32Min >= 0 && scalar.signedMin >= Integer.MIN_VALUE && scalar.signedMax <= Integer.MAX_VALUE) {
            scalar.signedMin = scalar.signed32Min;
            scalar.signedMax = scalar.signed32Max;
            scalar.unsignedMin = scalar.signed32Min;
            scalar.unsignedMax = scalar.signed32Max;
            scalar.bits = scalar.bits.intersect(Tnum.range(scalar.signedMin, scalar.signedMax));
        }
    }

    private static void replaceLowWords(ScalarBuilder scalar, int lowMin, int lowMax) {
        long min = Integer.toUnsignedLong(lowMin);
        long max = Integer.toUnsignedLong(lowMax);
        scalar.meetUnsigned64((scalar.unsignedMin & HIGH_WORD) | min, (scalar.unsignedMax & HIGH_WORD) | max);
        scalar.meetSigned64((scalar.signedMin & HIGH_WORD) | min, (scalar.signedMax & HIGH_WORD) | max);
    }
}
