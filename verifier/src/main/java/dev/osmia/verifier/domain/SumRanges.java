package dev.osmia.verifier.domain;

/**
 * Ranges of sums and differences. A range may wrap as long as both of its ends do: then it is the same range, one turn further. Signed
 * ranges are given up where any end wraps.
 */
final class SumRanges {
    private SumRanges() {}

    static void add(ScalarBuilder result, Scalar addend) {
        addUnsigned32(result, addend);
        addSigned32(result, addend);
        addUnsigned64(result, addend);
        addSigned64(result, addend);
        result.bits = result.bits.add(addend.bits());
    }

    static void subtract(ScalarBuilder result, Scalar subtrahend) {
        subtractUnsigned32(result, subtrahend);
        subtractSigned32(result, subtrahend);
        subtractUnsigned64(result, subtrahend);
        subtractSigned64(result, subtrahend);
        result.bits = result.bits.subtract(subtrahend.bits());
    }

    /** As {@link #add}, of 64 bits only, and giving up an unsigned range where any end wraps. */
    static void addToOffset(ScalarBuilder result, Scalar addend) {
        addSigned64(result, addend);
        long min = result.unsignedMin + addend.unsignedMin();
        long max = result.unsignedMax + addend.unsignedMax();
        if (Long.compareUnsigned(min, result.unsignedMin) < 0 || Long.compareUnsigned(max, result.unsignedMax) < 0) {
            result.forgetUnsigned64();
        } else {
            result.unsignedMin = min;
            result.unsignedMax = max;
        }
        result.bits = result.bits.add(addend.bits());
    }

    /** As {@link #subtract}, of 64 bits only, and giving up an unsigned range where any end wraps. */
    static void subtractFromOffset(ScalarBuilder result, Scalar subtrahend) {
        subtractSigned64(result, subtrahend);
        if (Long.compareUnsigned(result.unsignedMin, subtrahend.unsignedMax()) < 0) {
            result.forgetUnsigned64();
        } else {
            result.unsignedMin -= subtrahend.unsignedMax();
            result.unsignedMax -= subtrahend.unsignedMin();
        }
        result.bits = result.bits.subtract(subtrahend.bits());
    }

    private static void addUnsigned32(ScalarBuilder result, Scalar addend) {
        int min = result.unsigned32Min + addend.unsigned32Min();
        int max = result.unsigned32Max + addend.unsigned32Max();
        boolean minWraps = Integer.compareUnsigned(min, result.unsigned32Min) < 0;
        boolean maxWraps = Integer.compareUnsigned(max, result.unsigned32Max) < 0;
        if (maxWraps && !minWraps) {
            result.forgetUnsigned32();
        } else {
            result.unsigned32Min = min;
            result.unsigned32Max = max;
        }
    }

    private static void addUnsigned64(ScalarBuilder result, Scalar addend) {
        long min = result.unsignedMin + addend.unsignedMin();
        long max = result.unsignedMax + addend.unsignedMax();
        boolean minWraps = Long.compareUnsigned(min, result.unsignedMin) < 0;
        boolean maxWraps = Long.compareUnsigned(max, result.unsignedMax) < 0;
        if (maxWraps && !minWraps) {
            result.forgetUnsigned64();
        } else {
            result.unsignedMin = min;
            result.unsignedMax = max;
        }
    }

    private static void addSigned32(ScalarBuilder result, Scalar addend) {
        long min = (long) result.signed32Min + addend.signed32Min();
        long max = (long) result.signed32Max + addend.signed32Max();
        setSigned32(result, min, max);
    }

    private static void subtractSigned32(ScalarBuilder result, Scalar subtrahend) {
        long min = (long) result.signed32Min - subtrahend.signed32Max();
        long max = (long) result.signed32Max - subtrahend.signed32Min();
        setSigned32(result, min, max);
    }

    private static void setSigned32(ScalarBuilder result, long min, long max) {
        if (min != (int) min || max != (int) max) {
            result.forgetSigned32();
        } else {
            result.signed32Min = (int) min;
            result.signed32Max = (int) max;
        }
    }

    private static void addSigned64(ScalarBuilder result, Scalar addend) {
        long min = result.signedMin + addend.signedMin();
        long max = result.signedMax + addend.signedMax();
        if (sumOverflows(result.signedMin, addend.signedMin(), min)
                || sumOverflows(result.signedMax, addend.signedMax(), max)) {
            result.forgetSigned64();
        } else {
            result.signedMin = min;
            result.signedMax = max;
        }
    }

    private static void subtractSigned64(ScalarBuilder result, Scalar subtrahend) {
        long min = result.signedMin - subtrahend.signedMax();
        long max = result.signedMax - subtrahend.signedMin();
        if (differenceOverflows(result.signedMin, subtrahend.signedMax(), min)
                || differenceOverflows(result.signedMax, subtrahend.signedMin(), max)) {
            result.forgetSigned64();
        } else {
            result.signedMin = min;
            result.signedMax = max;
        }
    }

    private static void subtractUnsigned32(ScalarBuilder result, Scalar subtrahend) {
        boolean minWraps = Integer.compareUnsigned(result.unsigned32Min, subtrahend.unsigned32Max()) < 0;
        boolean maxWraps = Integer.compareUnsigned(result.unsigned32Max, subtrahend.unsigned32Min()) < 0;
        if (minWraps && !maxWraps) {
            result.forgetUnsigned32();
        } else {
            result.unsigned32Min -= subtrahend.unsigned32Max();
            result.unsigned32Max -= subtrahend.unsigned32Min();
        }
    }

    private static void subtractUnsigned64(ScalarBuilder result, Scalar subtrahend) {
        boolean minWraps = Long.compareUnsigned(result.unsignedMin, subtrahend.unsignedMax()) < 0;
        boolean maxWraps = Long.compareUnsigned(result.unsignedMax, subtrahend.unsignedMin()) < 0;
        if (minWraps && !maxWraps) {
            result.forgetUnsigned64();
        } else {
            result.unsignedMin -= subtrahend.unsignedMax();
            result.unsignedMax -= subtrahend.unsignedMin();
        }
    }

    private static boolean sumOverflows(long a, long b, long sum) {
        return ((a ^ sum) & (b ^ sum)) < 0;
    }

    private static boolean differenceOverflows(long a, long b, long difference) {
        return ((a ^ b) & (a ^ difference)) < 0;
    }
}
