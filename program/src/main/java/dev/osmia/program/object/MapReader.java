package dev.osmia.program.object;

import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfMapTypes;
import dev.osmia.program.btf.BtfType;
import dev.osmia.program.bytes.ObjectBytes;
import dev.osmia.program.elf.Elf;
import dev.osmia.program.elf.ElfFile;
import dev.osmia.program.elf.ElfSection;
import dev.osmia.program.input.MalformedObjectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds an object's maps: those that it defines, its global data, and the kernel configuration that it asks for. */
final class MapReader {
    /** The largest data section; {@code .bss} takes no bytes of the file, so a file cannot vouch for its size. */
    static final int MAX_DATA_BYTES = 1 << 28;

    private static final String MAPS = ".maps";
    private static final String LEGACY_MAPS = "maps";
    private static final String ARENA_DATA = ".addr_space.1";
    private static final int LEGACY_DEFINITION_BYTES = 20;
    private static final int BPF_F_RDONLY_PROG = 1 << 7;
    private static final int BPF_F_MMAPABLE = 1 << 10;

    private final ElfFile elf;
    private final Optional<Btf> btf;
    private final List<ExternalSpec> externals;
    private final List<PlacedMap> maps = new ArrayList<>();

    MapReader(ElfFile elf, Optional<Btf> btf, List<ExternalSpec> externals) {
        this.elf = elf;
        this.btf = btf;
        this.externals = externals;
    }

    List<PlacedMap> read() {
        elf.section(LEGACY_MAPS).ifPresent(this::readLegacy);
        elf.section(MAPS).ifPresent(this::readDefinitions);
        for (var section : elf.sections()) {
            if (isData(section) && section.size() != 0) {
                boolean readOnly = section.isKindOf(".rodata");
                maps.add(PlacedMap.data(data(section, readOnly), section.index()));
            }
        }
        elf.section(ARENA_DATA).ifPresent(this::placeArenaData);
        if (externals.stream().anyMatch(external -> external.kind() == ExternalSpec.Kind.CONFIGURATION)) {
            maps.add(new PlacedMap(configuration(), Optional.empty(), OptionalInt.empty()));
        }
        return maps;
    }

    private static boolean isData(ElfSection section) {
        boolean initialised = section.isKindOf(".data") || section.isKindOf(".rodata");
        return switch (section.type()) {
            case Elf.SHT_PROGBITS -> initialised && !section.executable();
            case Elf.SHT_NOBITS -> section.isKindOf(".bss");
            default -> false;
        };
    }

    private MapSpec data(ElfSection section, boolean readOnly) {
        if (section.size() < 0 || section.size() > MAX_DATA_BYTES) {
            throw new MalformedObjectException(
                    elf.name(),
                    section.header() + 32,
                    "a data section of at most " + MAX_DATA_BYTES + " bytes",
                    "%s bytes in %s".formatted(Long.toUnsignedString(section.size()), section.name()));
        }
        var content = section.bytes().toArray();
        return data(section.name(), (int) section.size(), readOnly, content);
    }

    private MapSpec data(String name, int size, boolean readOnly, byte[] content) {
        var type = btf.map(types -> types.find(name, BtfType.DataSection.class)).orElse(OptionalInt.empty());
        boolean visible = type.isPresent() && hasGlobals(type.getAsInt());
        int flags = (readOnly ? BPF_F_RDONLY_PROG : 0) | (visible ? BPF_F_MMAPABLE : 0);
        return new MapSpec(
                name,
                MapType.ARRAY,
                Integer.BYTES,
                size,
                1,
                flags,
                0,
                type.isPresent()
                        ? Optional.of(new BtfMapTypes(btf.orElseThrow(), 0, type.getAsInt()))
                        : Optional.empty(),
                Optional.empty(),
                List.of(),
                new MapSpec.GlobalData(content));
    }

    /** Whether user space may want to see the section's variables: static ones are the program's own. */
    private boolean hasGlobals(int dataSection) {
        var types = btf.orElseThrow();
        return ((BtfType.DataSection) types.type(dataSection))
                .variables().stream()
                        .anyMatch(place -> types.type(place.variable()) instanceof BtfType.Variable variable
                                && variable.linkage() != BtfType.Variable.STATIC);
    }

    private MapSpec configuration() {
        long size = 0;
        for (var external : externals) {
            if (external.kind() == ExternalSpec.Kind.CONFIGURATION) {
                size = external.offset()
                        + btf.orElseThrow()
                                .sizeOf(external.btfType().orElseThrow())
                                .orElseThrow();
            }
        }
        return data(ObjectSpec.KCONFIG, (int) size, true, new byte[0]);
    }

    private void readDefinitions(ElfSection section) {
        var types = btf.orElseThrow(() -> new MalformedObjectException(
                elf.name(), section.header(), "BTF that describes the maps in " + MAPS, "no section .BTF"));
        var id = types.find(MAPS, BtfType.DataSection.class);
        if (id.isEmpty()) {
            throw new MalformedObjectException(elf.name(), section.header(), "a BTF data section " + MAPS, "none");
        }
        var places = ((BtfType.DataSection) types.type(id.getAsInt())).variables();
        var slots = new MapSlots(elf, section, types);
        for (var place : places) {
            var variable = types.find(place.variable(), BtfType.Variable.class)
                    .orElseThrow(() -> section.bytes().malformed(0, "a map in " + MAPS, "a function"));
            long offset = Integer.toUnsignedLong(place.offset());
            var at = section.bytes().slice(offset, 0, "map " + variable.name());
            var definition = new MapDefinition(at, types, variable.name());
            var map = definition.read(types.resolved(variable.type()));
            maps.add(PlacedMap.defined(slots.fill(map, place), section.index(), offset));
        }
    }

    private void placeArenaData(ElfSection section) {
        for (int i = 0; i < maps.size(); i++) {
            var arena = maps.get(i);
            if (arena.map().type() == MapType.ARENA) {
                var content = section.bytes().toArray();
                maps.set(
                        i,
                        new PlacedMap(
                                arena.map().withContent(content), arena.definition(), OptionalInt.of(section.index())));
            }
        }
    }

    /** Reads {@code struct bpf_map_def}, which loaders used before BTF described maps: five numbers; more may follow. */
    private void readLegacy(ElfSection section) {
        for (var symbol : elf.symbols()) {
            if (symbol.section() == section.index()
                    && symbol.type() != Elf.STT_SECTION
                    && !symbol.name().isEmpty()) {
                var definition = section.bytes()
                        .slice(symbol.value(), LEGACY_DEFINITION_BYTES, "the definition of map " + symbol.name());
                maps.add(PlacedMap.defined(legacy(symbol.name(), definition), section.index(), symbol.value()));
            }
        }
    }

    private static MapSpec legacy(String name, ObjectBytes definition) {
        String what = "the definition of a map";
        return MapSpec.of(
                        name,
                        MapDefinition.type(definition, name, definition.unsigned32(0, what)),
                        MapDefinition.size(definition, name, "key_size", definition.unsigned32(4, what)),
                        MapDefinition.size(definition, name, "value_size", definition.unsigned32(8, what)),
                        MapDefinition.size(definition, name, "max_entries", definition.unsigned32(12, what)))
                .withFlags(definition.signed32(16, what));
    }
}
