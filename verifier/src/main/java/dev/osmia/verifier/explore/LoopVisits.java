package dev.osmia.verifier.explore;

import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.VerifierState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Visits of loops (strongly connected components), one for each chain of calls that leads to a loop. While a loop is being walked, a
 * path that comes back to a state like an earlier one ends there, but what the earlier state depends on is not known before all paths
 * out of the loop were walked. Such paths are kept, and when the state that entered the loop is done with, precision is carried back
 * along them until nothing changes.
 */
final class LoopVisits {
    private static final int MAXIMUM_ROUNDS = 64;

    private final Path path;
    private final Map<Visited, Visit> visits = new HashMap<>();
    private int backEdges;

    /** A loop as reached through calls. */
    private record Visited(List<Integer> callSites, int loop) {}

    private static final class Visit {
        private VerifierState entry;
        private List<VerifierState> backEdges = new ArrayList<>(0);
    }

    LoopVisits(Path path) {
        this.path = path;
    }

    /** How many paths are kept. */
    int backEdges() {
        return backEdges;
    }

    /** The loop of the outermost function that is in one; null where none is. */
    private Visited visited(VerifierState state) {
        var callSites = new ArrayList<Integer>(0);
        for (int number = 0; number <= state.depth(); number++) {
            int slot = state.slotOf(number);
            int loop = path.verification().flow().component(slot);
            if (loop != 0) {
                return new Visited(callSites, loop);
            }
            callSites.add(slot);
        }
        return null;
    }

    private Visit find(VerifierState state) {
        var visited = visited(state);
        return visited == null ? null : visits.get(visited);
    }

    /** A checkpoint was made. */
    void enter(VerifierState checkpoint) {
        var visited = visited(checkpoint);
        if (visited != null) {
            var visit = visits.computeIfAbsent(visited, key -> new Visit());
            if (visit.entry == null) {
                visit.entry = checkpoint;
                trace("enter", visited);
            }
        }
    }

    /** All paths from a state were walked. */
    void leave(VerifierState state) {
        var visited = visited(state);
        var visit = visited == null ? null : visits.get(visited);
        if (visit == null || visit.entry != state) {
            return;
        }
        trace("exit", visited);
        visit.entry = null;
        propagate(visit);
        backEdges -= visit.backEdges.size();
        visit.backEdges = new ArrayList<>(0);
    }

    private void propagate(Visit visit) {
        int rounds = 0;
        boolean changed = !visit.backEdges.isEmpty();
        while (changed) {
            if (rounds++ > MAXIMUM_ROUNDS) {
                visit.backEdges.forEach(path.precision()::markAll);
                return;
            }
            changed = false;
            for (var state : visit.backEdges) {
                changed |= path.precision().propagate(state.equal(), state);
            }
        }
    }

    /** A path came back to a state like an earlier one in a loop. */
    void addBackEdge(VerifierState earlier, VerifierState state) {
        var visited = visited(earlier);
        var copy = state.copy();
        copy.setEqual(earlier);
        visits.get(visited).backEdges.add(copy);
        backEdges++;
        trace("backedge", visited);
    }

    /** Whether what a state depends on is not known completely yet. */
    boolean isIncomplete(VerifierState state) {
        if (backEdges == 0) {
            return false;
        }
        var visit = find(state);
        return visit != null && !visit.backEdges.isEmpty();
    }

    private void trace(String event, Visited visited) {
        if (path.trace().on()) {
            var text = new StringBuilder("SCC ").append(event).append(" (");
            visited.callSites().forEach(site -> text.append(site).append(','));
            path.trace().line(text.append(visited.loop()).append(')').toString());
        }
    }
}
