package dev.osmia.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.Program;
import dev.osmia.program.link.Linker;
import dev.osmia.program.object.ElfObjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The example programs: the kernel accepts all but those that are there to be rejected, and of these its reasons are recorded. */
class ExampleProgramsTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("osmia.root", ".."), "examples");

    private static List<Program> programs(Path object) throws IOException {
        var spec = ElfObjectReader.read(object);
        var programs = new ArrayList<Program>();
        for (var program : spec.programs()) {
            programs.add(Linker.link(spec, program));
        }
        return programs;
    }

    @TestFactory
    Stream<DynamicTest> acceptsTheExamples() throws IOException {
        try (var files = Files.list(EXAMPLES.resolve("objects"))) {
            var objects = files.filter(file -> file.toString().endsWith(".o"))
                    .sorted()
                    .toList();
            assertThat(objects).isNotEmpty();
            return objects.stream()
                    .map(object -> DynamicTest.dynamicTest(object.getFileName().toString(), () -> {
                        for (var program : programs(object)) {
                            var verdict = Verifier.of(TestContracts.all()).verify(program);
                            assertThat(verdict).as(program.name()).isInstanceOf(Verdict.Accepted.class);
                        }
                    }));
        }
    }

    @TestFactory
    Stream<DynamicTest> rejectsInTheKernelsWords() throws IOException {
        var rows = Files.readAllLines(EXAMPLES.resolve("programs/rejected/verdicts.tsv"));
        assertThat(rows).hasSizeGreaterThan(20);
        return rows.stream()
                .skip(1)
                .map(row -> row.split("\t"))
                .map(row -> DynamicTest.dynamicTest(row[1], () -> rejects(row)));
    }

    private static void rejects(String[] row) throws IOException {
        var options = Options.DEFAULT.withUnprivileged(!row[2].equals("all"));
        var program =
                programs(EXAMPLES.resolve("objects/rejected").resolve(row[0])).get(0);
        var verdict = Verifier.of(TestContracts.all(), options).verify(program);
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        var rejected = (Verdict.Rejected) verdict;
        assertThat(rejected.message()).isEqualTo(row[6]);
        assertThat(String.join(" | ", rejected.lines())).isEqualTo(row[7]);
        assertThat(rejected.slot()).isEqualTo(Integer.parseInt(row[4]));
        assertThat(rejected.source().orElseThrow().toString()).endsWith(row[5]);
    }
}
