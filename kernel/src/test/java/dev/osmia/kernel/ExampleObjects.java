package dev.osmia.kernel;

import dev.osmia.program.Program;
import dev.osmia.program.link.Linker;
import dev.osmia.program.object.ElfObjectReader;
import dev.osmia.testkit.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/** The programs in {@code examples/objects}. */
final class ExampleObjects {
    private ExampleObjects() {}

    /** The accepted objects. */
    static List<String> names() throws IOException {
        try (var files = Files.list(Checkout.file("examples/objects"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".o"))
                    .sorted()
                    .toList();
        }
    }

    /** All programs of an object, linked. */
    static List<Program> programs(String object) {
        try {
            var spec = ElfObjectReader.read(Checkout.file("examples/objects").resolve(object));
            return spec.programs().stream()
                    .map(program -> Linker.link(spec, program))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A program of the object {@code features.o}, which is among the resources of the tests. */
    static Program feature(String name) {
        return programs("../../kernel/src/test/resources/objects/features.o").stream()
                .filter(program -> program.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("features.o has no program " + name));
    }

    /** One program of an object, linked. */
    static Program program(String object, String name) {
        return programs(object).stream()
                .filter(program -> program.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(object + " has no program " + name));
    }
}
