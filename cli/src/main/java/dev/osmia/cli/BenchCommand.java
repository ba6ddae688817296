package dev.osmia.cli;

import dev.osmia.cli.bench.KfuncBench;
import dev.osmia.cli.bench.KfuncCase;
import dev.osmia.cli.bench.KfuncReport;
import dev.osmia.cli.report.Format;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code osmia bench}: measurements side by side in one run. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures interpreter, JIT, Java by hand and the kernel's own JIT side by side.",
        subcommands = BenchCommand.Kfuncs.class)
final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing what to measure");
    }

    /** {@code osmia bench kfuncs}. */
    @Command(
            name = "kfuncs",
            mixinStandardHelpOptions = true,
            description = {
                "Prints what a call of a kfunc of dynptrs costs: nanoseconds, and ratios to Java by hand, to the interpreter and to the kernel.",
                "Of the kernel, what an empty program takes is taken off; for skb_meta, which a test run does not have, its skb dynptr stands in."
            })
    static final class Kfuncs implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Option(
                names = "--only",
                paramLabel = "REGEX",
                defaultValue = "",
                description = "Measures only those whose names it is found in, such as 'read-.*-skb_meta'.")
        private String only;

        @Option(
                names = "--time",
                paramLabel = "MS",
                defaultValue = "200",
                description = "Milliseconds for each number, after as many of warming up (default: ${DEFAULT-VALUE}).")
        private int time;

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                defaultValue = "text",
                description = "text or json, which is one object a line (default: ${DEFAULT-VALUE}).")
        private Format format;

        @Override
        public Integer call() {
            if (time < 1) {
                throw new ParameterException(spec.commandLine(), "--time " + time + ": expected 1 or more");
            }
            var pattern = pattern();
            var cases = KfuncCase.all().stream()
                    .filter(one -> pattern.matcher(one.name()).find())
                    .toList();
            if (cases.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--only " + only + ": expected part of a name such as "
                                + KfuncCase.all().get(0).name());
            }
            var bench = new KfuncBench(time);
            bench.kernelAbsent()
                    .ifPresent(
                            reason -> spec.commandLine().getErr().println("osmia: the kernel is left out: " + reason));
            var report = new KfuncReport(format, spec.commandLine().getOut());
            bench.measure(cases, report::add);
            report.finish();
            return 0;
        }

        private Pattern pattern() {
            try {
                return Pattern.compile(only);
            } catch (PatternSyntaxException malformed) {
                throw new ParameterException(
                        spec.commandLine(), "--only " + only + ": " + malformed.getDescription(), malformed);
            }
        }
    }
}
