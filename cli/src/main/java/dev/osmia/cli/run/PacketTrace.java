package dev.osmia.cli.run;

import dev.osmia.cli.report.Format;
import dev.osmia.cli.report.Json;
import dev.osmia.runtime.capture.CaptureReader;
import dev.osmia.runtime.packet.Packet;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.LinkedHashMap;

/** Shows each packet after the programs have run. */
final class PacketTrace implements PacketListener {
    private static final int TEXT_BYTES = 32;

    private final Format format;
    private final PrintWriter out;

    PacketTrace(Format format, PrintWriter out) {
        this.format = format;
        this.out = out;
    }

    @Override
    public void packet(long number, CaptureReader capture, Packet packet, Outcome outcome) {
        switch (format) {
            case TEXT -> text(number, packet, outcome);
            case JSON -> json(number, packet, outcome);
        }
    }

    private void text(long number, Packet packet, Outcome outcome) {
        var line = new StringBuilder().append(number).append(':');
        if (outcome.sawXdp()) {
            line.append(' ').append(outcome.xdpAction());
        }
        if (outcome.sawTc()) {
            line.append(' ').append(outcome.tcAction());
        }
        line.append(" length ").append(packet.length());
        if (packet.metadataLength() > 0) {
            line.append(" meta ").append(metadata(packet));
        }
        int shown = Math.min(packet.length(), TEXT_BYTES);
        line.append(" data ").append(hex(packet.data(), packet.dataStart(), packet.dataStart() + shown));
        out.println(line.append(shown < packet.length() ? "..." : ""));
    }

    private void json(long number, Packet packet, Outcome outcome) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("packet", number);
        if (outcome.sawXdp()) {
            fields.put("xdp", outcome.xdpAction().name());
            fields.put("xdpCode", outcome.xdpCode());
        }
        if (outcome.sawTc()) {
            fields.put("tc", outcome.tcAction().name());
            fields.put("tcCode", outcome.tcCode());
        }
        fields.put("length", packet.length());
        fields.put("data", hex(packet.data(), packet.dataStart(), packet.dataEnd()));
        fields.put("meta", metadata(packet));
        fields.put("mark", Integer.toUnsignedLong(packet.mark()));
        Json.line(out, fields);
    }

    private static String metadata(Packet packet) {
        return hex(packet.metadata(), packet.metadataStart(), packet.metadataEnd());
    }

    private static String hex(ByteBuffer buffer, int start, int end) {
        var bytes = new byte[end - start];
        buffer.get(start, bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
