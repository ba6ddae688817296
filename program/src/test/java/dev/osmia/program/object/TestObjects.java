package dev.osmia.program.object;

import dev.osmia.program.MapSpec;
import dev.osmia.testkit.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The objects that tests read: the examples of the repository, and those of this module ({@code src/test/resources/objects}). */
public final class TestObjects {
    private static final String OWN = "program/src/test/resources/objects";

    private TestObjects() {}

    /** The object files of the examples, in order. */
    public static List<Path> examples() {
        return objects(Checkout.file("examples/objects"));
    }

    /** The object files of this module's tests, in order. */
    public static List<Path> own() {
        return objects(Checkout.file(OWN));
    }

    private static List<Path> objects(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".o")).sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The object file of an example. */
    public static Path example(String name) {
        return Checkout.file("examples/objects").resolve(name);
    }

    /** An object of this module's tests. */
    public static ObjectSpec read(String name) {
        return read(Checkout.file(OWN).resolve(name));
    }

    /** An object. */
    public static ObjectSpec read(Path file) {
        try {
            return ElfObjectReader.read(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The bytes of an object of this module's tests. */
    public static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(Checkout.file(OWN).resolve(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The map of that name. */
    public static MapSpec map(ObjectSpec object, String name) {
        return object.maps().stream()
                .filter(map -> map.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no map " + name));
    }
}
