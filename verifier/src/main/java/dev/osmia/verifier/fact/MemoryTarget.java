package dev.osmia.verifier.fact;

/**
 * A memory that an access can touch. Targets compare by value, so that the facts of several paths unite in a set.
 */
public sealed interface MemoryTarget {

    /**
     * The stack.
     *
     * @param framesUp 0 for the accessing function's own frame, 1 for its caller's, and so on
     */
    record Stack(int framesUp) implements MemoryTarget {}

    /** Packet data. */
    record Packet() implements MemoryTarget {}

    /** The metadata in front of the packet, reached through {@code data_meta}. */
    record PacketMetadata() implements MemoryTarget {}

    /** The context struct. */
    record Context() implements MemoryTarget {}

    /**
     * Values of a map.
     *
     * @param map index into the program's maps
     */
    record MapValue(int map) implements MemoryTarget {}

    /**
     * A slice of a dynptr.
     *
     * @param type what the dynptr is over
     */
    record DynptrSlice(DynptrType type) implements MemoryTarget {}

    /** Memory reserved from a ring buffer. */
    record RingBufferRecord() implements MemoryTarget {}

    /** Any other memory: the region table decides. */
    record Other() implements MemoryTarget {}
}
