package dev.osmia.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a failing case small enough to read. */
public final class Shrinking {
    private Shrinking() {}

    /**
     * Removes elements while the case still fails: first large runs of them, then smaller ones.
     *
     * @param failing a case for which {@code fails} holds
     * @return a case that still fails, and no longer does when any one element is removed
     */
    public static <T> List<T> shrink(List<T> failing, Predicate<List<T>> fails) {
        var smallest = List.copyOf(failing);
        var run = smallest.size();
        while (run > 0) {
            var removed = false;
            for (var from = 0; from < smallest.size(); ) {
                var candidate = without(smallest, from, Math.min(from + run, smallest.size()));
                if (fails.test(candidate)) {
                    smallest = candidate;
                    removed = true;
                } else {
                    from += run;
                }
            }
            // Removing one element may make another removable, so single elements are tried until none is.
            run = run == 1 && removed ? 1 : run / 2;
        }
        return smallest;
    }

    private static <T> List<T> without(List<T> elements, int from, int to) {
        var rest = new ArrayList<>(elements.subList(0, from));
        rest.addAll(elements.subList(to, elements.size()));
        return List.copyOf(rest);
    }
}
