package dev.osmia.verifier.fact;

/** What is known of a call's argument register on every path that reaches the call, pruned ones included. */
public sealed interface ArgumentFact {

    /** A constant scalar. Recorded only where the verifier relied on the value, or marked the scalar precise because of this fact. */
    record Constant(long value) implements ArgumentFact {}

    /**
     * The address of a map.
     *
     * @param map index into the program's maps
     */
    record Map(int map) implements ArgumentFact {}

    /**
     * An address on the stack.
     *
     * @param framesUp 0 for the calling function's own frame
     * @param offset bytes from that frame's top, negative
     */
    record StackAddress(int framesUp, int offset) implements ArgumentFact {}

    /**
     * A dynptr on the stack.
     *
     * @param type what it is over
     * @param framesUp 0 for the calling function's own frame
     * @param offset bytes from that frame's top, negative
     */
    record Dynptr(DynptrType type, int framesUp, int offset) implements ArgumentFact {}

    /**
     * A callback.
     *
     * @param subprogram index into the program's subprograms
     */
    record Callback(int subprogram) implements ArgumentFact {}

    /** The program's context. */
    record Context() implements ArgumentFact {}

    /** A pointer into one kind of memory, at an offset that is not known to be constant. */
    record Memory(MemoryTarget target) implements ArgumentFact {}

    /** Nothing in particular. */
    record Unknown() implements ArgumentFact {}
}
