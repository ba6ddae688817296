package dev.osmia.verifier.state;

import dev.osmia.program.MapFields;
import dev.osmia.program.MapSpec;
import java.util.Optional;

/**
 * A map as the verifier tells maps apart: by identity. A map-in-map's template of inner maps is a map of its own.
 */
public final class MapReference {
    /** The index of an inner map's template: it is none of the program's maps. */
    public static final int NO_INDEX = -1;

    /** {@code BPF_OBJ_NAME_LEN} without the terminating zero. */
    private static final int NAME_LENGTH = 15;

    private final int index;
    private final MapSpec spec;
    private final MapFields fields;
    private final Optional<MapReference> inner;

    private MapReference(int index, MapSpec spec) {
        this.index = index;
        this.spec = spec;
        this.fields = MapFields.of(spec);
        this.inner = spec.inner().map(template -> new MapReference(NO_INDEX, template));
    }

    /** One of the program's maps. */
    public static MapReference of(int index, MapSpec spec) {
        return new MapReference(index, spec);
    }

    /** The index into the program's maps, or {@link #NO_INDEX}. */
    public int index() {
        return index;
    }

    /** The name, cut to what the kernel keeps of it. */
    public String kernelName() {
        if (index == NO_INDEX) {
            return "";
        }
        String name = spec.name();
        return name.length() <= NAME_LENGTH ? name : name.substring(0, NAME_LENGTH);
    }

    public MapSpec spec() {
        return spec;
    }

    /** The fields of its values that only helpers may touch. */
    public MapFields fields() {
        return fields;
    }

    /** The template of its inner maps, where it is a map of maps. */
    public Optional<MapReference> inner() {
        return inner;
    }
}
