package dev.osmia.program.bytes;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A table of zero-terminated strings, addressed by the offset of their first byte, as ELF and BTF have them.
 *
 * <p>Strings may share bytes (one may be another's tail), so a small crafted table could stand for gigabytes of text; what is taken
 * out of a table is therefore limited to a multiple of its size.
 */
public final class StringTable {
    private static final long MAX_SHARING = 64;
    private static final long ALWAYS_ALLOWED = 1 << 16;

    private final ObjectBytes bytes;
    private final Map<Integer, String> read = new HashMap<>();
    private long budget;

    /** A table that fills this range. */
    public StringTable(ObjectBytes bytes) {
        this.bytes = bytes;
        this.budget = ALWAYS_ALLOWED + MAX_SHARING * bytes.length();
    }

    /** The string that starts at the offset. */
    public String at(long offset, String what) {
        if (offset >= bytes.length()) {
            throw bytes.malformed(
                    0,
                    what + " within these " + bytes.length() + " bytes of strings",
                    "offset 0x" + Long.toHexString(offset));
        }
        var known = read.get((int) offset);
        return known != null ? known : decode((int) offset, what);
    }

    /** A copy of the whole table. */
    public byte[] toArray() {
        return bytes.toArray();
    }

    private String decode(int offset, String what) {
        int end = bytes.zeroFrom(offset);
        if (end < 0) {
            throw bytes.malformed(offset, what + " that ends with a zero byte", "the end of the string table");
        }
        budget -= end - offset;
        if (budget < 0) {
            throw bytes.malformed(offset, "strings that overlap less than " + MAX_SHARING + " times", what);
        }
        var text = new String(bytes.slice(offset, end - offset, what).toArray(), StandardCharsets.UTF_8);
        read.put(offset, text);
        return text;
    }
}
