package dev.osmia.program.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.MapSpec;
import dev.osmia.program.Program;
import dev.osmia.program.Subprogram;
import dev.osmia.program.assembly.Disassembler;
import dev.osmia.program.assembly.Names;
import dev.osmia.program.btf.BtfType;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.object.ObjectSpec;
import dev.osmia.program.object.TestObjects;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the loader makes of objects is what bpftool, libbpf and the running kernel make of them. */
class BpftoolComparisonTest {
    private static final Pattern TYPE = Pattern.compile("\\[(\\d+)] ([A-Z_0-9]+) '(.*?)'.*");
    private static final Pattern ADDED =
            Pattern.compile("libbpf: prog '(.+)': added (\\d+) insns from sub-prog '(.+)'");
    private static final Pattern DATA_MAP =
            Pattern.compile("libbpf: map '.*?(\\..+)' \\(global data\\): .* flags ([0-9a-f]+)\\.");
    private static final Pattern MAP =
            Pattern.compile("libbpf: map '(.+)': found (type|key|key_size|value|value_size|map_flags)"
                    + "(?: \\[\\d+], sz)? = (0x[0-9a-f]+|\\d+)\\.");
    private static final Pattern LOG_START = Pattern.compile("libbpf: prog '(.+)': -- BEGIN PROG LOAD LOG --");
    private static final Pattern INSTRUCTION = Pattern.compile("(\\d+): \\(([0-9a-f]{2})\\) (.*?)\\s*(;.*)?");

    static Stream<Path> objects() {
        return Stream.concat(TestObjects.examples().stream(), TestObjects.own().stream());
    }

    static Stream<Path> loadableObjects() {
        return Stream.concat(
                TestObjects.examples().stream().filter(file -> !file.toString().contains("rejected")),
                TestObjects.own().stream()
                        .filter(file -> file.getFileName().toString().matches("(linking|maps).*")));
    }

    @ParameterizedTest
    @MethodSource("objects")
    void readsTheTypesThatBpftoolDumps(Path file) throws IOException, InterruptedException {
        var btf = TestObjects.read(file).btf().orElseThrow();

        var expected = new ArrayList<String>();
        for (var line : Bpftool.dumpTypes(file)) {
            var type = TYPE.matcher(line);
            if (type.matches()) {
                expected.add("%s %s '%s'".formatted(type.group(1), kind(type.group(2)), type.group(3)));
            }
        }

        var read = new ArrayList<String>();
        for (int id = 1; id <= btf.size(); id++) {
            var name = btf.type(id).name();
            read.add("%d %s '%s'".formatted(id, kind(btf.type(id)), name.isEmpty() ? "(anon)" : name));
        }
        assertThat(read).isEqualTo(expected);
    }

    /** Kinds that are one type here. */
    private static String kind(String kind) {
        return kind.equals("ENUM64") ? "ENUM" : kind;
    }

    private static String kind(BtfType type) {
        if (type instanceof BtfType.Composite composite) {
            return composite.union() ? "UNION" : "STRUCT";
        } else if (type instanceof BtfType.Qualifier qualifier) {
            return qualifier.kind().name();
        }
        return Map.ofEntries(
                        Map.entry(BtfType.Int.class, "INT"),
                        Map.entry(BtfType.Pointer.class, "PTR"),
                        Map.entry(BtfType.Array.class, "ARRAY"),
                        Map.entry(BtfType.Enumeration.class, "ENUM"),
                        Map.entry(BtfType.Forward.class, "FWD"),
                        Map.entry(BtfType.Typedef.class, "TYPEDEF"),
                        Map.entry(BtfType.Function.class, "FUNC"),
                        Map.entry(BtfType.FunctionPrototype.class, "FUNC_PROTO"),
                        Map.entry(BtfType.Variable.class, "VAR"),
                        Map.entry(BtfType.DataSection.class, "DATASEC"),
                        Map.entry(BtfType.FloatingPoint.class, "FLOAT"),
                        Map.entry(BtfType.DeclarationTag.class, "DECL_TAG"))
                .get(type.getClass());
    }

