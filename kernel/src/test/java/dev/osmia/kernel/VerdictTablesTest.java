package dev.osmia.kernel;

import dev.osmia.kernel.testing.RunningKernel;
import dev.osmia.testkit.VerdictTable;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recorded verdicts, once more from the kernel at hand: as far as a program without options can have them. */
@ExtendWith(RunningKernel.class)
final class VerdictTablesTest {
    /** The one message that the kernel does not end, so that what it prints next follows on the line. */
    private static final Pattern UNENDED = Pattern.compile("verification time \\d+ usec$");

    static List<String> tables() {
        return VerdictTable.NAMES;
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
        return verdict instanceof KernelVerdict.Refused refused
                ? UNENDED.matcher(refused.message()).replaceFirst("")
                : "";
    }
}
