package dev.osmia.cli.run;

import dev.osmia.cli.report.Addresses;
import dev.osmia.cli.report.MapText;
import dev.osmia.cli.report.TextTable;
import dev.osmia.program.btf.BtfValue;
import dev.osmia.runtime.map.BpfMap;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Maps as they are at the end of a run. */
final class MapReport {
    private MapReport() {}

    /**
     * For people: a table of each map, struct members as columns.
     *
     * @param most how many entries of a map are shown; 0 for all
     */
    static void print(PrintWriter out, List<BpfMap> maps, int most) {
        for (var map : maps) {
            var entries = sorted(map);
            if (isGlobalData(map, entries)) {
                globalData(out, map, entries.get(0).value());
                continue;
            }
            int shown = most == 0 ? entries.size() : Math.min(most, entries.size());
            out.println();
            out.println("map " + map.spec().name() + " (" + map.spec().type().kernelName() + "): " + entries.size()
                    + (entries.size() == 1 ? " entry" : " entries"));
            if (!entries.isEmpty()) {
                table(entries.subList(0, shown)).print(out, "  ");
            }
            if (shown < entries.size()) {
                out.println("  ... " + (entries.size() - shown) + " more; --top 0 shows all");
            }
        }
    }

    private static boolean isGlobalData(BpfMap map, List<MapText.Entry> entries) {
        return map.spec().name().startsWith(".")
                && entries.size() == 1
                && entries.get(0).value() instanceof BtfValue.Fields;
    }

    /** Variables, one below the other. */
    private static void globalData(PrintWriter out, BpfMap map, BtfValue values) {
        out.println();
        out.println("global data " + map.spec().name() + ":");
        cells("", values).forEach((name, value) -> out.println("  " + name + " = " + value));
    }

    /** Of tables, the entries with the greatest first number in front, such as the flows with the most packets. */
    private static List<MapText.Entry> sorted(BpfMap map) {
        var entries = MapText.entries(map);
        return switch (map.spec().type()) {
            case HASH, LRU_HASH ->
                entries.stream()
                        .sorted(Comparator.comparing(
                                (MapText.Entry entry) -> firstNumber(entry.value()),
                                (first, second) -> Long.compareUnsigned(second, first)))
                        .toList();
            default -> entries;
        };
    }

    private static long firstNumber(BtfValue value) {
        if (value instanceof BtfValue.Fields struct && !struct.fields().isEmpty()) {
            return firstNumber(struct.fields().get(0).value());
        }
        return value instanceof BtfValue.Whole whole ? whole.value() : 0;
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
        }
        return Addresses.text(value).orElseGet(value::toString);
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
