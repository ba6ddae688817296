package dev.osmia.jit.agreement;

import dev.osmia.program.Program;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a program on several engines.
 *
 * @param problem how they differ, or what one of them threw; the verifier's message where all reject
 */
public record Trial(Result result, String problem) {
    /** The three ends that there are. */
    public enum Result {
        AGREED,
        DISAGREED,
        REJECTED
    }

    /** Runs the program on the engines over the same inputs. */
    public static Trial of(Program program, List<Input> inputs, List<Entrant> entrants) {
        var contestants = new LinkedHashMap<String, Contestant>();
        try {
            var verdicts = enter(program, entrants, contestants);
            if (verdicts.values().stream().distinct().count() > 1) {
                return new Trial(Result.DISAGREED, "verdicts " + verdicts);
            }
            var verdict = verdicts.values().stream().findFirst().orElse("");
            return verdict.isEmpty() ? run(inputs, contestants) : new Trial(Result.REJECTED, verdict);
        } catch (RuntimeException | AssertionError | LinkageError failure) {
            return new Trial(Result.DISAGREED, failure.toString());
        } finally {
            contestants.values().forEach(Contestant::close);
        }
    }

    /** Why the engines that judge reject the program; empty where one accepts it. */
    private static Map<String, String> enter(
            Program program, List<Entrant> entrants, Map<String, Contestant> contestants) {
        var verdicts = new LinkedHashMap<String, String>();
        for (var entrant : entrants) {
            if (!entrant.judges() && verdicts.values().stream().anyMatch(reason -> !reason.isEmpty())) {
                continue;
            }
            try {
                contestants.put(entrant.name(), entrant.enter(program));
                if (entrant.judges()) {
                    verdicts.put(entrant.name(), "");
                }
            } catch (Entrant.Rejection rejection) {
                verdicts.put(entrant.name(), rejection.getMessage());
            } catch (Entrant.Abstention abstention) {
                // The others are held to each other.
                continue;
            }
        }
        return verdicts;
    }

    private static Trial run(List<Input> inputs, Map<String, Contestant> contestants) {
        var names = new ArrayList<>(contestants.keySet());
        for (var input : inputs) {
            var outcome = contestants.get(names.get(0)).run(input);
            for (var other : names.subList(1, names.size())) {
                var differences = outcome.differences(contestants.get(other).run(input), names.get(0), other);
                if (!differences.isEmpty()) {
                    return new Trial(Result.DISAGREED, differences + "  on " + input);
                }
            }
        }
        return new Trial(Result.AGREED, "");
    }

    public boolean disagreed() {
        return result == Result.DISAGREED;
    }

    /** The smallest part of the program on which the engines still disagree. */
    static NamedCase smallest(RandomProgram program, List<Input> inputs, List<Entrant> entrants) {
        var smallest = program.shrink(
                smaller -> of(smaller.program(), inputs, entrants).disagreed());
        return new NamedCase(smallest.program(), inputs);
    }
}
