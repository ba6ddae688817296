package dev.osmia.program.btf;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads values as people write them, for {@link BtfFormatter#write}: numbers ({@code 5}, {@code 0x1f}, {@code -1}), {@code true}, words
 * and quoted text, addresses ({@code 10.0.0.1}, {@code ::1}, {@code 02:00:00:00:00:01}: bytes in network order), prefixes
 * ({@code 10.0.0.0/8}: the length, then the address, as an LPM trie's key has them), arrays ({@code [1, 2]}) and fields
 * ({@code {a: 1, b: {c: 2}}} or {@code a=1,b.c=2}). JSON is a part of it.
 */
public final class BtfValueParser {
    private static final int MAX_DEPTH = 64;
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern MAC = Pattern.compile("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(0[xX][0-9a-fA-F]+|\\d+)");
    private static final Pattern REAL = Pattern.compile("[+-]?\\d+(\\.\\d+([eE][+-]?\\d+)?|[eE][+-]?\\d+)");
    private static final Pattern FIELDS = Pattern.compile("\\s*[A-Za-z_][A-Za-z0-9_.]*\\s*=.*", Pattern.DOTALL);
    private static final String IPV4_MAPPED = "00000000000000000000ffff";

    private final String text;
    private int position;

    private BtfValueParser(String text) {
        this.text = text;
    }

    /**
     * Reads one value that makes up the whole text.
     *
     * @throws IllegalArgumentException where it is none; the message names the place
     */
    public static BtfValue parse(String text) {
        var parser = new BtfValueParser(text);
        var value = FIELDS.matcher(text).matches() ? parser.fields(0, '\0') : parser.value(0);
        parser.skipSpace();
        if (parser.position < text.length()) {
            throw parser.error("the end");
        }
        return value;
    }

    private BtfValue value(int depth) {
        if (depth > MAX_DEPTH) {
            throw error("values nested at most " + MAX_DEPTH + " deep");
        }
        skipSpace();
        return switch (peek()) {
            case '{' -> {
                position++;
                yield fields(depth, '}');
            }
            case '[' -> {
                position++;
                yield elements(depth);
            }
            case '"' -> new BtfValue.Text(quoted());
            default -> literal(word(",]}"));
        };
    }

    private BtfValue fields(int depth, char end) {
        var fields = new ArrayList<BtfValue.Field>();
        skipSpace();
        while (peek() != end) {
            skipSpace();
            var name = peek() == '"' ? quoted() : word(":=,}");
            skipSpace();
            if (peek() != ':' && peek() != '=') {
                throw error("':' or '=' behind the name of a member");
            }
            position++;
            add(fields, List.of(name.split("\\.", -1)), value(depth + 1));
            separator(end);
        }
        if (end != '\0') {
            position++;
        }
        return new BtfValue.Fields(fields);
    }

    /** Adds {@code a.b.c = value} as a field of a field. */
    private static void add(List<BtfValue.Field> fields, List<String> path, BtfValue value) {
        BtfValue inner = value;
        for (int i = path.size() - 1; i > 0; i--) {
            inner = new BtfValue.Fields(List.of(new BtfValue.Field(path.get(i), inner)));
        }
        fields.add(new BtfValue.Field(path.get(0), inner));
    }

    private BtfValue elements(int depth) {
        var elements = new ArrayList<BtfValue>();
        skipSpace();
        while (peek() != ']') {
            elements.add(value(depth + 1));
            separator(']');
        }
        position++;
        return new BtfValue.Elements(elements);
    }

    private void separator(char end) {
        skipSpace();
        if (peek() == ',') {
            position++;
            skipSpace();
        } else if (peek() != end) {
            throw error("',' or " + (end == '\0' ? "the end" : "'" + end + "'"));
        }
    }

    private BtfValue literal(String word) {
        if (word.isEmpty()) {
            throw error("a value");
        } else if (NUMBER.matcher(word).matches()) {
            return number(word);
        } else if (word.equals("true") || word.equals("false")) {
            return new BtfValue.Truth(word.equals("true"));
        } else if (REAL.matcher(word).matches()) {
            return new BtfValue.Real(Double.parseDouble(word));
        } else if (MAC.matcher(word).matches()) {
            return new BtfValue.Bytes(HexFormat.ofDelimiter(":").parseHex(word));
        }
        int slash = word.indexOf('/');
        var address = address(slash < 0 ? word : word.substring(0, slash));
        if (address != null && slash >= 0) {
            return new BtfValue.Elements(List.of(number(word.substring(slash + 1)), address));
        }
        return address != null ? address : new BtfValue.Text(word);
    }

    private BtfValue number(String word) {
        boolean negative = word.startsWith("-");
        var digits = word.startsWith("+") || negative ? word.substring(1) : word;
        boolean hexadecimal = digits.startsWith("0x") || digits.startsWith("0X");
        try {
            long value = Long.parseUnsignedLong(hexadecimal ? digits.substring(2) : digits, hexadecimal ? 16 : 10);
            return new BtfValue.Whole(negative ? -value : value, negative);
        } catch (NumberFormatException e) {
            throw error("a number of at most 64 bits instead of '" + word + "'");
        }
    }

    /** The bytes of an IP address; null where the word is none. */
    private static BtfValue address(String word) {
        boolean ipv6 = IPV6.matcher(word).matches();
        if (!ipv6 && !IPV4.matcher(word).matches()) {
            return null;
        }
        try {
            // A literal as matched above is never looked up.
            var bytes = InetAddress.getByName(word).getAddress();
            return new BtfValue.Bytes(ipv6 && bytes.length == 4 ? mapped(bytes) : bytes);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static byte[] mapped(byte[] ipv4) {
        var bytes = Arrays.copyOf(HexFormat.of().parseHex(IPV4_MAPPED), 16);
        System.arraycopy(ipv4, 0, bytes, 12, ipv4.length);
        return bytes;
    }

    private String quoted() {
        var string = new StringBuilder();
        position++;
        while (peek() != '"') {
            if (position >= text.length()) {
                throw error("'\"'");
            }
            if (peek() == '\\') {
                position++;
                string.append(escaped());
            } else {
                string.append(peek());
            }
            position++;
        }
        position++;
        return string.toString();
    }

    private char escaped() {
        return switch (peek()) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'u' -> unicode();
            default -> peek();
        };
    }

    private char unicode() {
        int end = position + 1 + 4;
        try {
            int character = Integer.parseInt(text.substring(position + 1, Math.min(end, text.length())), 16);
            position = end - 1;
            return (char) character;
        } catch (NumberFormatException e) {
            throw error("four hex digits");
        }
    }

    private String word(String ends) {
        int start = position;
        while (position < text.length() && ends.indexOf(text.charAt(position)) < 0) {
            position++;
        }
        return text.substring(start, position).strip();
    }

    private void skipSpace() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    /** The next character; zero at the end. */
    private char peek() {
        return position < text.length() ? text.charAt(position) : '\0';
    }

    private IllegalArgumentException error(String expected) {
        return new IllegalArgumentException("'" + text + "': expected " + expected + " at character " + (position + 1));
    }
}
