package dev.osmia.runtime;

import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.object.PlacedMap;
import dev.osmia.runtime.map.BpfMap;
import dev.osmia.runtime.map.MapCreationException;
import dev.osmia.runtime.map.MapFactory;
import dev.osmia.runtime.map.MapMemory;
import dev.osmia.runtime.memory.Pointer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The maps of an environment, numbered in the order of their creation. Maps are shared by name, as if each were pinned: two object
 * files that define the same map get one map.
 */
public final class Maps {
    private final MapMemory memory;
    private final Map<String, BpfMap> byName = new LinkedHashMap<>();
    private volatile BpfMap[] byNumber = new BpfMap[0];
    private volatile BpfMap[] byRegion = new BpfMap[0];

    Maps(MapMemory memory) {
        this.memory = memory;
    }

    /**
     * The map of this definition: the one of this name, where there is one already.
     *
     * @throws MapCreationException if it cannot be made, or if there is another map of this name with another definition
     */
    public synchronized BpfMap open(MapSpec spec) {
        var known = byName.get(spec.name());
        if (known != null) {
            if (!known.spec().sameDefinition(spec)) {
                throw new MapCreationException(
                        spec, "another object defines a map of this name as " + describe(known.spec()));
            }
            return known;
        }
        var map = create(spec);
        byName.put(spec.name(), map);
        return map;
    }

    /**
     * The maps of an object, in its order. Global data is called after its section, in every object alike, and so is each object's own.
     *
     * @throws MapCreationException if one cannot be made
     */
    public List<BpfMap> openAll(List<PlacedMap> placed) {
        return placed.stream()
                .map(map -> map.definition().isEmpty() ? create(map.map()) : open(map.map()))
                .toList();
    }

    /** A new map that is not shared by name. */
    public synchronized BpfMap create(MapSpec spec) {
        var old = byNumber;
        var map = spec.type() == MapType.PROG_ARRAY
                ? new ProgramArrayMap(spec, old.length)
                : MapFactory.create(spec, old.length, memory);
        var longer = Arrays.copyOf(old, old.length + 1);
        longer[old.length] = map;
        byNumber = longer;
        if (map.region() >= 0) {
            int index = map.region() - Pointer.FIRST_SHARED;
            var owners = Arrays.copyOf(byRegion, Math.max(byRegion.length, index + 1));
            owners[index] = map;
            byRegion = owners;
        }
        return map;
    }

    /** The map whose values a pointer points into. */
    public BpfMap owner(long pointer) {
        var owners = byRegion;
        int index = Pointer.region(pointer) - Pointer.FIRST_SHARED;
        var owner = index >= 0 && index < owners.length ? owners[index] : null;
        if (owner == null) {
            throw new IndexOutOfBoundsException(Pointer.text(pointer) + " is no map's value");
        }
        return owner;
    }

    private static String describe(MapSpec spec) {
        return spec.type().kernelName() + ", key_size=" + spec.keySize() + ", value_size=" + spec.valueSize()
                + ", max_entries=" + Integer.toUnsignedString(spec.maxEntries()) + ", flags=0x"
                + Integer.toHexString(spec.flags());
    }

    /** The shared map of this name. */
    public synchronized Optional<BpfMap> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The shared maps, in the order of their creation. */
    public synchronized List<BpfMap> all() {
        return List.copyOf(new ArrayList<>(byName.values()));
    }

    /** The map that a map pointer stands for. */
    public BpfMap at(long pointer) {
        var maps = byNumber;
        int number = Pointer.offset(pointer);
        if (Pointer.region(pointer) != Pointer.MAP || number < 0 || number >= maps.length) {
            throw new IndexOutOfBoundsException(Pointer.text(pointer) + " is no map");
        }
        return maps[number];
    }
}
