package dev.osmia.cli.parity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The differences that are known, one a line: the program, how the answers differ, and why. */
final class KnownDifferences {
    private static final String RESOURCE = "/parity/known-differences.tsv";

    /**
     * A line of the file.
     *
     * @param kind as {@link #kind} has it
     * @param reason what Osmia lacks or does otherwise
     */
    record Known(String kind, String reason) {}

    private final Map<String, Known> known = new TreeMap<>();

    private KnownDifferences() {}

    static KnownDifferences read() {
        var differences = new KnownDifferences();
        try (var stream = KnownDifferences.class.getResourceAsStream(RESOURCE)) {
            var text = stream == null ? "" : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            text.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .forEach(line -> {
                        var fields = line.split("\t", -1);
                        differences.known.put(fields[0], new Known(fields[1], fields[2]));
                    });
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return differences;
    }

    /** How two answers differ: {@code accepts}, {@code rejects} or {@code cannot say} of Osmia, or only their {@code message}. */
    static String kind(Comparison comparison) {
        return switch (comparison.osmia().kind()) {
            case ACCEPTS -> "accepts";
            case CANNOT_SAY -> "cannot say";
            case REJECTS -> comparison.isFalseRejection() ? "rejects" : "message";
        };
    }

    /** What has changed against the file, a line each: differences that are new, and known ones that are none any more. */
    List<String> changes(List<Comparison> comparisons) {
        var changes = new ArrayList<String>();
        for (var comparison : relevant(comparisons)) {
            var before = known.get(comparison.name());
            if (comparison.isSame() && before != null) {
                changes.add("no longer a difference, take it out of the file: " + comparison.name());
            } else if (!comparison.isSame() && (before == null || !before.kind().equals(kind(comparison)))) {
                changes.add("new: " + comparison.line());
            }
        }
        return changes;
    }

    private static List<Comparison> relevant(List<Comparison> comparisons) {
        return comparisons.stream()
                .filter(each -> each.isComparable() && Matrix.isInScope(each.type()))
                .toList();
    }

    /** Writes the file anew; reasons of differences that stay are kept, others are Osmia's own words, for an author to replace. */
    void write(List<Comparison> comparisons, Path file) throws IOException {
        var lines = new ArrayList<String>();
        lines.add("# Programs of the kernel's selftests that Osmia judges otherwise than Linux 6.18, one a line:");
        lines.add(
                "# source:program, what Osmia does (accepts, rejects, cannot say; message: rejects for another reason), why.");
        relevant(comparisons).stream()
                .filter(each -> !each.isSame())
                .map(this::row)
                .sorted()
                .forEach(lines::add);
        Files.write(file, lines);
    }

    private String row(Comparison comparison) {
        var before = known.get(comparison.name());
        String kind = kind(comparison);
        boolean stays = before != null && before.kind().equals(kind) && !kind.equals("cannot say");
        return String.join(
                "\t",
                comparison.name(),
                kind,
                stays ? before.reason() : comparison.osmia().message());
    }
}
