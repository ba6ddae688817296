package dev.osmia.testkit;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the files of the repository are, whatever folder a test runs in. */
public final class Checkout {
    private Checkout() {}

    /** The folder of the repository, absolute: the nearest one upwards that has Maven's settings folder. */
    public static Path root() {
        var start = Path.of("").toAbsolutePath();
        for (var folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(".mvn"))) {
                return folder;
            }
        }
        throw new AssertionError(start + " is not inside a checkout: no folder upwards has .mvn");
    }

    /** A file of the repository by its path from the root, such as {@code examples/captures/mixed.pcapng}. */
    public static Path file(String path) {
        return root().resolve(path);
    }
}
