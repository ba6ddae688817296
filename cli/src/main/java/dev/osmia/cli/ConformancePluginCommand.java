package dev.osmia.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.osmia.cli.conformance.ConformanceRun;
import dev.osmia.cli.engine.EngineChoice;
import dev.osmia.cli.input.Hex;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code osmia conformance-plugin}: the plugin protocol of the public bpf_conformance suite. One line of hexadecimal on standard input is
 * the program, the first argument the memory; R0 goes to standard output in hexadecimal. The suite's runner passes its plugin options as
 * one more argument, which is empty where there are none.
 */
@Command(
        name = "conformance-plugin",
        mixinStandardHelpOptions = true,
        description = {
            "Speaks the plugin protocol of the bpf_conformance suite: the program in hexadecimal on standard input,",
            "R0 in hexadecimal on standard output. In the program, R1 points to the memory and R2 is its length."
        })
final class ConformancePluginCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "jit",
            description = "What runs the program: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
            completionCandidates = EngineChoice.Names.class)
    private EngineChoice engine;

    @Option(names = "--program", paramLabel = "HEX", description = "The program, instead of standard input.")
    private String program;

    @Parameters(paramLabel = "MEMORY-HEX", arity = "0..*", description = "The memory (default: none).")
    private List<String> memory = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        var given = memory.stream().filter(argument -> !argument.isBlank()).toList();
        if (given.size() > 1) {
            throw new ParameterException(spec.commandLine(), "Unmatched argument: '" + given.get(1) + "'");
        }
        byte[] bytes = given.isEmpty() ? new byte[0] : Hex.parse("memory", given.get(0));
        byte[] code = Hex.parse("program", program == null ? firstLine() : program);
        long result = new ConformanceRun().run(code, bytes, engine);
        var out = spec.commandLine().getOut();
        out.println(Long.toHexString(result));
        out.flush();
        return 0;
    }

    private static String firstLine() throws IOException {
        var line = new BufferedReader(new InputStreamReader(System.in, US_ASCII)).readLine();
        return line == null ? "" : line;
    }
}
