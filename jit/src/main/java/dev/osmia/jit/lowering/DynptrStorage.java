package dev.osmia.jit.lowering;

import dev.osmia.verifier.fact.DynptrType;
import java.util.Optional;

/** The buffers that a dynptr without memory of its own can be over. */
public enum DynptrStorage {
    METADATA,
    PACKET;

    /** The storage of a dynptr type; empty for those that hold a pointer. */
    static Optional<DynptrStorage> of(DynptrType type) {
        return switch (type) {
            case SKB_META -> Optional.of(METADATA);
            case SKB, XDP -> Optional.of(PACKET);
            case LOCAL, RINGBUF -> Optional.empty();
        };
    }
}
