package dev.osmia.verifier.domain;

/**
 * A {@link Scalar} under change: operations and refinements write the parts they know, then {@link #synchronise()} lets the parts
 * tighten each other. The steps and their order are observable in what remains known, so they are the kernel's.
 */
final class ScalarBuilder {
    Tnum bits;
    long unsignedMin;
    long unsignedMax;
    long signedMin;
    long signedMax;
    int unsigned32Min;
    int unsigned32Max;
    int signed32Min;
    int signed32Max;

    ScalarBuilder(Scalar scalar) {
        bits = scalar.bits();
        unsignedMin = scalar.unsignedMin();
        unsignedMax = scalar.unsignedMax();
        signedMin = scalar.signedMin();
        signedMax = scalar.signedMax();
        unsigned32Min = scalar.unsigned32Min();
        unsigned32Max = scalar.unsigned32Max();
        signed32Min = scalar.signed32Min();
        signed32Max = scalar.signed32Max();
    }

    Scalar build() {
        return new Scalar(
                bits,
                unsignedMin,
                unsignedMax,
                signedMin,
                signedMax,
                unsigned32Min,
                unsigned32Max,
                signed32Min,
                signed32Max);
    }

    void setConstant(long value) {
        bits = Tnum.constant(value);
        unsignedMin = value;
        unsignedMax = value;
        signedMin = value;
        signedMax = value;
        setRanges32((int) value, (int) value);
    }

    void setLowWordConstant(int value) {
        bits = bits.withLowWord(Tnum.constant(Integer.toUnsignedLong(value)));
        setRanges32(value, value);
    }

    private void setRanges32(int min, int max) {
        unsigned32Min = min;
        unsigned32Max = max;
        signed32Min = min;
        signed32Max = max;
    }

    void forgetSigned64() {
        signedMin = Long.MIN_VALUE;
        signedMax = Long.MAX_VALUE;
    }

    void forgetUnsigned64() {
        unsignedMin = 0;
        unsignedMax = -1;
    }

    void forgetSigned32() {
        signed32Min = Integer.MIN_VALUE;
        signed32Max = Integer.MAX_VALUE;
    }

    void forgetUnsigned32() {
        unsigned32Min = 0;
        unsigned32Max = -1;
    }

    void forgetRanges64() {
        forgetSigned64();
        forgetUnsigned64();
    }

    void forgetRanges32() {
        forgetSigned32();
        forgetUnsigned32();
    }

    void forgetRanges() {
        forgetRanges64();
        forgetRanges32();
    }

    /** Reads the signed range off the unsigned one where that does not cross the sign boundary. */
    void setSigned64FromUnsigned() {
        if (unsignedMin <= unsignedMax) {
            signedMin = unsignedMin;
            signedMax = unsignedMax;
        } else {
            forgetSigned64();
        }
    }

    /** Reads the signed range of the low half off its unsigned one where that does not cross the sign boundary. */
    void setSigned32FromUnsigned() {
        if (unsigned32Min <= unsigned32Max) {
            signed32Min = unsigned32Min;
            signed32Max = unsigned32Max;
        } else {
            forgetSigned32();
        }
    }

    /** Makes the high half 0 and the ranges of the whole those of the low half. */
    void zeroExtend32() {
        bits = bits.lowWord();
        unsignedMin = Integer.toUnsignedLong(unsigned32Min);
        unsignedMax = Integer.toUnsignedLong(unsigned32Max);
        if (signed32Min >= 0 && signed32Max >= 0) {
            signedMin = signed32Min;
            signedMax = signed32Max;
        } else {
            signedMin = 0;
            signedMax = 0xffff_ffffL;
        }
    }

    void meetUnsigned64(long min, long max) {
        unsignedMin = maxUnsigned(unsignedMin, min);
        unsignedMax = minUnsigned(unsignedMax, max);
    }

    void meetSigned64(long min, long max) {
        signedMin = Math.max(signedMin, min);
        signedMax = Math.min(signedMax, max);
    }

