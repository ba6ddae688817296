package dev.osmia.cli.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.External;
import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.assembly.Assembler;
import dev.osmia.program.assembly.Names;
import dev.osmia.runtime.helper.HelperCatalog;
import dev.osmia.testkit.VerdictTable;
import dev.osmia.verifier.Options;
import dev.osmia.verifier.Verdict;
import dev.osmia.verifier.Verifier;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The recorded verdicts once more, with the helpers, kfuncs and contexts that programs really have. */
final class CatalogVerdictsTest {
    @TestFactory
    Stream<DynamicContainer> judgesAsTheKernelDoes() {
        return Stream.concat(VerdictTable.NAMES.stream(), VerdictTable.CATALOG_NAMES.stream())
                .map(table -> DynamicContainer.dynamicContainer(table, rows(table)));
    }

    private static Stream<DynamicTest> rows(String table) {
        return VerdictTable.rows(table).stream().map(row -> DynamicTest.dynamicTest(row.name(), () -> judges(row)));
    }

    private static void judges(VerdictTable.Row row) {
        var options = Options.DEFAULT.withUnprivileged(row.has("unprivileged")).withStrictAlignment(row.has("strict"));
        var verdict = Verifier.of(HelperCatalog.standard(), options).verify(program(row));
        if (row.accepted()) {
            assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
            return;
        }
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Rejected.class,
                        rejected -> assertThat(rejected.message()).isEqualTo(row.message()));
    }

    private static Program program(VerdictTable.Row row) {
        var names = Names.of(
                id -> Optional.ofNullable(row.helpers().get(id)),
                external -> row.kfuncs().stream().skip(external).findFirst());
        return Program.of("row", type(row.type()), new Assembler(names).assemble(row.code()))
                .withMaps(row.maps().stream().map(CatalogVerdictsTest::map).toList())
                .withExternals(row.kfuncs().stream()
                        .map(name -> new External(name, true, false, OptionalInt.empty()))
                        .toList());
    }

    private static ProgramType type(String name) {
        return Arrays.stream(ProgramType.values())
                .filter(type -> type.kernelName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static MapSpec map(VerdictTable.MapLine line) {
        var type = MapType.valueOf(line.type().toUpperCase(Locale.ROOT));
        return MapSpec.of(line.name(), type, line.keySize(), line.valueSize(), line.maxEntries());
    }
}
