package dev.osmia.jit.lowering;

import dev.osmia.program.instruction.Register;

/** Where a memory access goes, chosen from what the verifier proved. Every form is bounds-checked by the JVM when it runs. */
public sealed interface Place {

    /**
     * A stack unit of 8 bytes that is no memory but one JVM local.
     *
     * @param unit the unit, counted down from the frame's top
     * @param shift the first byte in the unit, 0 to 7
     */
    record Local(int unit, int shift) implements Place {}

    /**
     * A stack unit of 8 bytes that is no memory but two JVM locals of 4 bytes each.
     *
     * @param unit the unit, counted down from the frame's top
     * @param shift the first byte in the unit, 0 to 7
     */
    record LocalWords(int unit, int shift) implements Place {}

    /** The function's own frame at a constant offset from its top, negative. */
    record Frame(int offset) implements Place {}

    /** The stack, at an offset that only the pointer knows. */
    record StackAt(Register base, int offset) implements Place {}

    /** Packet data. */
    record PacketAt(Register base, int offset) implements Place {}

    /** Metadata, by a packet region pointer in front of the packet. */
    record MetadataAt(Register base, int offset) implements Place {}

    /** A value of one map. */
    record MapValueAt(int map, Register base, int offset) implements Place {}

    /**
     * Bytes that a context shows as memory, such as {@code cb}.
     *
     * @param getter the method of the packet that gives their array
     */
    record ContextBytes(String getter, int index) implements Place {}

    /** Any memory: the region table decides when it runs. */
    record TableAt(Register base, int offset) implements Place {}
}
