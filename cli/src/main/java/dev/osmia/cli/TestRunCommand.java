package dev.osmia.cli;

import dev.osmia.cli.engine.EngineChoice;
import dev.osmia.cli.input.Hex;
import dev.osmia.cli.input.ObjectFiles;
import dev.osmia.cli.input.ProgramReference;
import dev.osmia.cli.input.Setting;
import dev.osmia.cli.report.Format;
import dev.osmia.cli.testrun.TestRunPlan;
import dev.osmia.cli.testrun.TestRunReport;
import dev.osmia.cli.testrun.TestRunSession;
import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import dev.osmia.runtime.Environment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code osmia test-run}: one program over one packet. */
@Command(
        name = "test-run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a program over one packet, as 'bpftool prog run' does, but in user space.",
            "Of interfaces there is the loopback device, number 1; VLAN tags stay in the frame."
        })
final class TestRunCommand implements Callable<Integer> {
    /** What the kernel pads frames to, without their checksum ({@code ETH_ZLEN}). */
    private static final int ETH_ZLEN = 60;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data-in",
            paramLabel = "FILE|HEX",
            description =
                    "The packet from its Ethernet header on: a file of its bytes, or hexadecimal (default: 60 zeros).")
    private String dataIn;

    @Option(names = "--data-out", paramLabel = "FILE", description = "Writes the packet, as it is after the run.")
    private Path dataOut;

    @Option(
            names = "--meta",
            paramLabel = "HEX",
            defaultValue = "",
            description = "Metadata in front of the packet, in hexadecimal.")
    private String metadata;

    @Option(
            names = "--ctx",
            paramLabel = "FIELD=VALUE",
            description = "Sets a field of the context, such as ingress_ifindex or mark.")
    private Map<String, String> context = new LinkedHashMap<>();

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description =
                    "Before the run, puts an entry into a map, MAP[KEY]=VALUE, or sets a global variable, VAR=VALUE.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description = "How often it runs, each time over what the last run left (default: ${DEFAULT-VALUE}).")
    private int repeat;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "jit",
            description = "What runs the program: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
            completionCandidates = EngineChoice.Names.class)
    private EngineChoice engine;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json, which is one object a line (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Parameters(
            paramLabel = "OBJ[:PROGRAM]",
            converter = ProgramReference.Converter.class,
            description = "An object file and a program of it.")
    private ProgramReference reference;

    @Override
    public Integer call() throws Exception {
        if (repeat < 1) {
            throw new ParameterException(spec.commandLine(), "--repeat " + repeat + ": expected 1 or more");
        }
        byte[] frame = dataIn == null ? new byte[ETH_ZLEN] : Hex.parseOrRead("--data-in", dataIn);
        var plan = new TestRunPlan(frame, Hex.parse("--meta", metadata), context, repeat, engine, dataOut, format);
        var environment = Environment.builder()
                .trace(spec.commandLine().getErr()::println)
                .build();
        var object = ObjectFiles.open(reference.file(), environment);
        Setting.applyAll(settings, List.of(object));
        var program = reference.in(object, runnable(), "packet");
        var result = new TestRunSession(plan, object, program).run();
        new TestRunReport(plan, spec.commandLine().getOut()).print(result);
        return 0;
    }

    private static Set<ProgramType> runnable() {
        var types = EnumSet.copyOf(ProgramTypes.SOCKET_BUFFER);
        types.add(ProgramType.XDP);
        return types;
    }
}
