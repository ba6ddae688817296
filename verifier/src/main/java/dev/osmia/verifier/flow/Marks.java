package dev.osmia.verifier.flow;

import java.util.BitSet;

/** Where the interpreter has to do something special, by slot. */
final class Marks {
    /** Where a state may be pruned. */
    final BitSet prunePoints = new BitSet();
    /** Where the path does not simply continue from the slot before, so that the way there must be recorded. */
    final BitSet jumpPoints = new BitSet();
    /** Where a state must be saved, however few instructions ago the last one was. */
    final BitSet forcedCheckpoints = new BitSet();
    /** Calls that call back before they return. */
    final BitSet callbackCalls = new BitSet();
    /** Targets of jumps. */
    final BitSet jumpTargets = new BitSet();
}
