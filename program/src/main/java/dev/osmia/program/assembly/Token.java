package dev.osmia.program.assembly;

/**
 * A word, number or symbol of assembly text.
 *
 * @param kind what it is
 * @param text as written; empty at the end of the line
 * @param column where it starts, counted from 1
 */
record Token(Kind kind, String text, int column) {

    enum Kind {
        WORD,
        NUMBER,
        SYMBOL,
        END
    }

    boolean is(String symbolOrWord) {
        return text.equals(symbolOrWord);
    }

    /** Whether the other token starts where this one ends. */
    boolean touches(Token next) {
        return next.column == column + text.length();
    }

    /** As an error message names it. */
    String described() {
        return kind == Kind.END ? "the end of the line" : "'" + text + "'";
    }
}
