package dev.osmia.runtime.capture;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A capture is not what it must be. The message is one line: {@code FILE: offset 0x1234: expected …, found …}.
 */
public final class MalformedCaptureException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String file;
    private final long offset;

    MalformedCaptureException(Path file, long offset, String expected, String found) {
        super("%s: offset 0x%x: expected %s, found %s".formatted(file, offset, expected, found));
        this.file = file.toString();
        this.offset = offset;
    }

    MalformedCaptureException(Path file, String expected, String found) {
        super("%s: expected %s, found %s".formatted(file, expected, found));
        this.file = file.toString();
        this.offset = -1;
    }

    /** The file's name as the reader was given it. */
    public String file() {
        return file;
    }

    /** Where in the file, in bytes from its start; empty where no one place is wrong. */
    public OptionalLong offset() {
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }
}
