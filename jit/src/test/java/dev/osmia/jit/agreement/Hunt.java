package dev.osmia.jit.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.ProgramType;
import dev.osmia.testkit.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** Looks for programs on which engines disagree. The first one that it finds is made small and left as a file. */
public final class Hunt {
    private static final int RUNS = 4;

    private final List<Entrant> entrants;
    private final AtomicInteger agreed = new AtomicInteger();

    private Hunt(List<Entrant> entrants) {
        this.entrants = List.copyOf(entrants);
    }

    /**
     * Runs so many random programs on all engines.
     *
     * @throws AssertionError if engines disagree on one, or if too many are not valid
     */
    public static void over(int programs, List<Entrant> entrants) {
        var hunt = new Hunt(entrants);
        Seeds.forAllInParallel(programs, hunt::check);
        assertThat(hunt.agreed.get()).as("accepted of %d", programs).isGreaterThan(programs * 9 / 10);
    }

    private void check(RandomGenerator random) throws IOException {
        var candidate = Candidate.of(random, entrants);
        var trial = candidate.trial();
        if (trial.disagreed()) {
            throw NamedCase.failure(candidate.smallest(), trial.problem());
        } else if (trial.result() == Trial.Result.AGREED) {
            agreed.incrementAndGet();
        }
    }

    /** What becomes of the program that the random numbers make. */
    public static Trial trial(RandomGenerator random, List<Entrant> entrants) {
        return Candidate.of(random, entrants).trial();
    }

    /** A program, what it runs over, and the engines that can show it that. */
    private record Candidate(RandomProgram program, List<Input> inputs, List<Entrant> entrants) {
        static Candidate of(RandomGenerator random, List<Entrant> entrants) {
            var program = ProgramGenerator.generate(random);
            // The kernel's test runs show metadata to XDP programs only.
            var inputs = Hunt.inputs(random, program.type() == ProgramType.XDP || random.nextBoolean());
            var able = entrants.stream()
                    .filter(entrant -> entrant.takes(program.type(), inputs))
                    .toList();
            return new Candidate(program, inputs, able);
        }

        Trial trial() {
            return Trial.of(program.program(), inputs, entrants);
        }

        NamedCase smallest() {
            return Trial.smallest(program, inputs, entrants);
        }
    }

    /** What a program runs over; the first packet never has metadata. */
    static List<Input> inputs(RandomGenerator random, boolean withMetadata) {
        var inputs = new ArrayList<Input>();
        for (int i = 0; i < RUNS; i++) {
            inputs.add(Input.random(random, withMetadata && i > 0));
        }
        return inputs;
    }
}
