package dev.osmia.program.object;

import dev.osmia.program.MapSpec;
import dev.osmia.program.btf.Btf;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * An object file as plain data that knows nothing of the machine it is read on.
 *
 * @param file the file's name, for messages
 * @param license what the section {@code license} says; empty where there is none
 * @param version what the section {@code version} says ({@code LINUX_VERSION_CODE}), where there is one
 * @param btf the object's types, where it has any
 * @param functions all functions, by section and then by place in it
 * @param placedMaps all maps, those of {@code .maps} first, then global data by section, then {@code .kconfig}
 * @param externals what the object leaves to others
 */
public record ObjectSpec(
        String file,
        String license,
        OptionalInt version,
        Optional<Btf> btf,
        List<FunctionSpec> functions,
        List<PlacedMap> placedMaps,
        List<ExternalSpec> externals) {

    /** The name of the map that holds the kernel's configuration. */
    public static final String KCONFIG = ".kconfig";

    public ObjectSpec {
        functions = List.copyOf(functions);
        placedMaps = List.copyOf(placedMaps);
        externals = List.copyOf(externals);
    }

    /** All programs, in the order of {@link #functions()}. Functions in {@code .text} are subprograms, and so are static ones. */
    public List<ProgramSpec> programs() {
        return functions.stream()
                .filter(FunctionSpec::entry)
                .map(function -> new ProgramSpec(function, SectionNames.find(function.section())))
                .toList();
    }

    /** The program of that C function name. */
    public Optional<ProgramSpec> findProgram(String name) {
        return programs().stream()
                .filter(program -> program.name().equals(name))
                .findFirst();
    }

    /**
     * The program of that C function name.
     *
     * @throws UnknownProgramException naming the file and what it has instead
     */
    public ProgramSpec program(String name) {
        return findProgram(name)
                .orElseThrow(() -> new UnknownProgramException(
                        "%s: no program '%s', the object has: %s".formatted(file, name, programNames())));
    }

    /**
     * The one program of the object.
     *
     * @throws UnknownProgramException where there is none, or a choice
     */
    public ProgramSpec onlyProgram() {
        var programs = programs();
        if (programs.size() != 1) {
            throw new UnknownProgramException("%s: which program? the object has: %s".formatted(file, programNames()));
        }
        return programs.get(0);
    }

    /** All maps, in the order that a linked program counts them. */
    public List<MapSpec> maps() {
        return placedMaps.stream().map(PlacedMap::map).toList();
    }

    /** The same object with these maps. */
    public ObjectSpec withMaps(List<PlacedMap> newMaps) {
        return new ObjectSpec(file, license, version, btf, functions, newMaps, externals);
    }

    private String programNames() {
        var names = programs().stream().map(ProgramSpec::name).collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : names;
    }
}
