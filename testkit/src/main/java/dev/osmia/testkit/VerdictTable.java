package dev.osmia.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Programs in the syntax of the kernel's log, each with what a running kernel's verifier says of it:
 *
 * <pre>{@code
 * program reads behind what was compared
 * type xdp
 * map flows hash 4 8 16
 *     r1 = map[flows]
 *     call bpf_get_prandom_u32#7
 *     call bpf_dynptr_from_xdp
 *     exit
 * reject 5: invalid access to packet, off=0 size=8, R2(id=0,off=0,r=0)
 * }</pre>
 *
 * <p>A map line has name, type, key size, value size and entries. Kfuncs are called without a number. A program ends with {@code accept}, or with {@code reject}, the slot where the kernel names one, and the last line of the reason. An {@code options} line can
 * say {@code unprivileged}, {@code strict} (alignment) and {@code sleepable}.
 */
public final class VerdictTable {
    /** The tables, by their names. */
    public static final List<String> NAMES = List.of(
            "registers",
            "arithmetic",
            "stack",
            "packet",
            "context",
            "maps",
            "references",
            "dynptr",
            "loops",
            "calls",
            "strict",
            "unprivileged");

    /** The tables of programs that need contracts which only the runtime's catalog has. */
    public static final List<String> CATALOG_NAMES = List.of("observers", "sections");

    /** The slot of a rejection at no instruction in particular. */
    public static final int NO_SLOT = -1;

    private static final Pattern REASON = Pattern.compile("reject(?: (\\d+))?: (.*)");
    private static final Pattern HELPER = Pattern.compile("\\bcall (\\w+)#(\\d+)");
    private static final Pattern MAP = Pattern.compile("\\bmap\\[(\\w+)\\]");
    private static final Pattern KFUNC = Pattern.compile("\\bcall (bpf_\\w+)(?!\\w*#)");

    private VerdictTable() {}

    /**
     * A map.
     *
     * @param type as {@code bpftool} calls it, such as {@code lpm_trie}
     */
    public record MapLine(String name, String type, int keySize, int valueSize, int maxEntries) {}

    /**
     * A program and its verdict.
     *
     * @param name a sentence
     * @param type as {@code bpftool} calls it, such as {@code sched_cls}
     * @param options the words of the {@code options} line
     * @param helpers the names of the helpers that it calls
     * @param kfuncs the kfuncs that it calls; the code calls them by their index here
     * @param code the instructions, a line each
     * @param slot where it is rejected; {@link #NO_SLOT} where the kernel names no instruction
     * @param message the reason; empty where it is accepted
     */
    public record Row(
            String name,
            String type,
            List<String> options,
            List<MapLine> maps,
            Map<Integer, String> helpers,
            List<String> kfuncs,
            String code,
            int slot,
            String message) {
        public boolean accepted() {
            return message.isEmpty();
        }

        public boolean has(String option) {
            return options.contains(option);
        }
    }

    /** The rows of one table. */
    public static List<Row> rows(String table) {
        try (InputStream resource = VerdictTable.class.getResourceAsStream("verdicts/" + table + ".txt")) {
            if (resource == null) {
                throw new IllegalStateException("no table verdicts/" + table + ".txt");
            }
            return read(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The rows of a table's text. */
    public static List<Row> read(String text) {
        var rows = new ArrayList<Row>();
        var draft = new Draft();
        for (var line : text.split("\n")) {
            if (draft.take(line)) {
                rows.add(draft.row());
                draft = new Draft();
            }
        }
        return rows;
    }

    /** A program of which not all lines were read. */
    private static final class Draft {
        private String name = "";
        private String type = "sched_cls";
        private List<String> options = List.of();
        private final List<MapLine> maps = new ArrayList<>();
        private final Map<Integer, String> helpers = new LinkedHashMap<>();
        private final List<String> kfuncs = new ArrayList<>();
        private final StringBuilder code = new StringBuilder();
        private int slot = NO_SLOT;
        private String message = "";

        /** Takes a line; true where it was the last one. */
        boolean take(String line) {
            if (line.isBlank() || line.startsWith("#")) {
                return false;
            }
            if (line.startsWith(" ")) {
                takeCode(line);
                return false;
            }
            var reason = REASON.matcher(line);
            if (reason.matches()) {
                slot = reason.group(1) == null ? NO_SLOT : number(reason.group(1));
                message = reason.group(2);
                return true;
            }
            var words = line.split(" +", 2);
            var rest = words.length > 1 ? words[1] : "";
            switch (words[0]) {
                case "program" -> name = rest;
                case "type" -> type = rest;
                case "options" -> options = List.of(rest.split(" +"));
                case "map" -> takeMap(rest.split(" +"));
                case "accept" -> {}
                default -> takeCode(line);
            }
            return words[0].equals("accept");
        }

        private void takeMap(String[] words) {
            maps.add(new MapLine(words[0], words[1], number(words[2]), number(words[3]), number(words[4])));
        }

        private static int number(String word) {
            return Integer.parseInt(word);
        }

        private void takeCode(String line) {
            var helper = HELPER.matcher(line);
            if (helper.find()) {
                helpers.put(number(helper.group(2)), helper.group(1));
            }
            var numbered = KFUNC.matcher(line).replaceFirst(match -> {
                if (!kfuncs.contains(match.group(1))) {
                    kfuncs.add(match.group(1));
                }
                return match.group() + "#" + kfuncs.indexOf(match.group(1));
            });
            var named = MAP.matcher(numbered).replaceAll(match -> "map[idx:" + names().indexOf(match.group(1)) + "]");
            code.append(named).append('\n');
        }

        private List<String> names() {
            return maps.stream().map(MapLine::name).toList();
        }

        Row row() {
            return new Row(name, type, options, maps, helpers, kfuncs, code.toString(), slot, message);
        }
    }
}
