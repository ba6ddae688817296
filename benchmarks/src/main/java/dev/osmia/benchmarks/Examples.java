package dev.osmia.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the example objects: under the folder that the system property {@code osmia.examples} names, or below the working folder. */
final class Examples {
    private Examples() {}

    static Path object(String name) {
        var file = Path.of(System.getProperty("osmia.examples", "examples"), "objects", name);
        if (!Files.exists(file)) {
            throw new IllegalStateException(
                    "no " + file + ": run from the repository's root, or name its examples by -Dosmia.examples=");
        }
        return file;
    }
}
