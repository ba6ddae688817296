package dev.osmia.kernel.bpf;

import com.sun.jna.Pointer;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory that a map shares with this process. Its bytes must not be touched after it was closed. */
public final class Mapping implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();

    private final ByteBuffer bytes;
    private final Cleaner.Cleanable unmapping;

    private Mapping(Pointer memory, long length) {
        // A plain pointer's buffer does not keep the memory, so this object has to be kept as long as the buffer is in
        // use.
        bytes = memory.getByteBuffer(0, Math.min(length, Integer.MAX_VALUE)).order(ByteOrder.LITTLE_ENDIAN);
        unmapping = CLEANER.register(this, () -> Linux.munmap(memory, length));
    }

    /**
     * What an attempt came to.
     *
     * @param mapping the memory; null where it failed
     * @param error 0 or a negative error
     */
    public record Attempt(Mapping mapping, int error) {}

    /**
     * Maps a part of a map's memory.
     *
     * @param address where in this process it has to lie; 0 for anywhere
     * @param offset where in the map's memory it starts
     */
    public static Attempt map(FileDescriptor map, long address, long length, boolean writable, long offset) {
        int protection = Linux.PROT_READ | (writable ? Linux.PROT_WRITE : 0);
        var hint = address == 0 ? Pointer.NULL : new Pointer(address);
        var memory = Linux.mmap(hint, length, protection, Linux.MAP_SHARED, map.number(), offset);
        return Pointer.nativeValue(memory) == Linux.MAP_FAILED
                ? new Attempt(null, -Linux.errno())
                : new Attempt(new Mapping(memory, length), 0);
    }

    /** Bytes of a page, of which mapped memory is made. */
    public static int pageBytes() {
        return Linux.getpagesize();
    }

    /** The memory, as far as a buffer reaches. */
    public ByteBuffer bytes() {
        return bytes;
    }

    @Override
    public void close() {
        unmapping.clean();
    }
}
