package dev.osmia.cli.report;

import dev.osmia.program.btf.BtfValue;
import java.util.HexFormat;
import java.util.Optional;
import java.util.StringJoiner;

/** Network addresses as people write them. */
public final class Addresses {
    private static final int MAC_BYTES = 6;
    private static final int IPV6_BYTES = 16;
    private static final int IPV6_GROUPS = 8;

    /** Where the IPv4 address stands in an IPv4-mapped IPv6 address (RFC 4291 section 2.5.5.2). */
    private static final int MAPPED_OFFSET = 12;

    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    private Addresses() {}

    /** An array of bytes that has the size of an address, as address; empty for other values. */
    public static Optional<String> text(BtfValue value) {
        if (!(value instanceof BtfValue.Elements array) || array.elementBytes() != 1) {
            return Optional.empty();
        }
        var bytes = new byte[array.elements().size()];
        for (int i = 0; i < bytes.length; i++) {
            if (!(array.elements().get(i) instanceof BtfValue.Whole whole)) {
                return Optional.empty();
            }
            bytes[i] = (byte) whole.value();
        }
        return switch (bytes.length) {
            case MAC_BYTES -> Optional.of(COLONS.formatHex(bytes));
            case IPV6_BYTES -> Optional.of(ip(bytes));
            default -> Optional.empty();
        };
    }

    private static String ip(byte[] bytes) {
        boolean mapped = bytes[10] == (byte) 0xff && bytes[11] == (byte) 0xff;
        for (int i = 0; i < 10; i++) {
            mapped &= bytes[i] == 0;
        }
        return mapped ? ipv4(bytes) : ipv6(bytes);
    }

    private static String ipv4(byte[] bytes) {
        var text = new StringJoiner(".");
        for (int i = MAPPED_OFFSET; i < IPV6_BYTES; i++) {
            text.add(Integer.toString(bytes[i] & 0xff));
        }
        return text.toString();
    }

    /** The canonical text of RFC 5952: the longest run of zeros, the first of equal ones, shortened to two colons. */
    private static String ipv6(byte[] bytes) {
        var groups = new int[IPV6_GROUPS];
        for (int i = 0; i < IPV6_GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
        }
        int runStart = -1;
        int runLength = 1;
        for (int start = 0; start < IPV6_GROUPS; start++) {
            int end = start;
            while (end < IPV6_GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - start > runLength) {
                runStart = start;
                runLength = end - start;
            }
        }
        var text = new StringBuilder();
        for (int i = 0; i < IPV6_GROUPS; i++) {
            if (i == runStart) {
                text.append("::");
                i += runLength - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
