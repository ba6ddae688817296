package dev.osmia.verifier.domain;

import java.util.ArrayList;
import java.util.List;

/** Scalars as the kernel's verifier log prints them. */
public final class ScalarText {
    private static final long UNSIGNED_DECIMAL_MAX = 0xffff;

    private ScalarText() {}

    private static final class Bound {
        final String name;
        final long value;
        final boolean signed;
        boolean omitted;

        Bound(String name, long value, boolean signed, boolean omitted) {
            this.name = name;
            this.value = value;
            this.signed = signed;
            this.omitted = omitted;
        }

        boolean negative() {
            return signed && value < 0;
        }
    }

    /**
     * The whole text: the number where it is constant, else {@code scalar(id=1,umax=255,var_off=(0x0; 0xff))}.
     *
     * @param attributes what stands first in the parentheses, such as {@code id=1}; may be empty
     */
    public static String text(Scalar scalar, String attributes) {
        if (scalar.isConstant()) {
            return signed(scalar.constantValue());
        }
        String ranges = ranges(scalar);
        String separator = attributes.isEmpty() || ranges.isEmpty() ? "" : ",";
        return "scalar(" + attributes + separator + ranges + ")";
    }

    /** Only what stands in the parentheses: bounds that say something, equal ones joined, and the known bits; may be empty. */
    public static String ranges(Scalar scalar) {
        var parts = new ArrayList<String>();
        var bounds = bounds(scalar);
        for (int i = 0; i < bounds.size(); i++) {
            if (!bounds.get(i).omitted) {
                parts.add(joinedWithEqualBounds(bounds, i));
            }
        }
        if (!scalar.bits().isUnknown()) {
            parts.add("var_off=" + scalar.bits());
        }
        return String.join(",", parts);
    }

    private static String joinedWithEqualBounds(List<Bound> bounds, int index) {
        var first = bounds.get(index);
        var text = new StringBuilder(first.name).append('=');
        for (int i = index + 2; i < bounds.size(); i += 2) {
            var other = bounds.get(i);
            if (!other.omitted && other.value == first.value && other.negative() == first.negative()) {
                other.omitted = true;
                text.append(other.name).append('=');
            }
        }
        return text.append(first.signed ? signed(first.value) : unsigned(first.value))
                .toString();
    }

    private static List<Bound> bounds(Scalar s) {
        return List.of(
                new Bound("smin", s.signedMin(), true, s.signedMin() == Long.MIN_VALUE),
                new Bound("smax", s.signedMax(), true, s.signedMax() == Long.MAX_VALUE),
                new Bound("umin", s.unsignedMin(), false, s.unsignedMin() == 0),
                new Bound("umax", s.unsignedMax(), false, s.unsignedMax() == -1),
                new Bound("smin32", word(s.signed32Min()), true, s.signed32Min() == Integer.MIN_VALUE),
                new Bound("smax32", word(s.signed32Max()), true, s.signed32Max() == Integer.MAX_VALUE),
                new Bound("umin32", Integer.toUnsignedLong(s.unsigned32Min()), false, s.unsigned32Min() == 0),
                new Bound("umax32", Integer.toUnsignedLong(s.unsigned32Max()), false, s.unsigned32Max() == -1));
    }

    /** A signed word is sign-extended only where it is printed in decimal: in hexadecimal its own eight digits are clearer. */
    private static long word(int value) {
        return isSignedDecimal(value) ? value : Integer.toUnsignedLong(value);
    }

    /** A number read as signed: decimal between -32768 and 32767, else hexadecimal. */
    public static String signed(long value) {
        return isSignedDecimal(value) ? Long.toString(value) : "0x" + Long.toHexString(value);
    }

    /** A number read as unsigned: decimal up to 65535, else hexadecimal. */
    public static String unsigned(long value) {
        return Long.compareUnsigned(value, UNSIGNED_DECIMAL_MAX) <= 0
                ? Long.toString(value)
                : "0x" + Long.toHexString(value);
    }

    private static boolean isSignedDecimal(long value) {
        return value == (short) value;
    }
}
