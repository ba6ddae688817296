package dev.osmia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.testkit.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code osmia verify} says of each rejected example what the running kernel's verifier said. */
final class VerifyRejectedTest {
    /** What differs still, by object: message, instruction and source as Osmia gives them. Closing a difference takes it off this list. */
    private static final Map<String, String> KNOWN_DIFFERENCES = Map.of();

    /** A line of {@code examples/programs/rejected/verdicts.tsv}. */
    record Recorded(String object, String program, boolean privileged, String verdict) {
        @Override
        public String toString() {
            return object + ":" + program;
        }
    }

    static Stream<Recorded> recorded() throws IOException {
        return Files.readAllLines(Checkout.file("examples/programs/rejected/verdicts.tsv")).stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .map(row ->
                        new Recorded(row[0], row[1], row[2].equals("all"), row[6] + " | " + row[4] + " | " + row[5]));
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void saysWhatTheKernelSays(Recorded recorded) {
        var reference = Osmia.example("rejected/" + recorded.object() + ":" + recorded.program());
        var result = recorded.privileged()
                ? Osmia.run("verify", "--format", "json", reference)
                : Osmia.run("verify", "--format", "json", "--unprivileged", reference);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.errors()).isEmpty();
        var judgement = result.json().get(0);
        assertThat(judgement.get("verdict").asString()).isEqualTo("rejected");
        var fields = new LinkedHashMap<String, String>();
        judgement
                .properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().asString()));
        assertThat(fields.get("message") + " | " + fields.get("instruction") + " | " + fields.get("source"))
                .isEqualTo(KNOWN_DIFFERENCES.getOrDefault(recorded.object(), recorded.verdict()));
    }
}
