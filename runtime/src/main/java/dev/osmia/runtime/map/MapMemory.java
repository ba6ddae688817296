package dev.osmia.runtime.map;

import dev.osmia.program.MapSpec;
import dev.osmia.runtime.memory.BufferRegion;
import dev.osmia.runtime.memory.SharedRegions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/**
 * Where maps get their memory from: direct buffers, zeroed and at least 8-aligned. A large one is a private mapping of an empty
 * sparse file, so that the system gives pages only when they are touched: a map of a million entries costs what its elements use.
 *
 * @param regions where the memory gets its region number
 * @param cpus how many slots a per-CPU value has
 */
public record MapMemory(SharedRegions regions, int cpus) {
    /** From so many bytes on memory is mapped lazily. */
    private static final int LAZY = 1 << 20;

    /** More than any region of memory can have: offsets are 32 bits, and a buffer's limit is an {@code int}. */
    private static final long LIMIT = Integer.MAX_VALUE - 4096;

    /**
     * So many bytes of memory.
     *
     * @throws MapCreationException if no buffer can have so many, or the system refuses
     */
    ByteBuffer allocate(MapSpec spec, long bytes) {
        if (bytes > LIMIT) {
            throw new MapCreationException(spec, "needs " + bytes + " bytes, more than the limit of " + LIMIT);
        }
        try {
            return bytes < LAZY ? ByteBuffer.allocateDirect((int) bytes) : mapped(bytes);
        } catch (OutOfMemoryError | IOException | UncheckedIOException refused) {
            throw new MapCreationException(spec, "needs " + bytes + " bytes: " + refused.getMessage());
        }
    }

    /** The number of a new region over the buffer. */
    int share(ByteBuffer buffer) {
        return regions.add(new BufferRegion(buffer));
    }

    private static ByteBuffer mapped(long bytes) throws IOException {
        var file = Files.createTempFile("osmia-map", null);
        try (var channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            return channel.map(FileChannel.MapMode.PRIVATE, 0, bytes);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** The next multiple of 8. */
    static int roundUp8(int size) {
        return size + 7 & ~7;
    }
}
