package dev.osmia.verifier.domain;

import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.OperationWidth;

/**
 * What is known of a number in a register: its bits, and ranges of the whole register and of its low half, each read as unsigned
 * and as signed. A concrete number is a member when it satisfies all of them. Immutable.
 *
 * <p>The parts are kept as tight, and no tighter, than the kernel's {@code struct bpf_reg_state} has them after the same steps.
 *
 * @param bits the known bits
 * @param unsignedMin the least value, unsigned ({@code umin})
 * @param unsignedMax the greatest value, unsigned ({@code umax})
 * @param signedMin the least value, signed ({@code smin})
 * @param signedMax the greatest value, signed ({@code smax})
 * @param unsigned32Min the least low half, unsigned ({@code umin32})
 * @param unsigned32Max the greatest low half, unsigned ({@code umax32})
 * @param signed32Min the least low half, signed ({@code smin32})
 * @param signed32Max the greatest low half, signed ({@code smax32})
 */
public record Scalar(
        Tnum bits,
        long unsignedMin,
        long unsignedMax,
        long signedMin,
        long signedMax,
        int unsigned32Min,
        int unsigned32Max,
        int signed32Min,
        int signed32Max) {

    /** Any number at all. */
    public static final Scalar UNKNOWN = new Scalar(
            Tnum.UNKNOWN, 0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE);

    /** The number 0. */
    public static final Scalar ZERO = constant(0);

    /** Exactly one number. */
    public static Scalar constant(long value) {
        int low = (int) value;
        return new Scalar(Tnum.constant(value), value, value, value, value, low, low, low, low);
    }

    /** Any number with these bits. */
    public static Scalar ofBits(Tnum bits) {
        return UNKNOWN.withBits(bits).normalised();
    }

    /** Any number in this unsigned range. */
    public static Scalar ofUnsignedRange(long min, long max) {
        return UNKNOWN.withUnsigned(min, max).normalised();
    }

    /** Any number in this signed range. */
    public static Scalar ofSignedRange(long min, long max) {
        return UNKNOWN.withSigned(min, max).normalised();
    }

    /** Whether the bits leave exactly one number. */
    public boolean isConstant() {
        return bits.isConstant();
    }

    /** Whether the bits leave exactly one number at the width. */
    public boolean isConstant(OperationWidth width) {
        return switch (width) {
            case W32 -> bits.isLowWordConstant();
            case W64 -> bits.isConstant();
        };
    }

    /** Whether the number is known to be exactly this one. */
    public boolean isConstant(long value) {
        return bits.isConstant() && bits.value() == value;
    }

    /** The number, where {@link #isConstant()} holds. */
    public long constantValue() {
        return bits.value();
    }

    /** The number at the width, where {@link #isConstant(OperationWidth)} holds; zero-extended at 32 bits. */
    public long constantValue(OperationWidth width) {
        return switch (width) {
            case W32 -> bits.lowWord().value();
            case W64 -> bits.value();
        };
    }

    /** Whether nothing is known. */
    public boolean isUnknown() {
        return equals(UNKNOWN);
    }

    /** Whether the number satisfies everything known. */
    public boolean contains(long number) {
        int low = (int) number;
        return bits.contains(number)
                && Long.compareUnsigned(unsignedMin, number) <= 0
                && Long.compareUnsigned(number, unsignedMax) <= 0
                && signedMin <= number
                && number <= signedMax
                && Integer.compareUnsigned(unsigned32Min, low) <= 0
                && Integer.compareUnsigned(low, unsigned32Max) <= 0
                && signed32Min <= low
                && low <= signed32Max;
    }

    /**
     * Whether each range and the bits are within those of the other, which implies that all members are members of the other: what
     * state pruning asks of a precise register ({@code range_within} and {@code tnum_in}).
     */
    public boolean isWithin(Scalar other) {
        return Long.compareUnsigned(other.unsignedMin, unsignedMin) <= 0
                && Long.compareUnsigned(other.unsignedMax, unsignedMax) >= 0
                && other.signedMin <= signedMin
                && other.signedMax >= signedMax
                && Integer.compareUnsigned(other.unsigned32Min, unsigned32Min) <= 0
                && Integer.compareUnsigned(other.unsigned32Max, unsigned32Max) >= 0
                && other.signed32Min <= signed32Min
                && other.signed32Max >= signed32Max
                && other.bits.contains(bits);
    }

    /** Whether no number can satisfy the ranges: a branch that cannot be taken was followed. */
    public boolean isContradictory() {
        return new ScalarBuilder(this).isContradictory();
    }

    /** The same ranges with these bits; to be {@linkplain #normalised() normalised}. */
    public Scalar withBits(Tnum newBits) {
        var builder = new ScalarBuilder(this);
        builder.bits = newBits;
        return builder.build();
    }

    /** The same with this unsigned range; to be {@linkplain #normalised() normalised}. */
    public Scalar withUnsigned(long min, long max) {
        var builder = new ScalarBuilder(this);
        builder.unsignedMin = min;
        builder.unsignedMax = max;
        return builder.build();
    }

    /** The same with this signed range; to be {@linkplain #normalised() normalised}. */
    public Scalar withSigned(long min, long max) {
        var builder = new ScalarBuilder(this);
        builder.signedMin = min;
        builder.signedMax = max;
        return builder.build();
    }

    /** The same with this unsigned range of the low half; to be {@linkplain #normalised() normalised}. */
    public Scalar withUnsigned32(int min, int max) {
        var builder = new ScalarBuilder(this);
        builder.unsigned32Min = min;
        builder.unsigned32Max = max;
        return builder.build();
    }

    /** The same with this signed range of the low half; to be {@linkplain #normalised() normalised}. */
    public Scalar withSigned32(int min, int max) {
        var builder = new ScalarBuilder(this);
        builder.signed32Min = min;
        builder.signed32Max = max;
        return builder.build();
    }

    /** The same bits and low half with no range of the whole, or the other way round; to be {@linkplain #normalised() normalised}. */
    public Scalar withoutRanges(OperationWidth width) {
        var builder = new ScalarBuilder(this);
        switch (width) {
            case W32 -> builder.forgetRanges32();
            case W64 -> builder.forgetRanges64();
        }
        return builder.build();
    }

    /** The same with each part tightened by what the others say ({@code reg_bounds_sync}). */
    public Scalar normalised() {
        return new ScalarBuilder(this).synchronise().build();
    }

    /** The low half, zero-extended: what a 32-bit move or a 32-bit operation leaves in the register. */
    public Scalar zeroExtended32() {
        var builder = new ScalarBuilder(this);
        builder.zeroExtend32();
        return builder.synchronise().build();
    }

    /** The low bytes, zero-extended: what a load of so many bytes gives ({@code coerce_reg_to_size}); 8 changes nothing. */
    public Scalar truncate(int bytes) {
        return ScalarCast.truncate(this, bytes);
    }

    /**
     * The low bytes, sign-extended to the width and, at 32 bits, zero-extended from there: what {@code BPF_MOVSX} does. A
     * sign-extending load asks for 64 bits.
     */
    public Scalar signExtend(MemorySize from, OperationWidth width) {
        return ScalarCast.signExtend(this, from, width);
    }

    /** As the kernel's log prints it, {@code scalar(...)} or the number. */
    @Override
    public String toString() {
        return ScalarText.text(this, "");
    }
}
