package dev.osmia.verifier.flow;

/** What the control-flow analysis gives: the graph, or what is wrong with the program's shape. */
public sealed interface FlowResult permits FlowGraph, FlowResult.Malformed {

    /**
     * The program has no valid shape.
     *
     * @param message the reason in the kernel's words, one line
     * @param slot the instruction at which it was found; -1 for the program as a whole
     */
    record Malformed(String message, int slot) implements FlowResult {}
}
