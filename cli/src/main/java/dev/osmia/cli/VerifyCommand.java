package dev.osmia.cli;

import dev.osmia.cli.input.ObjectFiles;
import dev.osmia.cli.report.Format;
import dev.osmia.cli.verify.Judgement;
import dev.osmia.cli.verify.JudgementReport;
import dev.osmia.jit.BpfProgram;
import dev.osmia.kernel.Kernel;
import dev.osmia.program.ProgramType;
import dev.osmia.program.contract.Contracts;
import dev.osmia.program.input.MalformedObjectException;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.helper.HelperCatalog;
import dev.osmia.verifier.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code osmia verify}: what the kernel's verifier would say. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Says of each program of each object whether the kernel would take it, and if not, why.",
            "Exit code 0 if all are accepted, 1 if any is rejected or unsupported, 2 if an object is malformed."
        })
final class VerifyCommand implements Callable<Integer> {
    /** Programs that read structs of the kernel are judged by the types of the running one, where there is one. */
    private final Contracts contracts =
            HelperCatalog.builder().kernelTypes(Kernel::readTypes).build();

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "The programs' type, such as xdp, tc or socket, whatever their sections say.")
    private String type;

    @Option(names = "--log", description = "Prints the trace in the kernel's format.")
    private boolean log;

    @Option(names = "--unprivileged", description = "Applies the rules for unprivileged users.")
    private boolean unprivileged;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "" + Options.KERNEL_COMPLEXITY_LIMIT,
            description = "The most instructions to walk over all paths (default: the kernel's ${DEFAULT-VALUE}).")
    private long limit;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json, which is one object a line (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Parameters(paramLabel = "OBJ[:PROGRAM]", arity = "1..*", description = "Object files, or programs of them.")
    private List<String> references;

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit " + limit + ": expected 1 or more");
        }
        var options =
                Options.DEFAULT.withLog(log).withUnprivileged(unprivileged).withComplexityLimit(limit);
        var forced = Optional.ofNullable(type).map(this::programType);
        var report = new JudgementReport(format, log, spec.commandLine().getOut());
        int code = 0;
        for (var reference : references) {
            for (var judgement : judge(reference, options, forced)) {
                report.print(judgement);
                code = Math.max(code, exitCode(judgement));
            }
        }
        report.end();
        return code;
    }

    private static int exitCode(Judgement judgement) {
        return switch (judgement.kind()) {
            case ACCEPTED -> 0;
            case REJECTED, UNSUPPORTED -> Failures.NEGATIVE;
            case MALFORMED -> Failures.UNUSABLE;
        };
    }

    private List<Judgement> judge(String reference, Options options, Optional<ProgramType> forced) {
        int colon = reference.lastIndexOf(':');
        boolean whole = colon <= 0 || Files.exists(Path.of(reference));
        var file = Path.of(whole ? reference : reference.substring(0, colon));
        try {
            var object = ObjectFiles.open(file, Environment.create());
            var programs = whole ? object.programs() : List.of(object.program(reference.substring(colon + 1)));
            var judgements = new ArrayList<Judgement>();
            for (var program : programs) {
                judgements.add(judge(file, forced.map(program::withType).orElse(program), options));
            }
            return judgements;
        } catch (IOException | RuntimeException failure) {
            var line = Failures.line(failure);
            if (line.isEmpty()) {
                throw (RuntimeException) failure;
            }
            return List.of(Judgement.malformed(file, line.get()));
        }
    }

    private Judgement judge(Path file, BpfProgram program, Options options) {
        try {
            return Judgement.of(file, program, program.verify(options, contracts));
        } catch (MalformedObjectException malformed) {
            return Judgement.malformed(file, malformed.getMessage()).of(program);
        }
    }

    /** The type by the kernel's name, or by the names that sections use. */
    private ProgramType programType(String name) {
        return switch (name) {
            case "tc", "classifier" -> ProgramType.SCHED_CLS;
            case "action" -> ProgramType.SCHED_ACT;
            case "socket" -> ProgramType.SOCKET_FILTER;
            case "raw_tp" -> ProgramType.RAW_TRACEPOINT;
            case "tp" -> ProgramType.TRACEPOINT;
            default ->
                Arrays.stream(ProgramType.values())
                        .filter(candidate -> candidate.kernelName().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new ParameterException(
                                spec.commandLine(), "--type " + name + ": expected one of " + typeNames()));
        };
    }

    private static String typeNames() {
        return Arrays.stream(ProgramType.values()).map(ProgramType::kernelName).collect(Collectors.joining(", "));
    }
}
