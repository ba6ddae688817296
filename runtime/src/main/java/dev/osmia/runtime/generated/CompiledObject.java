package dev.osmia.runtime.generated;

import dev.osmia.program.link.Linker;
import dev.osmia.program.object.ElfObjectReader;
import dev.osmia.program.object.ObjectSpec;
import dev.osmia.program.object.ProgramSpec;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.Executable;
import dev.osmia.runtime.helper.HelperCatalog;
import dev.osmia.runtime.map.BpfMap;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * An object file that was compiled ahead of time: a package with a class for each program, and beside them the object file itself,
 * which says what maps and externs the classes refer to. It needs neither verifier nor compiler; whoever compiled it verified it.
 *
 * <pre>{@code
 * var object = CompiledObject.open(loader, "metadata", Environment.create());
 * var program = object.program("stamp_metadata");
 * }</pre>
 */
public final class CompiledObject {
    /** The name of the object file's copy in the package. */
    public static final String OBJECT_FILE = "object.o";

    private final ClassLoader classes;
    private final String packageName;
    private final ObjectSpec spec;
    private final List<BpfMap> maps;
    private final Environment environment;

    private CompiledObject(ClassLoader classes, String packageName, ObjectSpec spec, Environment environment) {
        this.classes = classes;
        this.packageName = packageName;
        this.spec = spec;
        this.environment = environment;
        this.maps = environment.maps().openAll(spec.placedMaps());
    }

    /**
     * Opens a package in an environment and makes its maps there.
     *
     * @param classes finds the package's files, as class path or JAR hold them
     * @throws IOException if the package is not there
     */
    public static CompiledObject open(ClassLoader classes, String packageName, Environment environment)
            throws IOException {
        var name = resource(packageName, OBJECT_FILE);
        var spec = ElfObjectReader.read(name, ByteBuffer.wrap(read(classes, name)));
        return new CompiledObject(classes, packageName, spec, environment);
    }

    /** The names of the programs in the object file. */
    public List<String> programs() {
        return spec.programs().stream().map(ProgramSpec::name).toList();
    }

    /** The maps. */
    public List<BpfMap> maps() {
        return maps;
    }

    /** The map of this name. */
    public Optional<BpfMap> map(String name) {
        return maps.stream().filter(map -> map.spec().name().equals(name)).findFirst();
    }

    /** What the programs share with those of other objects. */
    public Environment environment() {
        return environment;
    }

    /**
     * Loads the class of a program, bound to the maps.
     *
     * @throws IOException if the program was not compiled
     */
    public Executable program(String name) throws IOException {
        var program = Linker.link(spec, spec.program(name));
        var simpleName = GeneratedNames.identifier(program.name());
        var classFile = read(classes, resource(packageName, simpleName + ".class"));
        var binding = HelperCatalog.standard().bind(program, maps);
        return new BoundClassLoader(binding).define(packageName + "." + simpleName, classFile);
    }

    private static String resource(String packageName, String file) {
        return packageName.replace('.', '/') + "/" + file;
    }

    private static byte[] read(ClassLoader classes, String name) throws IOException {
        try (var stream = classes.getResourceAsStream(name)) {
            if (stream == null) {
                throw new FileNotFoundException(name + ": not on the class path");
            }
            return stream.readAllBytes();
        }
    }
}
