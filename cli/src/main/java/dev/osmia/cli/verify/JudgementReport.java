package dev.osmia.cli.verify;

import dev.osmia.cli.report.Format;
import dev.osmia.cli.report.Json;
import dev.osmia.program.btf.SourceLine;
import dev.osmia.verifier.Verdict;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;

/** Writes judgements, one after another. */
public final class JudgementReport {
    private final Format format;
    private final boolean log;
    private final PrintWriter out;

    /** A report that also shows traces if {@code log} is set. */
    public JudgementReport(Format format, boolean log, PrintWriter out) {
        this.format = format;
        this.log = log;
        this.out = out;
    }

    /** Writes one. */
    public void print(Judgement judgement) {
        switch (format) {
            case TEXT -> text(judgement);
            case JSON -> json(judgement);
        }
    }

    /** Ends the report. */
    public void end() {
        out.flush();
    }

    private void text(Judgement judgement) {
        if (judgement.kind() == Judgement.Kind.MALFORMED) {
            out.println(judgement.message());
            return;
        }
        if (log) {
            judgement.verdict().map(Verdict::log).ifPresent(out::print);
        }
        var statistics = judgement.verdict().orElseThrow().statistics();
        var subject = judgement.file().getFileName() + ":"
                + judgement.program().orElseThrow().name();
        out.println(
                switch (judgement.kind()) {
                    case ACCEPTED ->
                        "%s: accepted (%d instructions walked, %.1f ms)"
                                .formatted(subject, statistics.processed(), statistics.microseconds() / 1e3);
                    case REJECTED -> "%s: rejected: %s".formatted(subject, judgement.message());
                    case UNSUPPORTED -> "%s: unsupported: %s".formatted(subject, judgement.message());
                    case MALFORMED -> throw new IllegalStateException(subject + " has a verdict");
                });
        judgement.rejection().ifPresent(rejection -> explain(rejection, out));
    }

    /** Says for people where a program is rejected, in which state, and what helps. */
    public static void explain(Verdict.Rejected rejection, PrintWriter out) {
        rejection.source().ifPresent(source -> quote(source, out));
        if (rejection.slot() >= 0) {
            out.println("  at instruction " + rejection.slot()
                    + (rejection.state().isEmpty() ? "" : ", with " + rejection.state()));
        }
        if (!rejection.hint().isEmpty()) {
            out.println("  hint: " + rejection.hint());
        }
    }

    private static void quote(SourceLine source, PrintWriter out) {
        var number = Integer.toString(source.line());
        out.println("  --> " + source.file() + ":" + number + (source.column() > 0 ? ":" + source.column() : ""));
        if (!source.text().isBlank()) {
            out.println("  " + number + " | " + source.text().stripTrailing());
        }
    }

    private void json(Judgement judgement) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("file", judgement.file().getFileName().toString());
        judgement.program().ifPresent(program -> {
            fields.put("section", program.section());
            fields.put("program", program.name());
        });
        judgement
                .verdict()
                .ifPresent(
                        verdict -> fields.put("type", verdict.program().type().kernelName()));
        fields.put("verdict", judgement.kind().name().toLowerCase(Locale.ROOT));
        if (!judgement.message().isEmpty()) {
            fields.put("message", judgement.message());
        }
        judgement.rejection().ifPresent(rejection -> {
            if (rejection.slot() >= 0) {
                fields.put("instruction", rejection.slot());
            }
            rejection.source().ifPresent(source -> fields.put("source", source.toString()));
            if (!rejection.hint().isEmpty()) {
                fields.put("hint", rejection.hint());
            }
        });
        judgement.verdict().ifPresent(verdict -> {
            fields.put("instructions", verdict.statistics().processed());
            fields.put("states", verdict.statistics().states());
            fields.put("microseconds", verdict.statistics().microseconds());
            if (log) {
                fields.put("log", verdict.log());
            }
        });
        Json.line(out, fields);
    }
}
