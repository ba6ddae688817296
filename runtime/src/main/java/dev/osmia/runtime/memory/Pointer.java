package dev.osmia.runtime.memory;

/**
 * Region-tagged pointers: {@code region << 32 | offset}. The high half says which memory region, the low half the byte offset in
 * it; null is 0. Pointer arithmetic and comparison are plain {@code long} operations.
 *
 * <p>Packet and metadata share one region so that programs may compare pointers of both: the byte at index {@code i} of the
 * packet's buffer has the offset {@code PACKET_BIAS + i}, and the metadata ends where the packet starts, whatever buffer it is
 * kept in. The bias keeps metadata offsets positive when the packet has no headroom.
 */
public final class Pointer {
    /** The null pointer. */
    public static final long NULL = 0;

    /** The stack of the executing thread. */
    public static final int STACK = 1;

    /** Packet and, in front of it, metadata. */
    public static final int PACKET = 2;

    /** The context struct: not memory, its fields are read through accessors. */
    public static final int CONTEXT = 3;

    /** Map objects; the offset is the map's number in its environment. */
    public static final int MAP = 4;

    /** Functions; the offset is the subprogram's index in the running program. */
    public static final int FUNCTION = 5;

    /** The flow keys of a flow dissector ({@code struct bpf_flow_keys}). */
    public static final int FLOW_KEYS = 6;

    /** Keys and dynptrs that loops over maps show to their callbacks. */
    public static final int LOOP_KEYS = 7;

    /** The first region of memory that is shared by all threads of an environment: map values, ring buffers, read-only data. */
    public static final int FIRST_SHARED = 16;

    /** Offset of index 0 of a packet's buffer; more than any metadata is long. */
    public static final int PACKET_BIAS = 4096;

    private Pointer() {}

    /** A pointer to a byte of a region. */
    public static long of(int region, int offset) {
        // A sum, because HotSpot sees through it to the offset where only that is used.
        return ((long) region << 32) + Integer.toUnsignedLong(offset);
    }

    /** The region that the pointer points into. */
    public static int region(long pointer) {
        return (int) (pointer >>> 32);
    }

    /** The byte offset in the region. */
    public static int offset(long pointer) {
        return (int) pointer;
    }

    /** The pointer as messages show it. */
    public static String text(long pointer) {
        return pointer == NULL ? "null" : "region " + region(pointer) + " offset " + offset(pointer);
    }
}
