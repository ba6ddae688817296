package dev.osmia.cli.run;

import dev.osmia.cli.report.MapText;
import dev.osmia.cli.report.TextTable;
import dev.osmia.program.btf.BtfValue;
import dev.osmia.runtime.map.BpfMap;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Maps as they are at the end of a run. */
final class MapReport {
    private static final int IPV6_BYTES = 16;

    private MapReport() {}

    /** For people: a table of each map, struct members as columns. */
    static void print(PrintWriter out, List<BpfMap> maps) {
        for (var map : maps) {
            var entries = MapText.entries(map);
            out.println();
            out.println("map " + map.spec().name() + " (" + map.spec().type().kernelName() + "): " + entries.size()
                    + (entries.size() == 1 ? " entry" : " entries"));
            if (!entries.isEmpty()) {
                table(entries).print(out, "  ");
            }
        }
    }

    private static TextTable table(List<MapText.Entry> entries) {
        var titles = new ArrayList<String>();
        cells("key", entries.get(0).key()).keySet().forEach(titles::add);
        cells("value", entries.get(0).value()).keySet().forEach(titles::add);
        var table = new TextTable(titles);
        for (var entry : entries) {
            var row = new ArrayList<>(cells("key", entry.key()).values());
            row.addAll(cells("value", entry.value()).values());
            table.row(row);
        }
        return table;
    }

    /** The members of a struct, or one cell. */
    private static Map<String, String> cells(String name, BtfValue value) {
        var cells = new LinkedHashMap<String, String>();
        if (value instanceof BtfValue.Fields struct) {
            struct.fields().forEach(field -> cells.put(field.name(), text(field.value())));
        } else {
            cells.put(name, text(value));
        }
        return cells;
    }

    private static String text(BtfValue value) {
        if (value instanceof BtfValue.Fields struct && struct.fields().size() == 1) {
            return text(struct.fields().get(0).value());
        } else if (value instanceof BtfValue.Bytes address && address.bytes().length == IPV6_BYTES) {
            return address(address.bytes());
        }
        return value.toString();
    }

    /** Sixteen bytes are nearly always an address; an IPv4-mapped one is shown as the IPv4 address that it is (RFC 4291). */
    private static String address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** For JSON: each map's entries by its name. */
    static Map<String, Object> plain(List<BpfMap> maps) {
        var plain = new LinkedHashMap<String, Object>();
        for (var map : maps) {
            List<Map<String, Object>> entries = new ArrayList<>();
            for (var entry : MapText.entries(map)) {
                var fields = new LinkedHashMap<String, Object>();
                fields.put("key", MapText.plain(entry.key()));
                fields.put("value", MapText.plain(entry.value()));
                entries.add(fields);
            }
            plain.put(map.spec().name(), entries);
        }
        return plain;
    }
}
