package dev.osmia.jit.lowering;

import dev.osmia.verifier.fact.DynptrType;
import java.util.Optional;

/**
 * A dynptr that is no memory: its offset and size are JVM locals.
 *
 * @param index which of the function's dynptrs
 * @param type what it is over, by name
 * @param map of a local dynptr, the map whose values it is over; else -1
 * @param readOnly whether the program may not write through it
 */
public record PlainDynptr(int index, DynptrType type, int map, boolean readOnly) {

    /** Where its bytes lie. */
    public enum Storage {
        /** The metadata's buffer; the offset counts from the metadata's start. */
        METADATA,
        /** The packet's buffer; the offset counts from the packet's start. */
        PACKET,
        /** The values of a map; the offset is the index in their buffer. */
        MAP_VALUES
    }

    /** Where its bytes lie. */
    public Storage storage() {
        return storage(type).orElseThrow();
    }

    /** Where the bytes of dynptrs of a type lie; empty for those that are always memory. */
    static Optional<Storage> storage(DynptrType type) {
        return switch (type) {
            case SKB_META -> Optional.of(Storage.METADATA);
            case SKB, XDP -> Optional.of(Storage.PACKET);
            case LOCAL -> Optional.of(Storage.MAP_VALUES);
            case RINGBUF -> Optional.empty();
        };
    }
}
