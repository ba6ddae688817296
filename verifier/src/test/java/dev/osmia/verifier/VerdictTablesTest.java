package dev.osmia.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.testkit.VerdictTable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Small programs, one for each rule, on which the kernel's verdicts are recorded. */
class VerdictTablesTest {
    @TestFactory
    Stream<DynamicContainer> judgesAsTheKernelDoes() {
        return VerdictTable.NAMES.stream().map(table -> DynamicContainer.dynamicContainer(table, rows(table)));
    }

    private static Stream<DynamicTest> rows(String table) {
        return VerdictTable.rows(table).stream().map(row -> DynamicTest.dynamicTest(row.name(), () -> judges(row)));
    }

    private static void judges(VerdictTable.Row row) {
        var options = Options.DEFAULT.withUnprivileged(row.has("unprivileged")).withStrictAlignment(row.has("strict"));
        var verdict = Verifier.of(TestContracts.all(), options).verify(TablePrograms.of(row));
        if (row.accepted()) {
            assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
            return;
        }
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        var rejected = (Verdict.Rejected) verdict;
        assertThat(rejected.message()).isEqualTo(row.message());
        if (row.slot() != VerdictTable.NO_SLOT) {
            assertThat(rejected.slot()).isEqualTo(row.slot());
        }
    }
}
