package dev.osmia.verifier.domain;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * Abstract numbers small enough to name all their members, placed around the borders where the readings of a register part: 0, the
 * sign bit and the carry of the low half, the sign bit of the whole. {@code -Dosmia.domain.window=N} makes ranges of up to N numbers.
 */
final class SmallScalars {
    private static final int WINDOW = Integer.getInteger("osmia.domain.window", 6);
    private static final long[] BORDERS = {0, 1L << 31, 1L << 32, -1L << 31, -1L << 32, Long.MIN_VALUE, 0x5_8000_0000L};

    /**
     * One of them.
     *
     * @param members the concrete numbers that went in; each must be a member of whatever is made of the scalar
     */
    record Small(Scalar scalar, long[] members) {}

    private SmallScalars() {}

    /** Ranges and bit patterns around all borders. */
    static List<Small> all() {
        var all = new LinkedHashSet<Small>();
        for (long border : BORDERS) {
            addRanges(all, border - WINDOW / 2);
            addBits(all, border - 2);
            addBits(all, border);
        }
        return List.copyOf(all);
    }

    private static void addRanges(LinkedHashSet<Small> all, long base) {
        for (int first = 0; first < WINDOW; first++) {
            for (int last = first; last < WINDOW; last++) {
                long min = base + first;
                long max = base + last;
                var members = members(last - first + 1, i -> min + i);
                if (Long.compareUnsigned(min, max) <= 0) {
                    all.add(new Small(Scalar.ofUnsignedRange(min, max), members));
                }
                if (min <= max) {
                    all.add(new Small(Scalar.ofSignedRange(min, max), members));
                }
            }
        }
    }

    private static void addBits(LinkedHashSet<Small> all, long base) {
        long high = base & ~3L;
        for (long mask = 1; mask < 4; mask++) {
            for (long border : new long[] {0, 1L << 31, 1L << 63}) {
                long unknown = mask | border;
                var bits = new Tnum((high | 3) & ~unknown, unknown);
                var members = new ArrayList<Long>();
                long part = 0;
                do {
                    members.add(bits.value() | part);
                    part = (part - unknown) & unknown;
                } while (part != 0);
                all.add(new Small(
                        Scalar.ofBits(bits),
                        members.stream().mapToLong(Long::longValue).toArray()));
            }
        }
    }

    private static long[] members(int count, LongUnaryOperator member) {
        var members = new long[count];
        for (int i = 0; i < count; i++) {
            members[i] = member.applyAsLong(i);
        }
        return members;
    }
}
