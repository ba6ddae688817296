package dev.osmia.cli.testrun;

import dev.osmia.cli.report.HexDump;
import dev.osmia.cli.report.Json;
import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import dev.osmia.program.uapi.TcAction;
import dev.osmia.program.uapi.XdpAction;
import java.io.PrintWriter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;

/** Says what a test run came to. */
public final class TestRunReport {
    private final TestRunPlan plan;
    private final PrintWriter out;

    /** A report to a stream. */
    public TestRunReport(TestRunPlan plan, PrintWriter out) {
        this.plan = plan;
        this.out = out;
    }

    /** Writes it. */
    public void print(TestRunResult result) {
        switch (plan.format()) {
            case TEXT -> text(result);
            case JSON -> json(result);
        }
        out.flush();
    }

    private void text(TestRunResult result) {
        out.println("retval " + Integer.toUnsignedString(result.returnValue()) + meaning(result));
        if (result.metadata().length > 0) {
            out.println("metadata, " + result.metadata().length + " bytes:");
            HexDump.print(out, "  ", result.metadata());
        }
        if (plan.output() == null) {
            out.println("packet, " + result.data().length + " bytes:");
            HexDump.print(out, "  ", result.data());
        } else {
            out.println("packet, " + result.data().length + " bytes, written to " + plan.output());
        }
        out.println(String.format(
                Locale.ROOT,
                "%,.0f ns a run over %,d %s with the %s",
                result.nanosecondsPerRun(),
                plan.repeat(),
                plan.repeat() == 1 ? "run" : "runs",
                plan.engine().text()));
    }

    /** What the program's type takes the value for. */
    private static String meaning(TestRunResult result) {
        if (result.type() == ProgramType.XDP) {
            return " (" + XdpAction.of(result.returnValue()) + ")";
        } else if (ProgramTypes.TC.contains(result.type())) {
            return " (" + TcAction.of(result.returnValue()) + ")";
        }
        return "";
    }

    private void json(TestRunResult result) {
        var hex = HexFormat.of();
        var fields = new LinkedHashMap<String, Object>();
        fields.put("retval", Integer.toUnsignedLong(result.returnValue()));
        fields.put("dataOut", hex.formatHex(result.data()));
        fields.put("metaOut", hex.formatHex(result.metadata()));
        fields.put("repeat", plan.repeat());
        fields.put("nanosecondsPerRun", result.nanosecondsPerRun());
        fields.put("engine", plan.engine().text());
        Json.line(out, fields);
    }
}
