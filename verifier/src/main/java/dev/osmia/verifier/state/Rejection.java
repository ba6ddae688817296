package dev.osmia.verifier.state;

import java.util.ArrayList;
import java.util.List;

/**
 * The program is not safe. Thrown by what checks, caught by what walks; it never leaves the verifier. Carries the reason as the
 * kernel's log words it, line by line: the part that finds the fault gives the first line, parts above may add theirs.
 */
public final class Rejection extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> lines = new ArrayList<>(2);

    private Rejection(String line) {
        super(line, null, false, false);
        lines.add(line);
    }

    /** A reason; the arguments fill it in as {@link String#format} does. */
    public static Rejection of(String format, Object... arguments) {
        return new Rejection(arguments.length == 0 ? format : String.format(format, arguments));
    }

    /** Adds a line. */
    public Rejection with(String format, Object... arguments) {
        lines.add(String.format(format, arguments));
        return this;
    }

    /** The lines in the log's order. */
    public List<String> lines() {
        return lines;
    }
}
