package dev.osmia.cli.compile;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Writes files into a folder or a JAR. */
public final class ClassOutput {
    private static final String JAR = ".jar";

    /** The same bytes for the same content, whenever they are written. */
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    private ClassOutput() {}

    /**
     * Writes files.
     *
     * @param target a JAR where its name ends so, else a folder, which is made where it is not there
     * @param files contents by path
     */
    public static void write(Path target, Map<String, byte[]> files) throws IOException {
        var sorted = new TreeMap<>(files);
        if (target.toString().endsWith(JAR)) {
            writeJar(target, sorted);
            return;
        }
        if (Files.exists(target) && !Files.isDirectory(target)) {
            throw new FileSystemException(target.toString(), null, "exists and is no directory");
        }
        for (var file : sorted.entrySet()) {
            var path = target.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }

    /** The JAR appears under its name only once it is whole. */
    private static void writeJar(Path jar, Map<String, byte[]> files) throws IOException {
        var folder = jar.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new FileSystemException(jar.toString(), null, "no such directory: " + folder);
        }
        var unfinished = Files.createTempFile(folder, jar.getFileName().toString(), null);
        try {
            try (var stream = new JarOutputStream(Files.newOutputStream(unfinished))) {
                for (var file : files.entrySet()) {
                    var entry = new JarEntry(file.getKey());
                    entry.setTimeLocal(ENTRY_TIME);
                    stream.putNextEntry(entry);
                    stream.write(file.getValue());
                    stream.closeEntry();
                }
            }
            Files.move(unfinished, jar, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
