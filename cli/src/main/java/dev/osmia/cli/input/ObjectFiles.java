package dev.osmia.cli.input;

import dev.osmia.jit.BpfObject;
import dev.osmia.runtime.Environment;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens object files that arguments name. */
public final class ObjectFiles {
    private ObjectFiles() {}

    /** Opens an object in an environment; whatever goes wrong, the message names the file. */
    public static BpfObject open(Path file, Environment environment) throws IOException {
        if (Files.isDirectory(file)) {
            throw new UnusableInputException(file + ": expected an eBPF object, found a directory");
        }
        try {
            return BpfObject.open(file, environment);
        } catch (FileSystemException named) {
            throw named;
        } catch (IOException unreadable) {
            throw new FileSystemException(file.toString(), null, unreadable.getMessage());
        }
    }
}
