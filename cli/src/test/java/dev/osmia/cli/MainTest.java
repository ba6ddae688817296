package dev.osmia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void printsItsVersionOnStandardOutput() {
        assertThat(execute("--version")).isZero();
        assertThat(out.toString()).startsWith("osmia ");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void refusesToDoNothingWithExitCodeTwo() {
        assertThat(execute()).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).containsExactly("osmia: Missing a command; see 'osmia --help'");
    }

    @Test
    void namesAnUnknownOptionWithExitCodeTwo() {
        assertThat(execute("--nonsense")).isEqualTo(2);
        assertThat(err.toString()).contains("--nonsense");
    }

    private int execute(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
