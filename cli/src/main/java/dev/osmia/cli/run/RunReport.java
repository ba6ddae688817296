package dev.osmia.cli.run;

import dev.osmia.cli.report.Json;
import dev.osmia.runtime.map.BpfMap;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Says what a run came to. */
final class RunReport {
    private final RunPlan plan;
    private final PrintWriter out;
    private final PrintWriter err;

    RunReport(RunPlan plan, PrintWriter out, PrintWriter err) {
        this.plan = plan;
        this.out = out;
        this.err = err;
    }

    void print(RunResult result, List<BpfMap> maps) {
        switch (plan.format()) {
            case TEXT -> text(result, maps);
            case JSON -> json(result, maps);
        }
        out.flush();
        result.truncations().forEach(truncation -> err.println("osmia: " + truncation));
        err.flush();
    }

    private void text(RunResult result, List<BpfMap> maps) {
        var counts = result.counts();
        verdicts("xdp", counts.xdp());
        verdicts("tc", counts.tc());
        if (plan.maps()) {
            MapReport.print(out, maps, plan.top());
            out.println();
        }
        out.println(String.format(
                Locale.ROOT,
                "%,d packets, %,d bytes in %.1f ms with the %s: %,.0f packets/s",
                counts.packets(),
                counts.bytes(),
                result.nanoseconds() / 1e6,
                plan.engine().text(),
                result.packetsPerSecond()));
    }

    private void verdicts(String hook, Map<String, Long> counts) {
        if (!counts.isEmpty()) {
            out.println(hook + ": "
                    + counts.entrySet().stream()
                            .map(count -> String.format(Locale.ROOT, "%s %,d", count.getKey(), count.getValue()))
                            .collect(Collectors.joining(", ")));
        }
    }

    private void json(RunResult result, List<BpfMap> maps) {
        var counts = result.counts();
        var fields = new LinkedHashMap<String, Object>();
        fields.put("packets", counts.packets());
        fields.put("bytes", counts.bytes());
        fields.put("engine", plan.engine().text());
        fields.put("xdp", counts.xdp());
        fields.put("tc", counts.tc());
        fields.put("nanoseconds", result.nanoseconds());
        fields.put("packetsPerSecond", result.packetsPerSecond());
        if (plan.maps()) {
            fields.put("maps", MapReport.plain(maps));
        }
        Json.line(out, fields);
    }
}
