package dev.osmia.kernel.bpf;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Memory outside the heap that a system call is given, all of it freed together. */
final class NativeMemory implements AutoCloseable {
    private final List<Memory> blocks = new ArrayList<>();

    /** Zeroed memory. */
    Memory allocate(long bytes) {
        var block = new Memory(bytes);
        block.clear();
        blocks.add(block);
        return block;
    }

    /** Memory of which only the first byte is zeroed, so that no more of it is touched than is used. */
    Memory reserve(long bytes) {
        var block = new Memory(bytes);
        block.setByte(0, (byte) 0);
        blocks.add(block);
        return block;
    }

    /** A copy of the bytes; null, which the kernel takes as no address, where there are none. */
    Pointer copy(byte[] bytes) {
        if (bytes.length == 0) {
            return Pointer.NULL;
        }
        var block = new Memory(bytes.length);
        block.write(0, bytes, 0, bytes.length);
        blocks.add(block);
        return block;
    }

    /** A zero-terminated copy of the text. */
    Pointer text(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var block = allocate(bytes.length + 1L);
        block.write(0, bytes, 0, bytes.length);
        return block;
    }

    @Override
    public void close() {
        blocks.forEach(Memory::close);
    }
}
