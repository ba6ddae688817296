package dev.osmia.program.object;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The example objects of the repository. */
final class Examples {
    private Examples() {}

    /** All object files, in order. */
    static List<Path> objects() throws IOException {
        try (var files = Files.walk(root().resolve("examples/objects"))) {
            return files.filter(file -> file.toString().endsWith(".o")).sorted().toList();
        }
    }

    /** The object file of that name. */
    static Path object(String name) {
        return root().resolve("examples/objects").resolve(name);
    }

    private static Path root() {
        return Path.of(System.getProperty("osmia.root", ".."));
    }
}