    @ParameterizedTest
    @MethodSource("loadableObjects")
    void linksAsLibbpfDoes(Path file) throws IOException, InterruptedException {
        var object = TestObjects.read(file);
        var lines = Bpftool.load(file);

        assertThat(addedSubprograms(object)).isEqualTo(addedSubprograms(lines));
        assertThat(attributes(object)).isEqualTo(attributes(lines));
        assertInstructions(object, lines);
    }

    private static Map<String, List<String>> addedSubprograms(List<String> lines) {
        var added = new TreeMap<String, List<String>>();
        for (var line : lines) {
            var match = ADDED.matcher(line);
            if (match.matches()) {
                added.computeIfAbsent(match.group(1), unused -> new ArrayList<>())
                        .add(match.group(3) + " " + match.group(2));
            }
        }
        return added;
    }

    private static Map<String, List<String>> addedSubprograms(ObjectSpec object) {
        var added = new TreeMap<String, List<String>>();
        for (var spec : object.programs()) {
            var behind =
                    Linker.link(object, spec).subprograms().stream().skip(1).toList();
            boolean loaded = spec.hook().orElseThrow().autoload();
            if (loaded && !behind.isEmpty()) {
                added.put(
                        spec.name(),
                        behind.stream().map(BpftoolComparisonTest::nameAndSize).toList());
            }
        }
        return added;
    }

    private static String nameAndSize(Subprogram subprogram) {
        return subprogram.name() + " " + (subprogram.end() - subprogram.start());
    }

    /** Type, sizes and flags of each map, as far as libbpf mentions them. */
    private static Map<String, Map<String, Integer>> attributes(List<String> lines) {
        var attributes = new TreeMap<String, Map<String, Integer>>();
        for (var line : lines) {
            var data = DATA_MAP.matcher(line);
            var map = MAP.matcher(line);
            if (data.matches()) {
                attributes.put(data.group(1), new TreeMap<>(Map.of("map_flags", Integer.parseInt(data.group(2), 16))));
            } else if (map.matches()) {
                attributes
                        .computeIfAbsent(map.group(1), unused -> new TreeMap<>())
                        .put(map.group(2).replace("_size", ""), Integer.decode(map.group(3)));
            }
        }
        return attributes;
    }

    private static Map<String, Map<String, Integer>> attributes(ObjectSpec object) {
        var attributes = new TreeMap<String, Map<String, Integer>>();
        for (var map : object.maps()) {
            attributes.put(map.name(), attributes(map));
            map.inner().ifPresent(inner -> attributes.put(inner.name(), attributes(inner)));
        }
        return attributes;
    }

    private static Map<String, Integer> attributes(MapSpec map) {
        var attributes = new TreeMap<String, Integer>();
        boolean data = map.name().startsWith(".");
        if (map.flags() != 0 || data) {
            attributes.put("map_flags", map.flags());
        }
        if (!data) {
            attributes.put("type", map.type().number());
        }
        if (map.keySize() != 0 && !data) {
            attributes.put("key", map.keySize());
        }
        boolean implied = !map.slots().isEmpty() || map.inner().isPresent();
        if (map.valueSize() != 0 && !data && !implied) {
            attributes.put("value", map.valueSize());
        }
        return attributes;
    }

    /** Each instruction that the kernel's log shows stands at the same number here. */
    private static void assertInstructions(ObjectSpec object, List<String> lines) {
        Program program = null;
        int compared = 0;
        for (var line : lines) {
            var start = LOG_START.matcher(line);
            var logged = INSTRUCTION.matcher(line);
            if (start.matches()) {
                program = Linker.link(object, object.program(start.group(1)));
            } else if (program != null && logged.matches()) {
                assertInstruction(program, logged.group(1), logged.group(2), logged.group(3));
                compared++;
            }
        }
        assertThat(compared).isPositive();
    }

    private static void assertInstruction(Program program, String slot, String opcode, String text) {
        var instruction = program.code().at(Integer.parseInt(slot));
        var printed = new Disassembler(Names.none()).print(Integer.parseInt(slot), instruction);
        boolean comparable = !(instruction instanceof Instruction.LoadReference)
                && !(instruction instanceof Instruction.CallHelper)
                && !(instruction instanceof Instruction.CallKfunc);
        var expected = "%s: (%s) %s".formatted(slot, opcode, comparable ? text : "");
        assertThat(printed).as(program.name()).startsWith(expected);
    }
}
