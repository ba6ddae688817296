package dev.osmia.program.object;

import dev.osmia.program.MapSpec;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A map and what in the object refers to it. The kernel's configuration is referred to by its externs only.
 *
 * @param map what is defined
 * @param definition where the object defines it, and what an address of the map itself points to; empty for global data
 * @param dataSection the number of the section whose variables are in its value: of global data, and of an arena that has variables
 */
public record PlacedMap(MapSpec map, Optional<Place> definition, OptionalInt dataSection) {

    /**
     * A place in the object.
     *
     * @param section the number of the section
     * @param offset bytes from its start
     */
    public record Place(int section, long offset) {}

    static PlacedMap defined(MapSpec map, int section, long offset) {
        return new PlacedMap(map, Optional.of(new Place(section, offset)), OptionalInt.empty());
    }

    static PlacedMap data(MapSpec map, int section) {
        return new PlacedMap(map, Optional.empty(), OptionalInt.of(section));
    }

    /** The same place with another definition of the map. */
    public PlacedMap withMap(MapSpec newMap) {
        return new PlacedMap(newMap, definition, dataSection);
    }
}
