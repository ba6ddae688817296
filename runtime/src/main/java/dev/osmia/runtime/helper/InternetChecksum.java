package dev.osmia.runtime.helper;

import dev.osmia.runtime.memory.LittleEndian;

/**
 * Arithmetic of the Internet checksum (RFC 1071) on words as they lie in memory. Sums of 32 bits are not folded yet; a checksum is the
 * complement of the folded sum.
 */
final class InternetChecksum {
    private static final int WORD = 0xffff;

    private InternetChecksum() {}

    /** The sum of two sums, with the carry added ({@code csum_add}). */
    static int add(int sum, int addend) {
        int result = sum + addend;
        return result + (Integer.compareUnsigned(result, addend) < 0 ? 1 : 0);
    }

    /** The difference of two sums ({@code csum_sub}). */
    static int subtract(int sum, int subtrahend) {
        return add(sum, ~subtrahend);
    }

    /** A sum in 16 bits ({@code csum_from32to16}). */
    static int fold(int sum) {
        int once = (sum & WORD) + (sum >>> 16);
        return (once & WORD) + (once >>> 16);
    }

    /** The checksum of a sum ({@code csum_fold}). */
    static int complement(int sum) {
        return ~fold(sum) & WORD;
    }

    /** The sum of two words in 16 bits, with the carry added ({@code csum16_add}). */
    static int add16(int sum, int addend) {
        int result = (sum + addend) & WORD;
        return (result + (result < addend ? 1 : 0)) & WORD;
    }

    /** The sum of bytes and of a seed; bytes that are no whole double word count as if zeros followed. */
    static int sum(byte[] bytes, int length, int seed) {
        int sum = seed;
        int i = 0;
        for (; i <= length - Integer.BYTES; i += Integer.BYTES) {
            sum = add(sum, (int) LittleEndian.INT_IN_ARRAY.get(bytes, i));
        }
        int rest = 0;
        for (int shift = 0; i < length; i++, shift += Byte.SIZE) {
            rest |= (bytes[i] & 0xff) << shift;
        }
        return add(sum, rest);
    }

    /** A checksum after a word that it covers changed ({@code csum_replace2}). */
    static int replaceWord(int checksum, int from, int to) {
        int without = add16(~checksum & WORD, ~from & WORD);
        return ~add16(without, to & WORD) & WORD;
    }

    /** A checksum after a double word that it covers changed ({@code csum_replace4}). */
    static int replaceDoubleWord(int checksum, int from, int to) {
        return complement(add(subtract(~checksum, from), to));
    }

    /** A checksum after what it covers changed by this difference ({@code csum_replace_by_diff}). */
    static int replaceByDifference(int checksum, int difference) {
        return complement(add(difference, ~checksum));
    }
}
