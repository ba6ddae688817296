package dev.osmia.cli.parity;

import dev.osmia.cli.parity.Answer.Kind;
import dev.osmia.program.ProgramType;
import java.util.List;
import java.util.function.Predicate;

/** How many programs the kernel and Osmia judge alike, by program type. */
record Matrix(List<Comparison> comparisons) {
    private static final String ROW = "%-24s %6s | %6s %6s %6s | %6s %6s %6s %6s%n";

    private static final List<ProgramType> IN_SCOPE = List.of(
            ProgramType.XDP,
            ProgramType.SCHED_CLS,
            ProgramType.SCHED_ACT,
            ProgramType.SOCKET_FILTER,
            ProgramType.CGROUP_SKB,
            ProgramType.LWT_IN,
            ProgramType.LWT_OUT,
            ProgramType.LWT_XMIT,
            ProgramType.LWT_SEG6LOCAL,
            ProgramType.FLOW_DISSECTOR,
            ProgramType.SK_SKB,
            ProgramType.RAW_TRACEPOINT,
            ProgramType.TRACEPOINT,
            ProgramType.KPROBE,
            ProgramType.PERF_EVENT,
            ProgramType.SYSCALL);

    static boolean isInScope(ProgramType type) {
        return IN_SCOPE.contains(type);
    }

    String text() {
        var text = new StringBuilder();
        text.append(ROW.formatted("", "", "kernel", "accepts:", "", "kernel", "rejects:", "", ""));
        text.append(ROW.formatted("type", "all", "accept", "reject", "cannot", "accept", "reject", "cannot", "same"));
        IN_SCOPE.forEach(type -> append(text, type.kernelName(), each -> each.type() == type));
        append(text, "all in scope", each -> isInScope(each.type()));
        for (var type : ProgramType.values()) {
            if (!isInScope(type)) {
                append(text, type.kernelName(), each -> each.type() == type);
            }
        }
        append(text, "all", each -> true);
        return text.toString();
    }

    private void append(StringBuilder text, String label, Predicate<Comparison> part) {
        var some = comparisons.stream()
                .filter(part)
                .filter(Comparison::isComparable)
                .toList();
        if (some.isEmpty()) {
            return;
        }
        text.append(ROW.formatted(
                label,
                some.size(),
                count(some, Kind.ACCEPTS, Kind.ACCEPTS),
                count(some, Kind.ACCEPTS, Kind.REJECTS),
                count(some, Kind.ACCEPTS, Kind.CANNOT_SAY),
                count(some, Kind.REJECTS, Kind.ACCEPTS),
                count(some, Kind.REJECTS, Kind.REJECTS),
                count(some, Kind.REJECTS, Kind.CANNOT_SAY),
                some.stream()
                        .filter(each -> each.osmia().is(Kind.REJECTS) && each.isSame())
                        .count()));
    }

    private static long count(List<Comparison> some, Kind kernel, Kind osmia) {
        return some.stream()
                .filter(each -> each.kernel().is(kernel) && each.osmia().is(osmia))
                .count();
    }
}
