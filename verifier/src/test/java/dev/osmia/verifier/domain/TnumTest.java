package dev.osmia.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Small tristate numbers are enumerated together with all their members; wide ones are drawn at random with some of their members. */
final class TnumTest {
    /** Where the four varying bits lie: the low end, across bit 31, across the sign bit. */
    private static final int[] POSITIONS = {0, 30, 60};

    @Test
    void addsWithoutLosingAMemberOrAKnownBit() {
        checkBest(Tnum::add, (a, b) -> a + b);
    }

    @Test
    void subtractsWithoutLosingAMemberOrAKnownBit() {
        checkBest(Tnum::subtract, (a, b) -> a - b);
    }

    @Test
    void negatesWithoutLosingAMemberOrAKnownBit() {
        checkBest((a, b) -> a.negate(), (a, b) -> -a);
    }

    @Test
    void conjoinsWithoutLosingAMemberOrAKnownBit() {
        checkBest(Tnum::and, (a, b) -> a & b);
    }

    @Test
    void disjoinsWithoutLosingAMemberOrAKnownBit() {
        checkBest(Tnum::or, (a, b) -> a | b);
    }

    @Test
    void disjoinsExclusivelyWithoutLosingAMemberOrAKnownBit() {
        checkBest(Tnum::xor, (a, b) -> a ^ b);
    }

    @Test
    void multipliesWithoutLosingAMember() {
        forAllPairs((a, b) -> checkContainsAll(a, b, a.multiply(b), (x, y) -> x * y));
    }

    @Test
    void multiplyingByAConstantPowerOfTwoIsAShift() {
        forAll(a -> assertThat(a.multiply(Tnum.constant(8))).isEqualTo(a.shiftLeft(3)));
    }

    @Test
    void shiftsWithoutLosingAMemberOrAKnownBit() {
        for (int amount : new int[] {0, 1, 3, 31, 32, 63}) {
            checkBestOfOne(a -> a.shiftLeft(amount), x -> x << amount);
            checkBestOfOne(a -> a.shiftRight(amount), x -> x >>> amount);
            checkBestOfOne(a -> a.shiftRightSigned(amount, OperationWidth.W64), x -> x >> amount);
        }
    }

    @Test
    void shiftsTheLowWordWithoutLosingAMemberOrAKnownBit() {
        for (int amount : new int[] {0, 1, 3, 31}) {
            checkBestOfOne(
                    a -> a.lowWord().shiftRightSigned(amount, OperationWidth.W32),
                    x -> Integer.toUnsignedLong((int) x >> amount));
        }
    }

    @Test
    void cutsAndReversesBytesWithoutLosingAMemberOrAKnownBit() {
        for (int bytes : new int[] {1, 2, 4}) {
            long kept = (1L << (bytes * 8)) - 1;
            checkBestOfOne(a -> a.truncate(bytes), x -> x & kept);
        }
        checkBestOfOne(a -> a.truncate(8), x -> x);
        checkBestOfOne(a -> a.reverseBytes(2), x -> Short.toUnsignedLong(Short.reverseBytes((short) x)));
        checkBestOfOne(a -> a.reverseBytes(4), x -> Integer.toUnsignedLong(Integer.reverseBytes((int) x)));
        checkBestOfOne(a -> a.reverseBytes(8), Long::reverseBytes);
    }

    @Test
    void exchangesTheLowWord() {
        forAllPairs((a, b) ->
                checkContainsAll(a, b, a.withLowWord(b), (x, y) -> (x & 0xffff_ffff_0000_0000L) | (y & 0xffff_ffffL)));
        checkBestOfOne(Tnum::lowWord, x -> x & 0xffff_ffffL);
        checkBestOfOne(Tnum::withoutLowWord, x -> x & 0xffff_ffff_0000_0000L);
    }

    @Test
    void unionHasTheMembersOfBothAndIntersectionTheCommonOnes() {
        forAllPairs((a, b) -> {
            var both = new ArrayList<>(members(a));
            both.addAll(members(b));
            assertThat(a.union(b)).isEqualTo(best(both));
            var common = members(a).stream().filter(b::contains).toList();
            assertThat(a.overlaps(b)).isEqualTo(!common.isEmpty());
            if (!common.isEmpty()) {
                assertThat(a.intersect(b)).isEqualTo(best(common));
            }
        });
    }

    @Test
    void containsExactlyTheNumbersThatItsMembersAre() {
        forAllPairs((a, b) -> assertThat(a.contains(b)).isEqualTo(members(a).containsAll(members(b))));
    }

    @Test
    void rangeHasTheCommonLeadingBits() {
        for (long base : new long[] {0, -8, 0x7ffffff8L, 0xfffffff8L, 0x7ffffffffffffff8L}) {
            for (long min = base; min != base + 16; min++) {
                for (long max = min; max != base + 16 && Long.compareUnsigned(min, max) <= 0; max++) {
                    var range = Tnum.range(min, max);
                    for (long x = min; x != max + 1; x++) {
                        assertThat(range.contains(x)).isTrue();
                    }
                    int common = Long.numberOfLeadingZeros(min ^ max);
                    assertThat(Long.numberOfLeadingZeros(range.mask())).isEqualTo(common);
                }
            }
        }
    }

