package dev.osmia.verifier.state;

import dev.osmia.verifier.fact.DynptrType;

/** What more is known of a register's content, beyond its type: where a pointer points, what a stack object is. */
public sealed interface Pointee {

    /** Nothing more. */
    Pointee NOTHING = new Nothing();

    /** Nothing more is known, or needed. */
    record Nothing() implements Pointee {}

    /**
     * A packet or metadata pointer.
     *
     * @param bytes how many bytes from the pointer's base are known to be there; {@link #AT_END} or {@link #BEYOND_END} where a
     *     comparison showed the pointer to be at or behind the end
     */
    record PacketRange(int bytes) implements Pointee {
        public static final int AT_END = -1;
        public static final int BEYOND_END = -2;

        /** No byte known to be there. */
        public static final PacketRange NONE = new PacketRange(0);
    }

    /**
     * A pointer to the stack.
     *
     * @param frame the number of the frame, 0 for the main function's
     */
    record StackFrame(int frame) implements Pointee {}

    /**
     * A pointer to a map, key or value.
     *
     * @param uid distinguishes inner maps of one lookup from those of another; else 0
     */
    record OfMap(MapReference map, int uid) implements Pointee {}

    /**
     * Memory of a known size.
     *
     * @param size its bytes
     * @param dynptr the id of the dynptr that it is a slice of; else 0
     * @param source what that dynptr is over; null where it is no slice
     */
    record Memory(int size, int dynptr, DynptrType source) implements Pointee {
        /** Memory that is no slice of a dynptr. */
        public static Memory of(int size) {
            return new Memory(size, 0, null);
        }
    }

    /**
     * A dynptr: one of its two stack slots, or a pointer to one that the kernel owns.
     *
     * @param first whether it is the slot at the lower address
     */
    record OfDynptr(DynptrType type, boolean first) implements Pointee {}

    /**
     * One stack slot of an open-coded iterator.
     *
     * @param type the C struct, such as {@code bpf_iter_num}
     * @param drained whether its last call of next returned null
     * @param depth how many elements it gave on this path
     */
    record OfIterator(String type, boolean drained, int depth) implements Pointee {
        private static final String PREFIX = "bpf_iter_";

        /** The type without its prefix, as the kernel's log prints it. */
        public String shortName() {
            return type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : type;
        }
    }

    /**
     * The saved interrupt flag on the stack.
     *
     * @param lock whether a lock saved it, rather than {@code bpf_local_irq_save}
     */
    record OfInterruptFlag(boolean lock) implements Pointee {}

    /**
     * A subprogram's address.
     *
     * @param subprogram its index
     */
    record OfFunction(int subprogram) implements Pointee {}

    /** A pointer to a struct that BTF describes. */
    record OfStruct(StructReference struct) implements Pointee {}
}
