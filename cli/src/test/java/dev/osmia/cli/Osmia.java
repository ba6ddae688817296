package dev.osmia.cli;

import dev.osmia.testkit.Checkout;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The command line, called in this process. */
public final class Osmia {
    private Osmia() {}

    /**
     * What a call came to.
     *
     * @param exitCode the exit code
     * @param output standard output
     * @param errors standard error
     */
    public record Result(int exitCode, String output, String errors) {
        /** Standard output as JSON Lines. */
        public List<JsonNode> json() {
            var mapper = new ObjectMapper();
            return output.lines().map(mapper::readTree).toList();
        }
    }

    /** Calls it. */
    public static Result run(Object... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        int exitCode = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
        return new Result(exitCode, out.toString(), err.toString());
    }

    /** An object of {@code examples/objects}, and a program of it behind a colon. */
    public static String example(String objectAndProgram) {
        return Checkout.file("examples/objects/" + objectAndProgram).toString();
    }

    /** A capture of {@code examples/captures}. */
    public static String capture(String name) {
        return Checkout.file("examples/captures/" + name).toString();
    }
}