    @Test
    void nextIsTheSmallestGreaterMember() {
        forAll(a -> {
            var members = members(a);
            for (long probe : members) {
                for (long number = probe - 2; number != probe + 3; number++) {
                    long from = number;
                    long expected = members.stream()
                            .filter(x -> Long.compareUnsigned(x, from) > 0)
                            .min(Long::compareUnsigned)
                            .orElse(a.unsignedMax());
                    assertThat(a.next(number)).as("%s after %x", a, number).isEqualTo(expected);
                }
            }
        });
    }

    @Test
    void isAlignedWhenEveryMemberIs() {
        for (long size : new long[] {1, 2, 4, 8, 1L << 32}) {
            forAll(a ->
                    assertThat(a.isAligned(size)).isEqualTo(members(a).stream().allMatch(x -> x % size == 0)));
        }
        assertThat(Tnum.UNKNOWN.isAligned(0)).isTrue();
    }

    @Test
    void wideNumbersKeepSampledMembers() {
        Seeds.forAll(20_000, random -> {
            var a = wide(random);
            var b = wide(random);
            long x = member(a, random);
            long y = member(b, random);
            assertThat(a.add(b).contains(x + y)).isTrue();
            assertThat(a.subtract(b).contains(x - y)).isTrue();
            assertThat(a.multiply(b).contains(x * y)).isTrue();
            assertThat(a.and(b).contains(x & y)).isTrue();
            assertThat(a.or(b).contains(x | y)).isTrue();
            assertThat(a.xor(b).contains(x ^ y)).isTrue();
            assertThat(a.union(b).contains(x)).isTrue();
            long next = a.next(y);
            assertThat(a.contains(next)).isTrue();
            if (Long.compareUnsigned(y, a.unsignedMax()) < 0) {
                assertThat(Long.compareUnsigned(next, y)).isPositive();
                assertThat(Long.compareUnsigned(x, y) > 0 && Long.compareUnsigned(x, next) < 0)
                        .isFalse();
            }
        });
    }

    @Test
    void printsAsTheKernelDoes() {
        assertThat(new Tnum(0, 0xff)).hasToString("(0x0; 0xff)");
        assertThat(new Tnum(0x8000_0000_0000_0000L, 0x7fff)).hasToString("(0x8000000000000000; 0x7fff)");
        assertThat(Tnum.constant(65535)).hasToString("65535");
        assertThat(Tnum.constant(65536)).hasToString("0x10000");
    }

    private interface OfOne {
        void check(Tnum a);
    }

    private interface OfTwo {
        void check(Tnum a, Tnum b);
    }

    private static void forAll(OfOne property) {
        for (int position : POSITIONS) {
            small(position).forEach(property::check);
        }
    }

    private static void forAllPairs(OfTwo property) {
        for (int position : POSITIONS) {
            var all = small(position);
            all.forEach(a -> all.forEach(b -> property.check(a, b)));
        }
    }

    private static void checkBest(BinaryOperator<Tnum> operation, LongBinaryOperator concrete) {
        forAllPairs((a, b) -> {
            var results = new ArrayList<Long>();
            members(a).forEach(x -> members(b).forEach(y -> results.add(concrete.applyAsLong(x, y))));
            assertEqual(operation.apply(a, b), best(results), a, b);
        });
    }

    private static void checkBestOfOne(UnaryOperator<Tnum> operation, LongUnaryOperator concrete) {
        forAll(a -> {
            var results = members(a).stream().map(concrete::applyAsLong).toList();
            assertEqual(operation.apply(a), best(results), a, a);
        });
    }

    private static void assertEqual(Tnum actual, Tnum expected, Tnum a, Tnum b) {
        if (!actual.equals(expected)) {
            throw new AssertionError("of " + a + " and " + b + ": " + actual + ", but best is " + expected);
        }
    }

    private static void checkContainsAll(Tnum a, Tnum b, Tnum result, LongBinaryOperator concrete) {
        for (long x : members(a)) {
            for (long y : members(b)) {
                if (!result.contains(concrete.applyAsLong(x, y))) {
                    throw new AssertionError(
                            "of " + a + " and " + b + ": " + result + " lacks that of " + x + ", " + y);
                }
            }
        }
    }

    /** All numbers whose bits are known but for four at the position, with ones above them or zeros. */
    private static List<Tnum> small(int position) {
        var all = new ArrayList<Tnum>();
        for (long mask = 0; mask < 16; mask++) {
            for (long value = 0; value < 16; value++) {
                if ((value & mask) == 0) {
                    all.add(new Tnum(value << position, mask << position));
                }
            }
        }
        return all;
    }

    private static List<Long> members(Tnum a) {
        var members = new ArrayList<Long>();
        long part = 0;
        do {
            members.add(a.value() | part);
            part = (part - a.mask()) & a.mask();
        } while (part != 0);
        return members;
    }

    private static Tnum best(List<Long> members) {
        long first = members.get(0);
        long unknown = 0;
        for (long member : members) {
            unknown |= member ^ first;
        }
        return new Tnum(first & ~unknown, unknown);
    }

    private static Tnum wide(RandomGenerator random) {
        long mask = random.nextLong() & (random.nextBoolean() ? random.nextLong() : -1L >>> random.nextInt(64));
        return new Tnum(random.nextLong() & ~mask, mask);
    }

    private static long member(Tnum a, RandomGenerator random) {
        return a.value() | (random.nextLong() & a.mask());
    }
}
