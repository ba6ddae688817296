package dev.osmia.verifier.domain;

import dev.osmia.program.instruction.OperationWidth;

/**
 * A tristate number: each bit is known to be 0, known to be 1, or unknown. Well-formed when no bit is set in both parts.
 *
 * <p>Every operation is sound (the result of any members is a member of the result) and exactly as precise as the kernel's own
 * tristate numbers, because verdicts depend on it. The algorithms are those of Vishwanathan et al., "Sound, Precise, and Fast
 * Abstract Interpretation with Tristate Numbers" (CGO 2022), the multiplication that of Linux 6.18.
 *
 * @param value the bits known to be 1
 * @param mask the unknown bits
 */
public record Tnum(long value, long mask) {
    /** Nothing known. */
    public static final Tnum UNKNOWN = new Tnum(0, -1);

    private static final long LOW_WORD = 0xffff_ffffL;

    /** All bits known. */
    public static Tnum constant(long value) {
        return new Tnum(value, 0);
    }

    /** What the numbers between two unsigned limits have in common: their leading bits. */
    public static Tnum range(long unsignedMin, long unsignedMax) {
        int equalBits = Long.numberOfLeadingZeros(unsignedMin ^ unsignedMax);
        if (equalBits == 0) {
            return UNKNOWN;
        }
        long varying = (1L << (64 - equalBits)) - 1;
        return new Tnum(unsignedMin & ~varying, varying);
    }

    /** Whether all bits are known. */
    public boolean isConstant() {
        return mask == 0;
    }

    /** Whether all of the low 32 bits are known. */
    public boolean isLowWordConstant() {
        return (mask & LOW_WORD) == 0;
    }

    /** Whether nothing is known. */
    public boolean isUnknown() {
        return mask == -1;
    }

    /** The smallest member, unsigned: all unknown bits 0. */
    public long unsignedMin() {
        return value;
    }

    /** The largest member, unsigned: all unknown bits 1. */
    public long unsignedMax() {
        return value | mask;
    }

    /** Whether the number is a member. */
    public boolean contains(long number) {
        return (number & ~mask) == value;
    }

    /** Whether every member of the other is a member of this. */
    public boolean contains(Tnum other) {
        return (other.mask & ~mask) == 0 && (other.value & ~mask) == value;
    }

    /**
     * The smallest member greater than the number, unsigned; the largest member where none is greater.
     *
     * <p>A member is {@link #value()} plus some of the unknown bits, so what is sought is the next greater choice of unknown bits:
     * one more than the number, with the carry running over bits that are known. Below the highest bit that no choice can have, all
     * bits count as filled.
     */
    public long next(long number) {
        if (Long.compareUnsigned(number, unsignedMax()) >= 0) {
            return unsignedMax();
        }
        if (Long.compareUnsigned(number, value) < 0) {
            return value;
        }
        long excess = number - value;
        long highestKnown = Long.highestOneBit(excess & ~mask);
        long filled = excess | ~mask | (highestKnown == 0 ? 0 : highestKnown - 1);
        return value | ((filled + 1) & mask);
    }

    /** Whether no known bit contradicts one of the other: whether there is a common member. */
    public boolean overlaps(Tnum other) {
        return ((value ^ other.value) & ~mask & ~other.mask) == 0;
    }

    /** Whether every member is a multiple of the size, a power of two; always true of size 0. */
    public boolean isAligned(long size) {
        return size == 0 || (unsignedMax() & (size - 1)) == 0;
    }

    /** The members shifted left; the amount is below 64. */
    public Tnum shiftLeft(int amount) {
        return new Tnum(value << amount, mask << amount);
    }

    /** The members shifted right, zeros coming in; the amount is below 64. */
    public Tnum shiftRight(int amount) {
        return new Tnum(value >>> amount, mask >>> amount);
    }

    /** The members shifted right at the width, copies of the sign bit coming in; at 32 bits the result's high half is 0. */
    public Tnum shiftRightSigned(int amount, OperationWidth width) {
        return switch (width) {
            case W32 -> new Tnum(((int) value >> amount) & LOW_WORD, ((int) mask >> amount) & LOW_WORD);
            case W64 -> new Tnum(value >> amount, mask >> amount);
        };
    }

