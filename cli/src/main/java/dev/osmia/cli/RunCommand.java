package dev.osmia.cli;

import dev.osmia.cli.engine.EngineChoice;
import dev.osmia.cli.input.ProgramReference;
import dev.osmia.cli.report.Format;
import dev.osmia.cli.run.RunPlan;
import dev.osmia.cli.run.RunSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code osmia run}: captures through XDP and tc programs. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Sends each packet through the XDP programs, then, when passed, as an skb with its metadata through the tc programs.",
            "Programs see the packets' time stamps as time. Maps of the same name and definition are shared between objects.",
            "Exit code 0, 1 if a program is rejected, 2 if an input is unusable or a capture is cut off; of a capture that is cut",
            "off, all whole packets are run first."
        })
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--xdp",
            paramLabel = "OBJ[:PROGRAM]",
            converter = ProgramReference.Converter.class,
            description = "An XDP program; several run one after another as long as the packet passes.")
    private List<ProgramReference> xdp = new ArrayList<>();

    @Option(
            names = "--tc",
            paramLabel = "OBJ[:PROGRAM]",
            converter = ProgramReference.Converter.class,
            description = "A tc program; several run one after another until one decides.")
    private List<ProgramReference> tc = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Writes the packets that pass, as they are after the programs.")
    private Path out;

    @Option(names = "--redirected", paramLabel = "FILE", description = "Writes the packets that are redirected.")
    private Path redirected;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "jit",
            description = "What runs the programs: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
            completionCandidates = EngineChoice.Names.class)
    private EngineChoice engine;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many threads share the packets, by flow (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(names = "--maps", description = "Prints the maps at the end.")
    private boolean maps;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many entries of each map --maps shows as text, 0 for all (default: ${DEFAULT-VALUE}).")
    private int top;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description =
                    "Before the run, puts an entry into a map, MAP[KEY]=VALUE, or sets a global variable, VAR=VALUE.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--trace", description = "Prints one line for each packet.")
    private boolean trace;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json, which is one object a line (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Parameters(paramLabel = "CAPTURE", arity = "1..*", description = "Capture files, pcap or pcapng.")
    private List<Path> captures;

    @Override
    public Integer call() throws Exception {
        if (xdp.isEmpty() && tc.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "name a program by --xdp or --tc");
        }
        if (threads < 1) {
            throw new ParameterException(spec.commandLine(), "--threads " + threads + ": expected 1 or more");
        }
        if (top < 0) {
            throw new ParameterException(spec.commandLine(), "--top " + top + ": expected 0 or more");
        }
        if (threads > 1 && (trace || out != null || redirected != null)) {
            throw new ParameterException(
                    spec.commandLine(), "--threads: packets are traced and written in order, by one thread");
        }
        if (threads > 1 && engine == EngineChoice.KERNEL) {
            throw new ParameterException(spec.commandLine(), "--threads: the kernel runs packets on one CPU");
        }
        var plan = new RunPlan(captures, engine, threads, out, redirected, maps, top, trace, format);
        var output = spec.commandLine();
        return new RunSession(plan, output.getOut(), output.getErr()).run(xdp, tc, settings);
    }
}
