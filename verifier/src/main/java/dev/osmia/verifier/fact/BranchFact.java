package dev.osmia.verifier.fact;

/** Which ways of a conditional jump any path takes. */
public enum BranchFact {
    BOTH,
    ALWAYS_TAKEN,
    NEVER_TAKEN
}
