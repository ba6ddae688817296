package dev.osmia.verifier.flow;

import java.util.Arrays;
import java.util.List;

/** Successors within subprograms, and the order that follows from them. */
final class Edges {
    private final int[][] successors;
    private final int[] postOrder;

    private Edges(int[][] successors, int[] postOrder) {
        this.successors = successors;
        this.postOrder = postOrder;
    }

    static Edges of(Leaving leaving, List<Integer> starts) {
        var successors = new int[leaving.slots()][];
        for (int slot = 0; slot < successors.length; slot++) {
            successors[slot] = leaving.successors(slot);
        }
        return new Edges(successors, postOrder(successors, starts));
    }

    int[] successors(int slot) {
        return successors[slot];
    }

    /** Not to be changed by the receiver. */
    int[] postOrder() {
        return postOrder;
    }

    private static int[] postOrder(int[][] successors, List<Integer> starts) {
        var order = new int[successors.length];
        var discovered = new boolean[successors.length];
        var explored = new boolean[successors.length];
        var stack = new int[successors.length + 1];
        int count = 0;
        for (int start : starts) {
            int depth = 0;
            stack[depth++] = start;
            discovered[start] = true;
            while (depth > 0) {
                int top = stack[depth - 1];
                if (explored[top]) {
                    order[count++] = top;
                    depth--;
                    continue;
                }
                explored[top] = true;
                for (int next : successors[top]) {
                    if (!discovered[next]) {
                        discovered[next] = true;
                        stack[depth++] = next;
                    }
                }
            }
        }
        return Arrays.copyOf(order, count);
    }
}
