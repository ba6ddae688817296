package dev.osmia.program.object;

import dev.osmia.program.MapSpec;

/**
 * A map and where the object defines it.
 *
 * @param map what is defined
 * @param section the number of the section; {@link #NO_SECTION} for the kernel's configuration, which no section holds
 * @param offset bytes from the start of the section; a data section is a map as a whole
 * @param data whether addresses of the section's variables are addresses in the map's value
 */
public record PlacedMap(MapSpec map, int section, long offset, boolean data) {
    /** The kernel's configuration is in no section. */
    public static final int NO_SECTION = -1;

    /** The same place with another definition of the map. */
    public PlacedMap withMap(MapSpec newMap) {
        return new PlacedMap(newMap, section, offset, data);
    }
}
