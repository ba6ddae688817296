package dev.osmia.kernel;

import dev.osmia.kernel.load.LoadedTypes;
import dev.osmia.program.MapSpec;
import dev.osmia.program.btf.Btf;
import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.Maps;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The maps that programs of one run share in the kernel, with the types of the objects that they are of. Maps of two objects are one
 * map if they have the same name and definition, as if each were pinned; an object's global data are its own.
 */
public final class KernelMaps implements AutoCloseable {
    private final List<KernelMap> maps = new ArrayList<>();
    private final Map<Btf, LoadedTypes> types = new IdentityHashMap<>();

    /** No maps yet. */
    public KernelMaps() {}

    /**
     * The map of this definition, created where it is not there yet, with its first content; global data that programs only read are
     * frozen.
     *
     * @throws KernelException where the kernel refuses the map, or there is another map of this name
     */
    public KernelMap open(MapSpec spec) {
        return openAll(List.of(spec)).get(0);
    }

    /** The maps of an object, in this order; maps of maps are filled with those they name. */
    public synchronized List<KernelMap> openAll(List<MapSpec> specs) {
        var opened = new ArrayList<KernelMap>();
        var created = new ArrayList<KernelMap>();
        for (var spec : specs) {
            var known = find(spec);
            var map = known.orElseGet(() -> MapCreation.create(spec, this));
            if (known.isEmpty()) {
                maps.add(map);
                created.add(map);
            }
            opened.add(map);
        }
        created.forEach(map -> MapCreation.fillWithMaps(map, opened));
        return List.copyOf(opened);
    }

    private Optional<KernelMap> find(MapSpec spec) {
        for (var map : maps) {
            if (!map.spec().name().equals(spec.name())) {
                continue;
            }
            if (MapCreation.isGlobalData(spec)) {
                if (map.spec().equals(spec)) {
                    return Optional.of(map);
                }
            } else if (map.spec().sameDefinition(spec)) {
                return Optional.of(map);
            } else {
                throw new KernelException(
                        "map '" + spec.name() + "'",
                        Errno.EEXIST,
                        "another object defines a map of this name otherwise");
            }
        }
        return Optional.empty();
    }

    /** The first map of this name. */
    public synchronized Optional<KernelMap> find(String name) {
        return maps.stream().filter(map -> map.spec().name().equals(name)).findFirst();
    }

    /** All maps, in the order of their creation. */
    public synchronized List<KernelMap> all() {
        return List.copyOf(maps);
    }

    /** Copies what an environment's maps hold into the maps of the same names. */
    public void copyFrom(Maps source) {
        all().forEach(map -> source.find(map.spec().name()).ifPresent(map::copyFrom));
    }

    /** Copies what the maps hold into an environment's maps of the same names. */
    public void copyTo(Maps target) {
        all().forEach(map -> target.find(map.spec().name()).ifPresent(map::copyTo));
    }

    /** An object's types in the kernel, loaded once. */
    synchronized LoadedTypes types(Btf btf) {
        return types.computeIfAbsent(btf, LoadedTypes::load);
    }

    /** Lets go of maps and types. Programs that were loaded with them keep them in the kernel until they are closed. */
    @Override
    public synchronized void close() {
        maps.forEach(KernelMap::close);
        types.values().forEach(LoadedTypes::close);
        maps.clear();
        types.clear();
    }
}
