package dev.osmia.program.input;

import java.util.OptionalLong;

/**
 * An object file is not what it must be. The message is one line: {@code FILE: offset 0x1234: expected …, found …}.
 */
public final class MalformedObjectException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int MAX_MESSAGE_LENGTH = 600;

    private final String file;
    private final long offset;

    /**
     * Something at a byte of the file is wrong.
     *
     * @param file the file's name
     * @param offset where in the file, in bytes from its start
     * @param expected what should have been there
     * @param found what was there instead
     */
    public MalformedObjectException(String file, long offset, String expected, String found) {
        super(oneLine("%s: offset 0x%x: expected %s, found %s".formatted(file, offset, expected, found)));
        this.file = file;
        this.offset = offset;
    }

    /**
     * Something that has no one place in the file is wrong, such as a section that is missing.
     *
     * @param file the file's name
     * @param expected what should have been there
     * @param found what was there instead
     */
    public MalformedObjectException(String file, String expected, String found) {
        super(oneLine("%s: expected %s, found %s".formatted(file, expected, found)));
        this.file = file;
        this.offset = -1;
    }

    /** The file's name as its reader was given it. */
    public String file() {
        return file;
    }

    /** Where in the file, in bytes from its start; empty where no one place is wrong. */
    public OptionalLong offset() {
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** Names come from the file itself and may hold anything; a terminal must not be made to obey them. */
    private static String oneLine(String message) {
        var line = new StringBuilder(message.length());
        message.codePoints()
                .limit(MAX_MESSAGE_LENGTH)
                .map(character -> Character.isISOControl(character) ? '?' : character)
                .forEach(line::appendCodePoint);
        return line.toString();
    }
}
