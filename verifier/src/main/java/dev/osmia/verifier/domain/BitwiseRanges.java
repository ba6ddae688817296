package dev.osmia.verifier.domain;

/** Ranges of bitwise operations. The known bits of the result come first, because they give one or both ends. */
final class BitwiseRanges {
    private BitwiseRanges() {}

    static void and(ScalarBuilder result, Scalar source) {
        result.bits = result.bits.and(source.bits());
        if (!settleLowWord(result, source)) {
            result.unsigned32Min = (int) result.bits.value();
            result.unsigned32Max = ScalarBuilder.minUnsigned(result.unsigned32Max, source.unsigned32Max());
            result.setSigned32FromUnsigned();
        }
        if (!settle(result, source)) {
            result.unsignedMin = result.bits.value();
            result.unsignedMax = ScalarBuilder.minUnsigned(result.unsignedMax, source.unsignedMax());
            result.setSigned64FromUnsigned();
            result.learnRangesFromBits();
        }
    }

    static void or(ScalarBuilder result, Scalar source) {
        result.bits = result.bits.or(source.bits());
        if (!settleLowWord(result, source)) {
            result.unsigned32Min = ScalarBuilder.maxUnsigned(result.unsigned32Min, source.unsigned32Min());
            result.unsigned32Max = (int) result.bits.unsignedMax();
            result.setSigned32FromUnsigned();
        }
        if (!settle(result, source)) {
            result.unsignedMin = ScalarBuilder.maxUnsigned(result.unsignedMin, source.unsignedMin());
            result.unsignedMax = result.bits.unsignedMax();
            result.setSigned64FromUnsigned();
            result.learnRangesFromBits();
        }
    }

    static void xor(ScalarBuilder result, Scalar source) {
        result.bits = result.bits.xor(source.bits());
        if (!settleLowWord(result, source)) {
            result.unsigned32Min = (int) result.bits.value();
            result.unsigned32Max = (int) result.bits.unsignedMax();
            result.setSigned32FromUnsigned();
        }
        if (!settle(result, source)) {
            result.unsignedMin = result.bits.value();
            result.unsignedMax = result.bits.unsignedMax();
            result.setSigned64FromUnsigned();
            result.learnRangesFromBits();
        }
    }

    private static boolean settleLowWord(ScalarBuilder result, Scalar source) {
        boolean known = source.bits().isLowWordConstant() && result.bits.isLowWordConstant();
        if (known) {
            result.setLowWordConstant((int) result.bits.value());
        }
        return known;
    }

    private static boolean settle(ScalarBuilder result, Scalar source) {
        boolean known = source.isConstant() && result.bits.isConstant();
        if (known) {
            result.setConstant(result.bits.value());
        }
        return known;
    }
}
