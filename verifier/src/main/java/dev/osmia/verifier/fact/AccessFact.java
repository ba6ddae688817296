package dev.osmia.verifier.fact;

import java.util.OptionalInt;
import java.util.Set;

/**
 * What is known of a load, store or atomic on every path that reaches it, pruned ones included.
 *
 * @param targets the memories that it can touch, never empty
 * @param offset the constant offset, where every path has the same: bytes from the frame's top for the stack (negative), from the
 *     struct's start for the context; empty elsewhere
 */
public record AccessFact(Set<MemoryTarget> targets, OptionalInt offset) {
    public AccessFact {
        targets = Set.copyOf(targets);
    }
}
