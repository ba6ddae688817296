package dev.osmia.verifier.domain;

import dev.osmia.program.instruction.OperationWidth;

/** What each kind of comparison adds to its operands. The caller synchronises afterwards. */
final class Refinement {
    private Refinement() {}

    /** Of {@code a == b}, or of {@code a != b} where it does not hold. */
    static void equality(OperationWidth width, boolean holds, ScalarBuilder a, ScalarBuilder b) {
        if (!holds) {
            if (isConstant(width, b)) {
                exclude(width, a, b.bits.value());
            } else if (isConstant(width, a)) {
                exclude(width, b, a.bits.value());
            }
            return;
        }
        switch (width) {
            case W32 -> equal32(a, b);
            case W64 -> equal64(a, b);
        }
    }

    private static void equal32(ScalarBuilder a, ScalarBuilder b) {
        a.meetUnsigned32(b.unsigned32Min, b.unsigned32Max);
        a.meetSigned32(b.signed32Min, b.signed32Max);
        b.unsigned32Min = a.unsigned32Min;
        b.unsigned32Max = a.unsigned32Max;
        b.signed32Min = a.signed32Min;
        b.signed32Max = a.signed32Max;
        var low = a.bits.lowWord().intersect(b.bits.lowWord());
        a.bits = a.bits.withLowWord(low);
        b.bits = b.bits.withLowWord(low);
    }

    private static void equal64(ScalarBuilder a, ScalarBuilder b) {
        a.meetUnsigned64(b.unsignedMin, b.unsignedMax);
        a.meetSigned64(b.signedMin, b.signedMax);
        b.unsignedMin = a.unsignedMin;
        b.unsignedMax = a.unsignedMax;
        b.signedMin = a.signedMin;
        b.signedMax = a.signedMax;
        a.bits = a.bits.intersect(b.bits);
        b.bits = a.bits;
    }

    /** An excluded number helps only where it is the end of a range. */
    private static void exclude(OperationWidth width, ScalarBuilder scalar, long value) {
        switch (width) {
            case W32 -> exclude32(scalar, (int) value);
            case W64 -> exclude64(scalar, value);
        }
    }

    private static void exclude32(ScalarBuilder scalar, int value) {
        if (scalar.unsigned32Min == value) {
            scalar.unsigned32Min++;
        }
        if (scalar.unsigned32Max == value) {
            scalar.unsigned32Max--;
        }
        if (scalar.signed32Min == value) {
            scalar.signed32Min++;
        }
        if (scalar.signed32Max == value) {
            scalar.signed32Max--;
        }
    }

    private static void exclude64(ScalarBuilder scalar, long value) {
        if (scalar.unsignedMin == value) {
            scalar.unsignedMin++;
        }
        if (scalar.unsignedMax == value) {
            scalar.unsignedMax--;
        }
        if (scalar.signedMin == value) {
            scalar.signedMin++;
        }
        if (scalar.signedMax == value) {
            scalar.signedMax--;
        }
    }

    /** Of {@code (a & b) != 0}: any tested bit may be the one that is set, but none is where the test fails. */
    static void bits(OperationWidth width, boolean holds, ScalarBuilder a, ScalarBuilder b) {
        if (isConstant(width, b)) {
            bits(width, holds, a, b.bits.value());
        } else if (isConstant(width, a)) {
            bits(width, holds, b, a.bits.value());
        }
    }

    private static void bits(OperationWidth width, boolean holds, ScalarBuilder scalar, long constant) {
        long tested = width == OperationWidth.W32 ? constant & 0xffff_ffffL : constant;
        if (!holds) {
            scalar.forgetRanges();
            scalar.bits = scalar.bits.and(Tnum.constant(~tested));
        } else if (Long.bitCount(tested) == 1) {
            scalar.bits = scalar.bits.or(Tnum.constant(tested));
        }
    }

    static void unsignedLessOrEqual(OperationWidth width, ScalarBuilder a, ScalarBuilder b) {
        switch (width) {
            case W32 -> {
                a.unsigned32Max = ScalarBuilder.minUnsigned(a.unsigned32Max, b.unsigned32Max);
                b.unsigned32Min = ScalarBuilder.maxUnsigned(a.unsigned32Min, b.unsigned32Min);
            }
            case W64 -> {
                a.unsignedMax = ScalarBuilder.minUnsigned(a.unsignedMax, b.unsignedMax);
                b.unsignedMin = ScalarBuilder.maxUnsigned(a.unsignedMin, b.unsignedMin);
            }
        }
    }

    static void unsignedLess(OperationWidth width, ScalarBuilder a, ScalarBuilder b) {
        switch (width) {
            case W32 -> {
                a.unsigned32Max = ScalarBuilder.minUnsigned(a.unsigned32Max, b.unsigned32Max - 1);
                b.unsigned32Min = ScalarBuilder.maxUnsigned(a.unsigned32Min + 1, b.unsigned32Min);
            }
            case W64 -> {
                a.unsignedMax = ScalarBuilder.minUnsigned(a.unsignedMax, b.unsignedMax - 1);
                b.unsignedMin = ScalarBuilder.maxUnsigned(a.unsignedMin + 1, b.unsignedMin);
            }
        }
    }

    static void signedLessOrEqual(OperationWidth width, ScalarBuilder a, ScalarBuilder b) {
        switch (width) {
            case W32 -> {
                a.signed32Max = Math.min(a.signed32Max, b.signed32Max);
                b.signed32Min = Math.max(a.signed32Min, b.signed32Min);
            }
            case W64 -> {
                a.signedMax = Math.min(a.signedMax, b.signedMax);
                b.signedMin = Math.max(a.signedMin, b.signedMin);
            }
        }
    }

    static void signedLess(OperationWidth width, ScalarBuilder a, ScalarBuilder b) {
        switch (width) {
            case W32 -> {
                a.signed32Max = Math.min(a.signed32Max, b.signed32Max - 1);
                b.signed32Min = Math.max(a.signed32Min + 1, b.signed32Min);
            }
            case W64 -> {
                a.signedMax = Math.min(a.signedMax, b.signedMax - 1);
                b.signedMin = Math.max(a.signedMin + 1, b.signedMin);
            }
        }
    }

    private static boolean isConstant(OperationWidth width, ScalarBuilder scalar) {
        return switch (width) {
            case W32 -> scalar.bits.isLowWordConstant();
            case W64 -> scalar.bits.isConstant();
        };
    }
}
