package dev.osmia.runtime;

import dev.osmia.runtime.memory.Pointer;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Copies between buffers and the memory that a program's pointers point into. Memory on the stack, which is the usual case, is copied
 * straight; other memory through the context's scratch.
 */
public final class ProgramMemory {
    private ProgramMemory() {}

    /** Copies from a buffer to where a pointer points. */
    public static void write(ExecutionContext context, long to, ByteBuffer from, int index, int length) {
        if (Pointer.region(to) == Pointer.STACK) {
            from.get(index, context.stack(), Pointer.offset(to), length);
        } else {
            var bytes = context.valueScratch().bytes(length);
            from.get(index, bytes, 0, length);
            context.region(to).write(Pointer.offset(to), bytes, 0, length);
        }
    }

    /** Copies from where a pointer points into a buffer. */
    public static void read(ExecutionContext context, long from, ByteBuffer to, int index, int length) {
        if (Pointer.region(from) == Pointer.STACK) {
            to.put(index, context.stack(), Pointer.offset(from), length);
        } else {
            var bytes = context.valueScratch().copy(context.region(from), Pointer.offset(from), length);
            to.put(index, bytes, 0, length);
        }
    }

    /** Copies from where one pointer points to where another does; the two may overlap. */
    public static void copy(ExecutionContext context, long from, long to, int length) {
        var bytes = context.valueScratch().copy(context.region(from), Pointer.offset(from), length);
        context.region(to).write(Pointer.offset(to), bytes, 0, length);
    }

    /** Fills memory with one byte. */
    public static void fill(ExecutionContext context, long to, int length, byte value) {
        var bytes = context.valueScratch().bytes(length);
        Arrays.fill(bytes, 0, length, value);
        context.region(to).write(Pointer.offset(to), bytes, 0, length);
    }
}
