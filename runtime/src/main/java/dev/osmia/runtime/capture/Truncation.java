package dev.osmia.runtime.capture;

/**
 * Where and how a capture was cut off. {@link #toString} is one line, worded like the message of a {@link MalformedCaptureException}.
 *
 * @param file the file's name
 * @param offset where the unfinished record or block starts, in bytes from the file's start
 * @param expected how many bytes it should have had
 * @param found how many there are
 */
public record Truncation(String file, long offset, long expected, long found) {
    @Override
    public String toString() {
        return "%s: offset 0x%x: cut off: expected %d bytes, found %d".formatted(file, offset, expected, found);
    }
}
