package dev.osmia.program.assembly;

import java.util.ArrayList;
import java.util.List;

/** Cuts one line into tokens. Comments start with {@code ;} or {@code //} and end with the line. */
final class Tokenizer {
    /** Longer symbols stand before their beginnings. */
    private static final List<String> SYMBOLS = List.of(
            ">>=", "<<=", "+=", "-=", "*=", "/=", "%=", "|=", "&=", "^=", "==", "!=", "<=", ">=", "<", ">", "=", "&",
            "(", ")", "[", "]", ",", ":", "#", "*", "+", "-");

    private final String text;
    private final int line;
    private final List<Token> tokens = new ArrayList<>();
    private int position;

    private Tokenizer(String text, int line) {
        this.text = text;
        this.line = line;
    }

    /** The line's tokens from an index of the text on, the last one of kind END. */
    static List<Token> tokens(String text, int start, int line) {
        var tokenizer = new Tokenizer(text, line);
        tokenizer.position = start;
        while (tokenizer.skipSpace()) {
            tokenizer.takeToken();
        }
        tokenizer.tokens.add(new Token(Token.Kind.END, "", tokenizer.position + 1));
        return tokenizer.tokens;
    }

    private boolean skipSpace() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        return position < text.length() && text.charAt(position) != ';' && !text.startsWith("//", position);
    }

    private void takeToken() {
        char first = text.charAt(position);
        if (isDigit(first)) {
            take(Token.Kind.NUMBER, wordLength());
        } else if (isWordCharacter(first)) {
            take(Token.Kind.WORD, wordLength());
        } else {
            String symbol = SYMBOLS.stream()
                    .filter(candidate -> text.startsWith(candidate, position))
                    .findFirst()
                    .orElseThrow(() ->
                            new AssemblySyntaxException(line, position + 1, "unexpected character '" + first + "'"));
            take(Token.Kind.SYMBOL, symbol.length());
        }
    }

    private void take(Token.Kind kind, int length) {
        tokens.add(new Token(kind, text.substring(position, position + length), position + 1));
        position += length;
    }

    private int wordLength() {
        int end = position;
        while (end < text.length() && (isWordCharacter(text.charAt(end)) || isHyphen(end))) {
            end++;
        }
        return end - position;
    }

    /** A hyphen between letters, as in {@code kernel-function}; {@code pc-3} has none. */
    private boolean isHyphen(int at) {
        return text.charAt(at) == '-'
                && at > 0
                && at + 1 < text.length()
                && isLetter(text.charAt(at - 1))
                && isLetter(text.charAt(at + 1));
    }

    private static boolean isLetter(char character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    private static boolean isWordCharacter(char character) {
        return isLetter(character) || isDigit(character) || character == '_' || character == '.' || character == '$';
    }
}
