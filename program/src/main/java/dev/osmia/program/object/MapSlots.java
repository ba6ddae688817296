package dev.osmia.program.object;

import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfType;
import dev.osmia.program.elf.ElfFile;
import dev.osmia.program.elf.ElfRelocation;
import dev.osmia.program.elf.ElfSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The initial values of maps of maps and program arrays: relocations in {@code .maps} ({@code .values = {[1] = &inner}}). */
final class MapSlots {
    private static final int POINTER_BYTES = 8;

    private final ElfSection section;
    private final Btf btf;
    private final NavigableMap<Long, ElfRelocation> relocations = new TreeMap<>();

    MapSlots(ElfFile elf, ElfSection section, Btf btf) {
        this.section = section;
        this.btf = btf;
        for (var relocation : elf.relocations(section.index())) {
            relocations.put(relocation.offset(), relocation);
        }
    }

    /** The map with the initial values that its part of the section has. */
    MapSpec fill(MapSpec map, BtfType.SectionVariable place) {
        long start = Integer.toUnsignedLong(place.offset());
        var own = relocations.subMap(start, start + Integer.toUnsignedLong(place.size()));
        if (own.isEmpty()) {
            return map;
        }
        boolean ofMaps = map.type() == MapType.ARRAY_OF_MAPS || map.type() == MapType.HASH_OF_MAPS;
        if (!ofMaps && map.type() != MapType.PROG_ARRAY) {
            throw section.bytes()
                    .malformed(
                            own.firstKey(),
                            "values in maps of maps and prog_arrays only",
                            "map %s of type %s".formatted(map.name(), map.type().kernelName()));
        }
        var slots = new ArrayList<MapSpec.Slot>();
        long values = start + valuesOffset(place);
        for (var entry : own.entrySet()) {
            slots.add(slot(map, entry, values, ofMaps));
        }
        return new MapSpec(
                map.name(),
                map.type(),
                map.keySize(),
                map.valueSize(),
                map.maxEntries(),
                map.flags(),
                map.extra(),
                map.types(),
                map.inner(),
                List.copyOf(slots),
                map.content());
    }

    private MapSpec.Slot slot(MapSpec map, Map.Entry<Long, ElfRelocation> entry, long values, boolean ofMaps) {
        long offset = entry.getKey() - values;
        var symbol = entry.getValue().symbol();
        boolean fits = ofMaps ? symbol.section() == section.index() : symbol.isFunction();
        if (offset < 0 || offset % POINTER_BYTES != 0 || !fits || symbol.name().isEmpty()) {
            throw section.bytes()
                    .malformed(
                            entry.getKey(),
                            "the address of a %s in the values of map %s"
                                    .formatted(ofMaps ? "map" : "program", map.name()),
                            "symbol '" + symbol.name() + "'");
        }
        return new MapSpec.Slot((int) (offset / POINTER_BYTES), symbol.name());
    }

    private long valuesOffset(BtfType.SectionVariable place) {
        var variable = (BtfType.Variable) btf.type(place.variable());
        var members = ((BtfType.Composite) btf.resolved(variable.type()).orElseThrow()).members();
        return Integer.toUnsignedLong(members.get(members.size() - 1).bitOffset()) / Byte.SIZE;
    }
}
