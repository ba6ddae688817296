package dev.osmia.jit.agreement;

import dev.osmia.program.assembly.Line;
import dev.osmia.testkit.Shrinking;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A part of a random program that can be taken out and leaves a valid program: before and behind it the same registers are scalars and
 * the same stack bytes are initialised.
 */
sealed interface Step {

    void addTo(List<Line> lines);

    /** Adds the names of the functions that the step calls. */
    void addCallees(Set<String> names);

    /** The step with as little inside as still fails. */
    Step shrink(Predicate<Step> fails);

    /** Instructions that belong together. */
    record Plain(List<Line> lines) implements Step {
        Plain(Line... lines) {
            this(List.of(lines));
        }

        public Plain {
            lines = List.copyOf(lines);
        }

        @Override
        public void addTo(List<Line> all) {
            all.addAll(lines);
        }

        @Override
        public void addCallees(Set<String> names) {}

        @Override
        public Step shrink(Predicate<Step> fails) {
            return this;
        }
    }

    /** A call of a function, with what prepares it and what follows. */
    record LocalCall(String callee, List<Line> lines) implements Step {
        public LocalCall {
            lines = List.copyOf(lines);
        }

        @Override
        public void addTo(List<Line> all) {
            all.addAll(lines);
        }

        @Override
        public void addCallees(Set<String> names) {
            names.add(callee);
        }

        @Override
        public Step shrink(Predicate<Step> fails) {
            return this;
        }
    }

    /** Steps between lines that make sense together only: a branch and its target, a bounds check and what it allows. */
    record Enclosure(List<Line> before, List<Step> body, List<Line> after) implements Step {
        public Enclosure {
            before = List.copyOf(before);
            body = List.copyOf(body);
            after = List.copyOf(after);
        }

        @Override
        public void addTo(List<Line> all) {
            all.addAll(before);
            body.forEach(step -> step.addTo(all));
            all.addAll(after);
        }

        @Override
        public void addCallees(Set<String> names) {
            body.forEach(step -> step.addCallees(names));
        }

        @Override
        public Step shrink(Predicate<Step> fails) {
            var smaller = shrinkAll(body, rest -> fails.test(new Enclosure(before, rest, after)));
            return new Enclosure(before, smaller, after);
        }
    }

    /** Takes steps out, then makes those smaller that have to stay. */
    static List<Step> shrinkAll(List<Step> failing, Predicate<List<Step>> fails) {
        var steps = new ArrayList<>(Shrinking.shrink(failing, fails));
        for (int i = 0; i < steps.size(); i++) {
            int index = i;
            steps.set(i, steps.get(i).shrink(smaller -> {
                var candidate = new ArrayList<>(steps);
                candidate.set(index, smaller);
                return fails.test(candidate);
            }));
        }
        return List.copyOf(steps);
    }
}
