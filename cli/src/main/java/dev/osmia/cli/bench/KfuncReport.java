package dev.osmia.cli.bench;

import dev.osmia.cli.report.Format;
import dev.osmia.cli.report.Json;
import dev.osmia.cli.report.TextTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Writes the table <i>cost of a kfunc</i>: ratios first, then nanoseconds of a call. */
public final class KfuncReport {
    private static final List<String> TITLES = List.of(
            "kfunc",
            "bytes",
            "over",
            "jit_/_java",
            "jit_/_interpreter",
            "jit_/_kernel",
            "jit_ns",
            "java_ns",
            "interpreter_ns",
            "kernel_ns");

    private final Format format;
    private final PrintWriter out;
    private final List<KfuncCosts> all = new ArrayList<>();

    /** A report to a stream. */
    public KfuncReport(Format format, PrintWriter out) {
        this.format = format;
        this.out = out;
    }

    /** Takes a result; as JSON it is written at once. */
    public void add(KfuncCosts costs) {
        all.add(costs);
        if (format == Format.JSON) {
            costs.readings().keySet().stream().sorted().forEach(engine -> Json.line(out, row(costs, engine)));
            out.flush();
        }
    }

    private static Map<String, Object> row(KfuncCosts costs, BenchEngine engine) {
        var row = new LinkedHashMap<String, Object>();
        row.put("bench", "kfuncs");
        row.put("name", costs.one().name());
        row.put("engine", engine.text());
        row.put("nanoseconds", costs.readings().get(engine).nanoseconds());
        row.put("error", costs.readings().get(engine).error());
        costs.ratio(engine, BenchEngine.KERNEL).ifPresent(ratio -> row.put("ratioToKernel", ratio));
        costs.ratio(engine, BenchEngine.INTERPRETER).ifPresent(ratio -> row.put("ratioToInterpreter", ratio));
        costs.ratio(engine, BenchEngine.JAVA).ifPresent(ratio -> row.put("ratioToJava", ratio));
        return row;
    }

    /** Writes the end. */
    public void finish() {
        switch (format) {
            case TEXT -> table();
            case JSON -> Json.line(out, summary());
        }
        out.flush();
    }

    private void table() {
        out.println("cost of a kfunc");
        var table = new TextTable(TITLES);
        for (var costs : all) {
            var cells = new ArrayList<>(List.of(
                    costs.one().operation().text(),
                    Integer.toString(costs.one().bytes()),
                    costs.one().memory().text()));
            for (var to : List.of(BenchEngine.JAVA, BenchEngine.INTERPRETER, BenchEngine.KERNEL)) {
                cells.add(number(costs.ratio(BenchEngine.JIT, to), "%.3f"));
            }
            for (var engine : BenchEngine.values()) {
                cells.add(number(costs.nanoseconds(engine), "%.2f"));
            }
            table.row(cells);
        }
        table.print(out, "");
        out.println(machine() + ", Java " + Runtime.version());
    }

    private static String number(OptionalDouble value, String pattern) {
        return value.isPresent() ? String.format(Locale.ROOT, pattern, value.getAsDouble()) : "-";
    }

    private Map<String, Object> summary() {
        var engines = new LinkedHashMap<String, Object>();
        for (var engine : List.of(BenchEngine.JIT, BenchEngine.JAVA, BenchEngine.INTERPRETER)) {
            var ratios = all.stream()
                    .map(costs -> costs.ratio(engine, BenchEngine.KERNEL))
                    .filter(OptionalDouble::isPresent)
                    .mapToDouble(OptionalDouble::getAsDouble)
                    .toArray();
            if (ratios.length > 0) {
                double logarithms = 0;
                double worst = 0;
                for (double ratio : ratios) {
                    logarithms += Math.log(ratio);
                    worst = Math.max(worst, ratio);
                }
                var numbers = new LinkedHashMap<String, Object>();
                numbers.put("geometricMeanToKernel", Math.exp(logarithms / ratios.length));
                numbers.put("worst", worst);
                engines.put(engine.text(), numbers);
            }
        }
        var summary = new LinkedHashMap<String, Object>();
        summary.put("bench", "kfuncs");
        summary.put("summary", engines);
        summary.put("machine", machine());
        summary.put("jdk", Runtime.version().toString());
        return summary;
    }

    private static String machine() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " CPUs";
    }
}
