package dev.osmia.cli.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A table in columns as wide as their widest cell, numbers to the right. Titles break into lines at underscores, to keep columns narrow. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** Starts with the columns' titles. */
    public TextTable(List<String> titles) {
        rows.add(List.copyOf(titles));
    }

    /** Adds a row of as many cells as there are titles. */
    public void row(List<String> cells) {
        if (cells.size() != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    "cells=" + cells.size() + " for titles=" + rows.get(0).size());
        }
        rows.add(List.copyOf(cells));
    }

    /** Writes the table, each line behind the indent. */
    public void print(PrintWriter out, String indent) {
        var titles = titleLines();
        var widths = new int[rows.get(0).size()];
        var numeric = new boolean[widths.length];
        for (int column = 0; column < widths.length; column++) {
            int at = column;
            widths[column] = Stream.concat(titles.stream(), rows.stream().skip(1))
                    .mapToInt(row -> row.get(at).length())
                    .max()
                    .orElse(0);
            numeric[column] = rows.size() > 1
                    && rows.stream().skip(1).allMatch(row -> row.get(at).matches("-?[0-9]+"));
        }
        Stream.concat(titles.stream(), rows.stream().skip(1))
                .forEach(row -> out.println((indent + line(row, widths, numeric)).stripTrailing()));
    }

    /** The titles, word under word; short ones stand on the last line. */
    private List<List<String>> titleLines() {
        var words = rows.get(0).stream().map(TextTable::words).toList();
        int height = words.stream().mapToInt(List::size).max().orElse(1);
        var lines = new ArrayList<List<String>>();
        for (int line = 0; line < height; line++) {
            int fromBottom = height - line;
            lines.add(words.stream()
                    .map(title -> fromBottom > title.size() ? "" : title.get(title.size() - fromBottom))
                    .toList());
        }
        return lines;
    }

    /** A leading underscore, as in {@code __pad}, belongs to the first word. */
    private static List<String> words(String title) {
        return List.of(title.split("(?<=[^_])_+(?=[^_])"));
    }

    private static String line(List<String> row, int[] widths, boolean[] numeric) {
        var line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            var padding = " ".repeat(widths[column] - row.get(column).length());
            line.append(column == 0 ? "" : GAP)
                    .append(numeric[column] ? padding + row.get(column) : row.get(column) + padding);
        }
        return line.toString();
    }
}
