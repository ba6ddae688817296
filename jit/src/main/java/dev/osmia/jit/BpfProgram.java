package dev.osmia.jit;

import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.contract.Contracts;
import dev.osmia.program.input.MalformedObjectException;
import dev.osmia.program.link.Linker;
import dev.osmia.program.object.ProgramSpec;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.helper.HelperCatalog;
import dev.osmia.runtime.map.BpfMap;
import dev.osmia.verifier.Options;
import dev.osmia.verifier.Verdict;
import dev.osmia.verifier.Verifier;
import java.util.List;
import java.util.function.Supplier;

/** A program in an environment: it can be verified, and loaded to run. */
public final class BpfProgram {
    private final String name;
    private final String section;
    private final Supplier<Program> linked;
    private final Supplier<List<BpfMap>> maps;
    private final Environment environment;

    private BpfProgram(
            String name,
            String section,
            Supplier<Program> linked,
            Supplier<List<BpfMap>> maps,
            Environment environment) {
        this.name = name;
        this.section = section;
        this.linked = linked;
        this.maps = maps;
        this.environment = environment;
    }

    static BpfProgram of(BpfObject object, ProgramSpec spec) {
        return new BpfProgram(
                spec.name(),
                spec.section(),
                () -> Linker.link(object.spec(), spec),
                object::maps,
                object.environment());
    }

    /** A program that comes from no object file, such as one written in Java. Its maps are those of the environment with their names. */
    public static BpfProgram of(Program program, Environment environment) {
        Supplier<List<BpfMap>> maps =
                () -> program.maps().stream().map(environment.maps()::open).toList();
        return new BpfProgram(program.name(), program.section(), () -> program, maps, environment);
    }

    /** The C function's name. */
    public String name() {
        return name;
    }

    /** The ELF section it stands in; empty where there is none. */
    public String section() {
        return section;
    }

    /** The same program taken for another type, whatever its section says. */
    public BpfProgram withType(ProgramType type) {
        return new BpfProgram(name, section, () -> linked.get().withType(type), maps, environment);
    }

    /**
     * The linked program.
     *
     * @throws MalformedObjectException if it refers to what is not there
     */
    public Program link() {
        return linked.get();
    }

    /** What the verifier says of it, by the kernel's rules for a privileged user. */
    public Verdict verify() {
        return verify(Options.DEFAULT);
    }

    /** What the verifier says of it. */
    public Verdict verify(Options options) {
        return verify(options, HelperCatalog.standard());
    }

    /** What the verifier says of it where these are the helpers, kfuncs and kernel types that there are. */
    public Verdict verify(Options options, Contracts contracts) {
        return Verifier.of(contracts, options).verify(link());
    }

    /** Verifies and compiles it. */
    public LoadResult load() {
        return load(Engine.JIT);
    }

    /**
     * Verifies it and makes it ready to run on an engine.
     *
     * @throws dev.osmia.runtime.map.MapCreationException if one of its maps cannot be made
     */
    public LoadResult load(Engine engine) {
        return new Loader(environment, maps, HelperCatalog.standard()).load(link(), engine);
    }

    /**
     * Verifies it and compiles it into a class that can be written to disk. No maps are made.
     *
     * @param packageName the package that the class is to live in
     * @throws ProgramRejectedException if the verifier rejects it
     * @throws UnsupportedProgramException if it needs what Osmia does not have yet
     */
    public GeneratedClass compile(String packageName) {
        return new Loader(environment, maps, HelperCatalog.standard()).compile(link(), packageName);
    }
}
