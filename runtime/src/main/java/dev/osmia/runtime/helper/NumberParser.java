package dev.osmia.runtime.helper;

import dev.osmia.program.uapi.Errno;

/** Parses numbers as {@code bpf_strtol} and {@code bpf_strtoul} do. */
final class NumberParser {
    /** {@code BPF_STRTOX_BASE_MASK}. */
    private static final long BASE_MASK = 0x1f;

    /** The kernel looks at no more characters behind white space and sign. */
    private static final int MAX_CHARACTERS = 63;

    private final byte[] text;
    private long value;

    NumberParser(byte[] text) {
        this.text = text;
    }

    /** The number, after {@link #parse} has found one. */
    long value() {
        return value;
    }

    /** Parses a number in the base that the flags ask for; gives how many bytes it took with what stands before it, or a negative error. */
    int parse(long flags, boolean signed) {
        int base = (int) (flags & BASE_MASK);
        if ((base != 0 && base != 8 && base != 10 && base != 16) || (flags & ~BASE_MASK) != 0) {
            return -Errno.EINVAL;
        }
        int start = 0;
        while (start < text.length && isSpace(text[start])) {
            start++;
        }
        boolean negative = start < text.length && text[start] == '-';
        if (negative) {
            start++;
        }
        int consumed = digits(start, base);
        if (consumed < 0) {
            return consumed;
        }
        if (!signed) {
            return negative ? -Errno.EINVAL : consumed;
        }
        value = negative ? -value : value;
        boolean overflow = negative ? value > 0 : value < 0;
        return overflow ? -Errno.ERANGE : consumed;
    }

    private int digits(int start, int askedBase) {
        int end = (int) Math.min(text.length, (long) start + MAX_CHARACTERS);
        int at = start;
        int base = askedBase;
        boolean hexPrefix = at + 1 < end && text[at] == '0' && (text[at + 1] | 0x20) == 'x';
        if (base == 0) {
            boolean hex = hexPrefix && at + 2 < end && digit(text[at + 2]) < 16;
            base = hex ? 16 : at < end && text[at] == '0' ? 8 : 10;
        }
        if (base == 16 && hexPrefix) {
            at += 2;
        }
        int first = at;
        boolean overflow = false;
        value = 0;
        for (; at < end && digit(text[at]) < base; at++) {
            int digit = digit(text[at]);
            overflow |= Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, base)) > 0;
            value = value * base + digit;
        }
        if (overflow) {
            return -Errno.ERANGE;
        }
        return at == first ? -Errno.EINVAL : at;
    }

    private static int digit(byte c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : Integer.MAX_VALUE;
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || (c >= '\t' && c <= '\r') || c == (byte) 0xa0;
    }
}
