package dev.osmia.cli.report;

import java.io.PrintWriter;
import java.util.HexFormat;

/** Bytes for people, sixteen in a line behind their offset. */
public final class HexDump {
    private static final int ROW = 16;

    private HexDump() {}

    /** Writes the bytes, each line behind the indent. */
    public static void print(PrintWriter out, String indent, byte[] bytes) {
        var hex = HexFormat.of();
        for (int row = 0; row < bytes.length; row += ROW) {
            var line = new StringBuilder(indent).append(String.format("%04x:", row));
            for (int i = row; i < Math.min(row + ROW, bytes.length); i++) {
                line.append(i % 2 == 0 ? " " : "").append(hex.toHexDigits(bytes[i]));
            }
            out.println(line);
        }
    }
}
