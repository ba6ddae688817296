package dev.osmia.cli.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A table in columns as wide as their widest cell, numbers to the right. */
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
            throw new IllegalArgumentException("cells=" + cells.size() + " for titles=" + rows.get(0).size());
        }
        rows.add(List.copyOf(cells));
    }

    /** Writes the table, each line behind the indent. */
    public void print(PrintWriter out, String indent) {
        var widths = new int[rows.get(0).size()];
        var numeric = new boolean[widths.length];
        for (int column = 0; column < widths.length; column++) {
            int at = column;
            widths[column] = rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0);
            numeric[column] =
                    rows.size() > 1 && rows.stream().skip(1).allMatch(row -> row.get(at).matches("-?[0-9]+"));
        }
        for (var row : rows) {
            var line = new StringBuilder(indent);
            for (int column = 0; column < widths.length; column++) {
                var padding = " ".repeat(widths[column] - row.get(column).length());
                line.append(column == 0 ? "" : GAP)
                        .append(numeric[column] ? padding + row.get(column) : row.get(column) + padding);
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
