package dev.osmia.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel's verifier said while it looked at a program.
 *
 * @param text all of it, in lines
 */
public record VerifierLog(String text) {
    private static final Pattern FOOTER = Pattern.compile("(verification time|stack depth|processed) .*");
    private static final Pattern SOURCE = Pattern.compile("; .* @ \\S+:\\d+");
    private static final Pattern INSTRUCTION = Pattern.compile("(\\d+): \\([0-9a-f]{2}\\) .*");
    private static final Pattern STATE = Pattern.compile("(\\d+:|from \\d+ to \\d+.*:|R\\d+=|frame\\d+:) ?.*");
    private static final Pattern CODE_WITH_LIVENESS = Pattern.compile(" +\\d* +\\d+: .*");
    private static final Pattern PROGRESS =
            Pattern.compile("Live regs before insn:|func#\\d+ @\\d+|mark_precise: .*|SCC (enter|exit|backedge).*"
                    + "|\\(\\d+\\) (frame \\d+ insn \\d+ |live stack update ).*"
                    + "|Validating .* func#.*|Func#\\d+ .* is (safe|global) .*");
    /** Some messages have no end of line, so that the next thing that the kernel says follows on theirs. */
    private static final Pattern UNENDED = Pattern.compile("(?<=.)verification time \\d+ usec$");

    private static final Pattern LOOP_STATE = Pattern.compile("(cur|old) state:.*");
    private static final Pattern TIME = Pattern.compile("(?m)^verification time (\\d+) usec");
    private static final Pattern COUNTS = Pattern.compile(
            "(?m)^processed (\\d+) insns .*max_states_per_insn (\\d+) total_states (\\d+) peak_states (\\d+)");

    /** What a verification took. */
    public record Statistics(
            long microseconds, long instructions, int mostStatesOfAnInstruction, int totalStates, int peakStates) {}

    /** Why a program was rejected, one line; empty where the log does not say. */
    public String message() {
        var end = end();
        for (int i = end.size() - 1; i >= 0; i--) {
            if (!LOOP_STATE.matcher(end.get(i)).matches()) {
                return UNENDED.matcher(end.get(i)).replaceFirst("");
            }
        }
        return "";
    }

    /** All that is said after the last instruction: messages that lead to the last one, states of an endless loop. */
    public List<String> end() {
        var end = new ArrayList<String>();
        for (var line : lines()) {
            if (tellsWhere(line)) {
                end.clear();
            } else if (!isAside(line)) {
                end.add(line);
            }
        }
        return List.copyOf(end);
    }

    private static boolean tellsWhere(String line) {
        return STATE.matcher(line).matches();
    }

    private static boolean isAside(String line) {
        return line.isBlank()
                || FOOTER.matcher(line).matches()
                || SOURCE.matcher(line).matches()
                || CODE_WITH_LIVENESS.matcher(line).matches()
                || PROGRESS.matcher(line).matches();
    }

    /** The instruction that was looked at last; empty unless the level was at least {@link LogLevel#PATH}. */
    public OptionalInt instruction() {
        var lines = lines();
        for (int i = lines.size() - 1; i >= 0; i--) {
            var matcher = INSTRUCTION.matcher(lines.get(i));
            if (matcher.matches()) {
                return OptionalInt.of(Integer.parseInt(matcher.group(1)));
            }
        }
        return OptionalInt.empty();
    }

    /** What the verification took; empty where it did not come to an end. */
    public Optional<Statistics> statistics() {
        var time = TIME.matcher(text);
        var counts = COUNTS.matcher(text);
        return time.find() && counts.find()
                ? Optional.of(new Statistics(
                        number(time, 1), number(counts, 1), (int) number(counts, 2), (int) number(counts, 3), (int)
                                number(counts, 4)))
                : Optional.empty();
    }

    private static long number(Matcher matcher, int group) {
        return Long.parseLong(matcher.group(group));
    }

    private List<String> lines() {
        return text.lines().toList();
    }
}
