package dev.osmia.verifier.flow;

import java.util.Arrays;

/**
 * The strongly connected components of the graph that are loops: more than one instruction, or one that leads to itself. Found by
 * Tarjan's algorithm, iteratively; components are numbered from 1 as they are completed.
 */
final class Loops {
    private final int[] component;
    private int count;

    private Loops(int slots) {
        component = new int[slots];
    }

    static Loops of(Edges edges, int slots) {
        var loops = new Loops(slots);
        loops.new Search(edges, slots).run();
        return loops;
    }

    int component(int slot) {
        return component[slot];
    }

    int count() {
        return count;
    }

    private final class Search {
        private static final int COMPLETE = Integer.MAX_VALUE;

        private final Edges edges;
        private final int[] order;
        private final int[] low;
        private final int[] path;
        private final int[] nextEdge;
        private final int[] open;
        private int depth;
        private int openCount;
        private int visited;

        Search(Edges edges, int slots) {
            this.edges = edges;
            order = new int[slots];
            low = new int[slots];
            path = new int[slots + 1];
            nextEdge = new int[slots];
            open = new int[slots];
        }

        void run() {
            for (int slot = 0; slot < order.length; slot++) {
                if (order[slot] == 0) {
                    enter(slot);
                    walk();
                }
            }
        }

        private void enter(int slot) {
            order[slot] = ++visited;
            low[slot] = visited;
            path[depth++] = slot;
            open[openCount++] = slot;
        }

        private void walk() {
            while (depth > 0) {
                int slot = path[depth - 1];
                var successors = edges.successors(slot);
                if (nextEdge[slot] < successors.length) {
                    int next = successors[nextEdge[slot]];
                    if (order[next] == 0) {
                        enter(next);
                    } else {
                        low[slot] = Math.min(low[slot], low[next]);
                        nextEdge[slot]++;
                    }
                } else {
                    depth--;
                    if (low[slot] == order[slot]) {
                        complete(slot);
                    }
                }
            }
        }

        private void complete(int root) {
            int first = openCount;
            do {
                first--;
            } while (open[first] != root);
            boolean loop = openCount - first > 1
                    || Arrays.stream(edges.successors(root)).anyMatch(next -> next == root);
            if (loop) {
                count++;
            }
            for (int i = first; i < openCount; i++) {
                component[open[i]] = loop ? count : 0;
                low[open[i]] = COMPLETE;
            }
            openCount = first;
        }
    }
}
