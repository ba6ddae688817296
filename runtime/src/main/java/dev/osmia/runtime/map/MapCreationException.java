package dev.osmia.runtime.map;

import dev.osmia.program.MapSpec;

/** A map that cannot be made as its definition asks: the kernel would refuse it, or it needs more memory than a region can have. */
public final class MapCreationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String map;

    /** The reason follows name and sizes in the message. */
    public MapCreationException(MapSpec spec, String reason) {
        super("map '" + spec.name() + "' (" + spec.type().kernelName() + ", key_size=" + spec.keySize()
                + ", value_size=" + spec.valueSize() + ", max_entries="
                + Integer.toUnsignedString(spec.maxEntries()) + ", flags=0x" + Integer.toHexString(spec.flags())
                + "): " + reason);
        this.map = spec.name();
    }

    /** The map's name. */
    public String map() {
        return map;
    }
}
