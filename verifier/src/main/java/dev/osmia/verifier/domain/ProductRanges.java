package dev.osmia.verifier.domain;

/** Ranges of products. They are given up where the product of any two ends does not fit. */
final class ProductRanges {
    private ProductRanges() {}

    static void multiply(ScalarBuilder result, Scalar factor) {
        result.bits = result.bits.multiply(factor.bits());
        multiplyUnsigned32(result, factor);
        multiplySigned32(result, factor);
        multiplyUnsigned64(result, factor);
        multiplySigned64(result, factor);
    }

    private static void multiplyUnsigned32(ScalarBuilder result, Scalar factor) {
        long min = Integer.toUnsignedLong(result.unsigned32Min) * Integer.toUnsignedLong(factor.unsigned32Min());
        long max = Integer.toUnsignedLong(result.unsigned32Max) * Integer.toUnsignedLong(factor.unsigned32Max());
        if (max >>> 32 != 0 || min >>> 32 != 0) {
            result.forgetUnsigned32();
        } else {
            result.unsigned32Min = (int) min;
            result.unsigned32Max = (int) max;
        }
    }

    private static void multiplyUnsigned64(ScalarBuilder result, Scalar factor) {
        if (overflowsUnsigned(result.unsignedMax, factor.unsignedMax())
                || overflowsUnsigned(result.unsignedMin, factor.unsignedMin())) {
            result.forgetUnsigned64();
        } else {
            result.unsignedMin *= factor.unsignedMin();
            result.unsignedMax *= factor.unsignedMax();
        }
    }

    private static boolean overflowsUnsigned(long a, long b) {
        long signedHigh = Math.multiplyHigh(a, b);
        return signedHigh + (a >> 63 & b) + (b >> 63 & a) != 0;
    }

    private static void multiplySigned32(ScalarBuilder result, Scalar factor) {
        long a = (long) result.signed32Min * factor.signed32Min();
        long b = (long) result.signed32Min * factor.signed32Max();
        long c = (long) result.signed32Max * factor.signed32Min();
        long d = (long) result.signed32Max * factor.signed32Max();
        long min = Math.min(Math.min(a, b), Math.min(c, d));
        long max = Math.max(Math.max(a, b), Math.max(c, d));
        if (min != (int) min || max != (int) max) {
            result.forgetSigned32();
        } else {
            result.signed32Min = (int) min;
            result.signed32Max = (int) max;
        }
    }

    private static void multiplySigned64(ScalarBuilder result, Scalar factor) {
        long min = factor.signedMin();
        long max = factor.signedMax();
        if (overflowsSigned(result.signedMin, min)
                || overflowsSigned(result.signedMin, max)
                || overflowsSigned(result.signedMax, min)
                || overflowsSigned(result.signedMax, max)) {
            result.forgetSigned64();
            return;
        }
        long a = result.signedMin * min;
        long b = result.signedMin * max;
        long c = result.signedMax * min;
        long d = result.signedMax * max;
        result.signedMin = Math.min(Math.min(a, b), Math.min(c, d));
        result.signedMax = Math.max(Math.max(a, b), Math.max(c, d));
    }

    private static boolean overflowsSigned(long a, long b) {
        return Math.multiplyHigh(a, b) != (a * b) >> 63;
    }
}
