package dev.osmia.cli.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Bytes as hexadecimal text, with or without white space between the digits. */
public final class Hex {
    private Hex() {}

    /**
     * The bytes.
     *
     * @param what names the text in the message where it is no hexadecimal
     */
    public static byte[] parse(String what, String text) {
        var digits = text.replaceAll("\\s", "");
        for (int i = 0; i < digits.length(); i++) {
            if (!HexFormat.isHexDigit(digits.charAt(i))) {
                throw new UnusableInputException("%s: '%c' is no hexadecimal digit".formatted(what, digits.charAt(i)));
            }
        }
        if (digits.length() % 2 != 0) {
            throw new UnusableInputException(
                    "%s: an odd number of hexadecimal digits, %d".formatted(what, digits.length()));
        }
        return HexFormat.of().parseHex(digits);
    }

    /** The bytes of the file of this name, or, where there is none, the bytes that the text says. */
    public static byte[] parseOrRead(String what, String fileOrText) throws IOException {
        if (fileOrText.matches("[0-9A-Fa-f\\s]*")) {
            return parse(what, fileOrText);
        }
        if (!Files.exists(Path.of(fileOrText))) {
            throw new UnusableInputException("%s %s: neither a file nor hexadecimal".formatted(what, fileOrText));
        }
        return Files.readAllBytes(Path.of(fileOrText));
    }
}
