package dev.osmia.testkit;

import java.util.List;

/** The lines between the common start and the common end of two texts: enough to see what a change did. */
final class LineDifference {
    private static final int CONTEXT = 2;
    private static final int MOST_LINES = 40;

    private LineDifference() {}

    static String between(String expected, String actual) {
        var before = lines(expected);
        var after = lines(actual);
        var shorter = Math.min(before.size(), after.size());
        var start = 0;
        while (start < shorter && before.get(start).equals(after.get(start))) {
            start++;
        }
        var end = 0;
        while (end < shorter - start && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
            end++;
        }
        var text = new StringBuilder("@@ line " + (start + 1) + " @@\n");
        append(text, ' ', before.subList(Math.max(0, start - CONTEXT), start));
        append(text, '-', before.subList(start, before.size() - end));
        append(text, '+', after.subList(start, after.size() - end));
        append(text, ' ', after.subList(after.size() - end, Math.min(after.size(), after.size() - end + CONTEXT)));
        return text.toString();
    }

    // The part after the last line feed counts as a line, so that a missing line feed at the end shows.
    private static List<String> lines(String text) {
        return List.of(text.split("\n", -1));
    }

    private static void append(StringBuilder text, char mark, List<String> lines) {
        lines.stream()
                .limit(MOST_LINES)
                .forEach(line -> text.append(mark).append(line).append('\n'));
        if (lines.size() > MOST_LINES) {
            text.append(mark).append("... ").append(lines.size() - MOST_LINES).append(" more lines\n");
        }
    }
}
