package dev.osmia.verifier.fact;

import java.util.Optional;

/** What the verifier proved of each instruction, by slot. Every fact holds on every path, pruned ones included. */
public interface Facts {

    /** Whether any path reaches the instruction. */
    boolean reached(int slot);

    /** Of a load, store, atomic, load-acquire or store-release that is reached. */
    Optional<AccessFact> access(int slot);

    /** Of a helper or kfunc call that is reached. */
    Optional<CallFact> call(int slot);

    /** Of a conditional jump that is reached. */
    Optional<BranchFact> branch(int slot);
}
