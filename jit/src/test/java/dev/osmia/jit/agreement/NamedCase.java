package dev.osmia.jit.agreement;

import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.assembly.Assembler;
import dev.osmia.program.assembly.Disassembler;
import dev.osmia.program.assembly.Names;
import dev.osmia.runtime.helper.HelperCatalog;
import dev.osmia.testkit.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program and what it runs over, as a file in {@code jit/src/test/resources/agreement}: a line {@code ; type NAME}, a line {@code ; run
 * INPUT} for each run, and the program in the syntax of the kernel's log.
 */
public record NamedCase(Program program, List<Input> inputs) {
    private static final Path FOLDER = Checkout.file("jit/src/test/resources/agreement");
    private static final String TYPE = "; type ";
    private static final String RUN = "; run ";

    /** The cases that are kept. */
    public static Stream<Path> files() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList().stream();
        }
    }

    /** The case in a file. */
    public static NamedCase read(Path file) throws IOException {
        var inputs = new ArrayList<Input>();
        var code = new StringBuilder();
        var type = ProgramType.XDP;
        for (var line : Files.readAllLines(file)) {
            if (line.startsWith(TYPE)) {
                type = ProgramType.valueOf(line.substring(TYPE.length()));
            } else if (line.startsWith(RUN)) {
                inputs.add(Input.parse(line.substring(RUN.length())));
            } else {
                code.append(line).append('\n');
            }
        }
        var externals = Layout.externals(type);
        var names = Names.of(HelperCatalog.standard(), externals);
        var program = Programs.of("named", type, new Assembler(names).assemble(code.toString()))
                .withMaps(Layout.MAPS)
                .withExternals(externals);
        return new NamedCase(program, inputs);
    }

    /** What becomes of it on these engines, of those that can show it its inputs. */
    public Trial trial(List<Entrant> entrants) {
        var able = entrants.stream()
                .filter(entrant -> entrant.takes(program.type(), inputs))
                .toList();
        return Trial.of(program, inputs, able);
    }

    /** The file's text. */
    String text() {
        var text = new StringBuilder(TYPE).append(program.type().name()).append('\n');
        inputs.forEach(input -> text.append(RUN).append(input).append('\n'));
        var names = Names.of(HelperCatalog.standard(), program.externals());
        return text.append(new Disassembler(names).print(program.code())).toString();
    }

    /** The failure of a test, with a file left behind that only needs a name. */
    static AssertionError failure(NamedCase smallest, String problem) throws IOException {
        var folder = Files.createDirectories(Path.of("target", "disagreements"));
        var file = Files.createTempFile(folder, "case", ".txt");
        Files.writeString(file, smallest.text());
        return new AssertionError("%s%n%s%nKeep it: move %s to %s under a name that says what is wrong."
                .formatted(problem, smallest.text(), file, FOLDER));
    }
}
