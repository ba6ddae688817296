package dev.osmia.verifier.fact;

import java.util.List;

/**
 * What is known of a call's arguments on every path that reaches it.
 *
 * @param arguments R1 to R5, as many as the callee takes
 */
public record CallFact(List<ArgumentFact> arguments) {
    public CallFact {
        arguments = List.copyOf(arguments);
    }
}
