package dev.osmia.verifier.path;

import dev.osmia.verifier.state.VerifierState;

/** What earlier rounds of a loop started with. */
public interface LoopRounds {
    /**
     * Widens a state that starts another round: numbers in it that differ from the round before become any number.
     *
     * @param current the path's state, to find the round before by
     * @param next the state to widen
     * @param slot the instruction at which each round starts
     */
    void widen(VerifierState current, VerifierState next, int slot);
}