    void meetUnsigned32(int min, int max) {
        unsigned32Min = maxUnsigned(unsigned32Min, min);
        unsigned32Max = minUnsigned(unsigned32Max, max);
    }

    void meetSigned32(int min, int max) {
        signed32Min = Math.max(signed32Min, min);
        signed32Max = Math.min(signed32Max, max);
    }

    /** Lets bits and ranges tighten each other. */
    ScalarBuilder synchronise() {
        learnRangesFromBits();
        for (int round = 0; round < 3; round++) {
            RangeDeduction.deduce(this);
        }
        learnBitsFromRanges();
        learnRangesFromBits();
        return this;
    }

    void learnRangesFromBits() {
        learnRanges32FromBits();
        learnRanges64FromBits();
    }

    void learnRanges32FromBits() {
        int least = (int) bits.value();
        int unknown = (int) bits.mask();
        meetSigned32(least | (unknown & Integer.MIN_VALUE), least | (unknown & Integer.MAX_VALUE));
        meetUnsigned32(least, least | unknown);
    }

    private void learnRanges64FromBits() {
        long least = bits.value();
        long unknown = bits.mask();
        meetSigned64(least | (unknown & Long.MIN_VALUE), least | (unknown & Long.MAX_VALUE));
        meetUnsigned64(least, least | unknown);
        settleOnOnlyCommonMember();
    }

    /** Takes the one number that both the bits and the unsigned range allow, where there is only one. */
    private void settleOnOnlyCommonMember() {
        long next = bits.next(unsignedMin);
        if (bits.contains(unsignedMin)) {
            if (Long.compareUnsigned(next, unsignedMax) > 0) {
                setConstant(unsignedMin);
            }
        } else if (next == bits.unsignedMax()) {
            setConstant(next);
        } else if (Long.compareUnsigned(next, unsignedMax) <= 0
                && Long.compareUnsigned(bits.next(next), unsignedMax) > 0) {
            setConstant(next);
        }
    }

    private void learnBitsFromRanges() {
        var whole = bits.intersect(Tnum.range(unsignedMin, unsignedMax));
        var low = whole.lowWord()
                .intersect(Tnum.range(Integer.toUnsignedLong(unsigned32Min), Integer.toUnsignedLong(unsigned32Max)));
        bits = whole.withoutLowWord().or(low);
    }

    /** Whether a range is empty, or the ranges disagree with bits that are all known. */
    boolean isContradictory() {
        return hasEmptyRange()
                || (bits.isConstant() && !agreesWith(bits.value()))
                || (bits.isLowWordConstant() && !lowWordAgreesWith((int) bits.value()));
    }

    private boolean hasEmptyRange() {
        return Long.compareUnsigned(unsignedMin, unsignedMax) > 0
                || signedMin > signedMax
                || Integer.compareUnsigned(unsigned32Min, unsigned32Max) > 0
                || signed32Min > signed32Max;
    }

    private boolean agreesWith(long value) {
        return unsignedMin == value && unsignedMax == value && signedMin == value && signedMax == value;
    }

    private boolean lowWordAgreesWith(int value) {
        return unsigned32Min == value && unsigned32Max == value && signed32Min == value && signed32Max == value;
    }

    /**
     * Gives up all ranges where they contradict each other, as the kernel does: it happens where a branch that cannot be taken is
     * followed, and knowing nothing is always sound.
     */
    ScalarBuilder forgetContradictions() {
        if (isContradictory()) {
            forgetRanges();
        }
        return this;
    }

    static long minUnsigned(long a, long b) {
        return Long.compareUnsigned(a, b) <= 0 ? a : b;
    }

    static long maxUnsigned(long a, long b) {
        return Long.compareUnsigned(a, b) >= 0 ? a : b;
    }

    static int minUnsigned(int a, int b) {
        return Integer.compareUnsigned(a, b) <= 0 ? a : b;
    }

    static int maxUnsigned(int a, int b) {
        return Integer.compareUnsigned(a, b) >= 0 ? a : b;
    }
}