    /** All sums. */
    public Tnum add(Tnum other) {
        long least = value + other.value;
        long greatest = least + mask + other.mask;
        long unknown = (greatest ^ least) | mask | other.mask;
        return new Tnum(least & ~unknown, unknown);
    }

    /** All differences. */
    public Tnum subtract(Tnum other) {
        long difference = value - other.value;
        long unknown = ((difference + mask) ^ (difference - other.mask)) | mask | other.mask;
        return new Tnum(difference & ~unknown, unknown);
    }

    /** All negations. */
    public Tnum negate() {
        return constant(0).subtract(this);
    }

    /** All bitwise conjunctions. */
    public Tnum and(Tnum other) {
        long ones = value & other.value;
        return new Tnum(ones, unsignedMax() & other.unsignedMax() & ~ones);
    }

    /** All bitwise disjunctions. */
    public Tnum or(Tnum other) {
        long ones = value | other.value;
        return new Tnum(ones, (mask | other.mask) & ~ones);
    }

    /** All bitwise exclusive disjunctions. */
    public Tnum xor(Tnum other) {
        long unknown = mask | other.mask;
        return new Tnum((value ^ other.value) & ~unknown, unknown);
    }

    /**
     * All products, by long multiplication: where a bit of this is unknown, the running sum may or may not take the shifted other
     * in, and what both outcomes share is kept.
     */
    public Tnum multiply(Tnum other) {
        var sum = constant(0);
        var multiplier = this;
        var multiplicand = other;
        while (multiplier.unsignedMax() != 0) {
            if ((multiplier.value & 1) != 0) {
                sum = sum.add(multiplicand);
            } else if ((multiplier.mask & 1) != 0) {
                sum = sum.union(sum.add(multiplicand));
            }
            multiplier = multiplier.shiftRight(1);
            multiplicand = multiplicand.shiftLeft(1);
        }
        return sum;
    }

    /** The common members. Where the two contradict each other in a bit, there are none, and the result has a 1 there. */
    public Tnum intersect(Tnum other) {
        long unknown = mask & other.mask;
        return new Tnum((value | other.value) & ~unknown, unknown);
    }

    /** The smallest tristate number that has the members of both. */
    public Tnum union(Tnum other) {
        long unknown = (value ^ other.value) | mask | other.mask;
        return new Tnum(value & other.value & ~unknown, unknown);
    }

    /** The low bytes in reverse order; the others become 0. */
    public Tnum reverseBytes(int bytes) {
        int unused = 64 - bytes * 8;
        return new Tnum(Long.reverseBytes(value) >>> unused, Long.reverseBytes(mask) >>> unused);
    }

    /** The low bytes; the others become 0. */
    public Tnum truncate(int bytes) {
        if (bytes >= 8) {
            return this;
        }
        long kept = (1L << (bytes * 8)) - 1;
        return new Tnum(value & kept, mask & kept);
    }

    /** The low 32 bits; the high ones become 0. */
    public Tnum lowWord() {
        return new Tnum(value & LOW_WORD, mask & LOW_WORD);
    }

    /** The high 32 bits in their place; the low ones become 0. */
    public Tnum withoutLowWord() {
        return new Tnum(value & ~LOW_WORD, mask & ~LOW_WORD);
    }

    /** This number's high 32 bits before the other's low 32 bits. */
    public Tnum withLowWord(Tnum other) {
        return new Tnum((value & ~LOW_WORD) | (other.value & LOW_WORD), (mask & ~LOW_WORD) | (other.mask & LOW_WORD));
    }

    /** As the kernel's log prints it: {@code (0x0; 0xff)}, or the number itself where all bits are known. */
    @Override
    public String toString() {
        if (isConstant()) {
            return ScalarText.unsigned(value);
        }
        return "(0x" + Long.toHexString(value) + "; 0x" + Long.toHexString(mask) + ")";
    }
}
