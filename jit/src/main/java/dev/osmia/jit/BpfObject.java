package dev.osmia.jit;

import dev.osmia.program.btf.BtfValue;
import dev.osmia.program.input.MalformedObjectException;
import dev.osmia.program.object.ElfObjectReader;
import dev.osmia.program.object.ObjectSpec;
import dev.osmia.program.object.ProgramSpec;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.map.BpfMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An object file opened in an environment: its programs, and its maps once one of them is asked for or a program is loaded. Objects
 * opened in one environment share maps of the same name and definition, as by pinning; global data is each object's own.
 */
public final class BpfObject {
    private ObjectSpec spec;
    private final Environment environment;
    private List<BpfMap> maps;

    private BpfObject(ObjectSpec spec, Environment environment) {
        this.spec = spec;
        this.environment = environment;
    }

    /**
     * Opens an object file in an environment of its own.
     *
     * @throws IOException if the file cannot be read
     * @throws MalformedObjectException if it is no eBPF object, naming file, offset and what was expected
     */
    public static BpfObject open(Path file) throws IOException {
        return open(file, Environment.create());
    }

    /** Opens an object file in an environment; see {@link #open(Path)}. */
    public static BpfObject open(Path file, Environment environment) throws IOException {
        return of(ElfObjectReader.read(file), environment);
    }

    /** An object that was read before. */
    public static BpfObject of(ObjectSpec spec, Environment environment) {
        return new BpfObject(spec, environment);
    }

    /** What the file says. */
    public ObjectSpec spec() {
        return spec;
    }

    /** What the object's programs share with those of other objects. */
    public Environment environment() {
        return environment;
    }

    /** All programs, in the file's order. */
    public List<BpfProgram> programs() {
        return spec.programs().stream().map(this::program).toList();
    }

    /**
     * The program of this C function name.
     *
     * @throws dev.osmia.program.object.UnknownProgramException naming the file and the programs it has
     */
    public BpfProgram program(String name) {
        return program(spec.program(name));
    }

    private BpfProgram program(ProgramSpec program) {
        return BpfProgram.of(this, program);
    }

    /**
     * Gives a global variable a value before anything is loaded; constants ({@code const volatile}) are what the verifier then takes
     * them for.
     *
     * @return whether the object has a variable of this name
     * @throws IllegalArgumentException if the value does not fit the variable's type
     * @throws IllegalStateException if the object's maps exist already
     */
    public synchronized boolean setVariable(String name, BtfValue value) {
        if (maps != null) {
            throw new IllegalStateException("the maps of " + spec.file() + " exist already, with their first values");
        }
        var changed = GlobalVariables.with(spec, name, value);
        changed.ifPresent(newSpec -> spec = newSpec);
        return changed.isPresent();
    }

    /**
     * All maps, in the order that linked programs count them.
     *
     * @throws dev.osmia.runtime.map.MapCreationException if one cannot be made
     */
    public synchronized List<BpfMap> maps() {
        if (maps == null) {
            maps = environment.maps().openAll(spec.placedMaps());
        }
        return maps;
    }

    /** The map of this name. */
    public Optional<BpfMap> map(String name) {
        return maps().stream().filter(map -> map.spec().name().equals(name)).findFirst();
    }
}
