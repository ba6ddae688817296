package dev.osmia.program;

import dev.osmia.program.btf.BtfMapTypes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A map as an object file describes it: plain data, nothing created yet.
 *
 * @param name the C variable's name, or the section's for global data ({@code .rodata})
 * @param type what kind of map
 * @param keySize bytes in a key; 0 for maps without keys
 * @param valueSize bytes in a value; 0 for maps without values
 * @param maxEntries the capacity in entries; bytes for ring buffers
 * @param flags {@code BPF_F_*} map flags
 * @param extra {@code map_extra}: a bloom filter's hash count, an arena's address
 * @param types the BTF types of key and value, where the object has them
 * @param inner the template of a map-in-map's inner maps
 * @param slots the statically initialised slots of program arrays and maps of maps
 * @param content the single value's first content, for global data; zero bytes where empty
 */
public record MapSpec(
        String name,
        MapType type,
        int keySize,
        int valueSize,
        int maxEntries,
        int flags,
        long extra,
        Optional<BtfMapTypes> types,
        Optional<MapSpec> inner,
        List<Slot> slots,
        GlobalData content) {

    /**
     * A slot that the object file initialises ({@code .values = { [3] = &target }}).
     *
     * @param index the slot
     * @param target the name of the program or map it holds
     */
    public record Slot(int index, String target) {}

    /**
     * The bytes of a global data section, immutable.
     *
     * @param bytes as in the object, never to be changed by a receiver
     */
    public record GlobalData(byte[] bytes) {
        /** No content: a map that is no data section, or one that starts as zeros. */
        public static final GlobalData NONE = new GlobalData(new byte[0]);

        @Override
        public boolean equals(Object other) {
            return other instanceof GlobalData data && Arrays.equals(bytes, data.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /** A map with nothing beyond its sizes, as tests and embedders write it. */
    public static MapSpec of(String name, MapType type, int keySize, int valueSize, int maxEntries) {
        return new MapSpec(
                name,
                type,
                keySize,
                valueSize,
                maxEntries,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                GlobalData.NONE);
    }

    /** The same map with these flags. */
    public MapSpec withFlags(int newFlags) {
        return new MapSpec(name, type, keySize, valueSize, maxEntries, newFlags, extra, types, inner, slots, content);
    }

    /** The same map with this capacity. */
    public MapSpec withMaxEntries(int newMaxEntries) {
        return new MapSpec(name, type, keySize, valueSize, newMaxEntries, flags, extra, types, inner, slots, content);
    }

    /** The same map with this first content. */
    public MapSpec withContent(byte[] bytes) {
        return new MapSpec(
                name, type, keySize, valueSize, maxEntries, flags, extra, types, inner, slots, new GlobalData(bytes));
    }

    /** Whether two objects' maps may be one map: same name and definition. */
    public boolean sameDefinition(MapSpec other) {
        return name.equals(other.name)
                && type == other.type
                && keySize == other.keySize
                && valueSize == other.valueSize
                && maxEntries == other.maxEntries
                && flags == other.flags;
    }
}
