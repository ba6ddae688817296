package dev.osmia.runtime.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that appears under its name only once it is whole: bytes go to a sibling, which takes the name in one step. Whoever reads the
 * file that had the name before, a capture that is being rewritten in place for one, keeps reading the old one.
 *
 * <p>Pipes and devices have no such step and are written straight away.
 */
final class OutputFile implements AutoCloseable {
    private static final int BUFFER_SIZE = 256 << 10;
    private static final int NAME_ATTEMPTS = 16;

    private final Path file;
    private final Path target;
    private final Path unfinished;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    private boolean open = true;

    private OutputFile(Path file, Path target, Path unfinished, FileChannel channel) {
        this.file = file;
        this.target = target;
        this.unfinished = unfinished;
        this.channel = channel;
    }

    static OutputFile create(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "cannot write a capture: it is a directory");
        }
        try {
            if (!Files.exists(file)) {
                return createBeside(file, file.toAbsolutePath());
            }
            // Through a symbolic link, the file it leads to is replaced, as a shell's redirection would.
            var target = file.toRealPath();
            return Files.isRegularFile(target)
                    ? createBeside(file, target)
                    : new OutputFile(file, target, target, FileChannel.open(target, StandardOpenOption.WRITE));
        } catch (IOException failure) {
            throw cannotWrite(file, failure);
        }
    }

    private static OutputFile createBeside(Path file, Path target) throws IOException {
        if (!Files.isDirectory(target.getParent())) {
            throw new FileSystemException(file.toString(), null, "no such directory: " + target.getParent());
        }
        for (int attempt = 1; ; attempt++) {
            var suffix = Long.toHexString(ThreadLocalRandom.current().nextLong());
            var unfinished = target.resolveSibling("." + target.getFileName() + "." + suffix + ".part");
            try {
                var options = new StandardOpenOption[] {StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW};
                return new OutputFile(file, target, unfinished, FileChannel.open(unfinished, options));
            } catch (FileAlreadyExistsException taken) {
                if (attempt == NAME_ATTEMPTS) {
                    throw taken;
                }
            }
        }
    }

    /** The name it will have. */
    Path file() {
        return file;
    }

    /** The buffer to put bytes into, little-endian, with room for as many as asked for: at most {@link #BUFFER_SIZE}. */
    ByteBuffer reserve(int length) throws IOException {
        if (buffer.remaining() < length) {
            flush();
        }
        return buffer;
    }

    /** Appends bytes of a buffer, whose position and limit are left alone. */
    void put(ByteBuffer source, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, reserve(1).remaining());
            buffer.put(buffer.position(), source, offset + done, part);
            buffer.position(buffer.position() + part);
            done += part;
        }
    }

    /** Gives the file its name. */
    void commit() throws IOException {
        flush();
        try {
            open = false;
            channel.close();
            if (!unfinished.equals(target)) {
                Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException failure) {
            discard();
            throw cannotWrite(file, failure);
        }
    }

    /** Without a commit before, leaves no trace. */
    @Override
    public void close() throws IOException {
        if (open) {
            open = false;
            channel.close();
            discard();
        }
    }

    private void flush() throws IOException {
        if (!open) {
            throw new IllegalStateException(file + ": the writer is closed");
        }
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException failure) {
            throw cannotWrite(file, failure);
        }
        buffer.clear();
    }

    private void discard() throws IOException {
        if (!unfinished.equals(target)) {
            Files.deleteIfExists(unfinished);
        }
    }

    /** One line that names the file that was asked for rather than its unfinished sibling. */
    private static FileSystemException cannotWrite(Path file, IOException failure) {
        if (failure instanceof FileSystemException named && file.toString().equals(named.getFile())) {
            return named;
        }
        var reason = failure instanceof FileSystemException named && named.getReason() != null
                ? named.getReason()
                : failure.getClass().getSimpleName() + ": " + failure.getMessage();
        var described = new FileSystemException(file.toString(), null, "cannot write: " + reason);
        described.initCause(failure);
        return described;
    }
}
