package dev.osmia.kernel;

import dev.osmia.kernel.testing.RunningKernel;
import dev.osmia.testkit.VerdictTable;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recorded verdicts, once more from the kernel at hand: as far as a program without options can have them. */
@ExtendWith(RunningKernel.class)
final class VerdictTablesTest {
    static List<String> tables() {
        return Stream.concat(VerdictTable.NAMES.stream(), VerdictTable.CATALOG_NAMES.stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void judgesAsItDidWhenRecorded(String table, Kernel kernel) {
        var softly = new SoftAssertions();
        for (var row : VerdictTable.rows(table)) {
            if (row.options().isEmpty()) {
                softly.assertThat(text(kernel.verdict(TablePrograms.of(row))))
                        .as(row.name())
                        .isEqualTo(row.message());
            }
        }
        softly.assertAll();
    }

    private static String text(KernelVerdict verdict) {
        return verdict instanceof KernelVerdict.Refused refused ? refused.message() : "";
    }
}
