package dev.osmia.kernel.bpf;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code BPF_PROG_TEST_RUN} with memory that serves run after run: the caller fills {@link #input()} and {@link #context()}, runs, and
 * reads {@link #output()} and {@link #contextOutput()}. It belongs to one thread.
 */
public final class TestRun {
    /** Room for a packet with its metadata, more than the kernel takes. */
    public static final int DATA_BYTES = 1 << 17;

    /** Room for a context struct; {@code __sk_buff} is the largest. */
    public static final int CONTEXT_BYTES = 256;

    // The struct of BPF_PROG_TEST_RUN in union bpf_attr.
    private static final int PROG_FD = 0;
    private static final int RETVAL = 4;
    private static final int DATA_SIZE_IN = 8;
    private static final int DATA_SIZE_OUT = 12;
    private static final int DATA_IN = 16;
    private static final int DATA_OUT = 24;
    private static final int REPEAT = 32;
    private static final int DURATION = 36;
    private static final int CTX_SIZE_IN = 40;
    private static final int CTX_SIZE_OUT = 44;
    private static final int CTX_IN = 48;
    private static final int CTX_OUT = 56;
    private static final int BYTES = 80;

    private final NativeMemory memory = new NativeMemory();
    private final Attributes attributes = new Attributes(memory, BYTES);
    private final Memory contextMemory = memory.allocate(CONTEXT_BYTES);
    private final Memory contextOutputMemory = memory.allocate(CONTEXT_BYTES);
    private final ByteBuffer context = view(contextMemory);
    private final ByteBuffer contextOutput = view(contextOutputMemory);
    private final ByteBuffer input;
    private final ByteBuffer output;

    /** Takes the memory, which is given back when the object is no longer reachable. */
    public TestRun() {
        input = data(DATA_IN);
        output = data(DATA_OUT);
    }

    private ByteBuffer data(int field) {
        var block = memory.reserve(DATA_BYTES);
        attributes.put(field, block);
        return view(block);
    }

    private static ByteBuffer view(Memory block) {
        return block.getByteBuffer(0, block.size()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Metadata and packet, as the next run is to see them. */
    public ByteBuffer input() {
        return input;
    }

    /** The context struct, as the next run is to see it. */
    public ByteBuffer context() {
        return context;
    }

    /** Metadata and packet after the run; the limit is behind the last byte. */
    public ByteBuffer output() {
        return output;
    }

    /** The context struct after the run. */
    public ByteBuffer contextOutput() {
        return contextOutput;
    }

    /**
     * Runs a program.
     *
     * @param dataBytes how many bytes of {@link #input()} are given to it
     * @param contextBytes how many bytes of {@link #context()} are given to it; 0 for a context that the kernel makes up
     * @param repeat how often it runs, each time over what the last run left
     * @return 0 or a negative error
     */
    public int run(FileDescriptor program, int dataBytes, int contextBytes, int repeat) {
        attributes
                .put(PROG_FD, program.number())
                .put(DATA_SIZE_IN, dataBytes)
                .put(DATA_SIZE_OUT, DATA_BYTES)
                .put(CTX_SIZE_IN, contextBytes)
                .put(CTX_SIZE_OUT, contextBytes)
                .put(CTX_IN, contextBytes == 0 ? Pointer.NULL : contextMemory)
                .put(CTX_OUT, contextBytes == 0 ? Pointer.NULL : contextOutputMemory)
                .put(REPEAT, repeat);
        int result = Bpf.call(Bpf.BPF_PROG_TEST_RUN, attributes);
        Reference.reachabilityFence(program);
        if (result == 0) {
            output.clear().limit(attributes.get(DATA_SIZE_OUT));
        }
        return result;
    }

    /** The low 32 bits of R0 after the last run. */
    public int returnValue() {
        return attributes.get(RETVAL);
    }

    /** How long one run took on average, as the kernel measured it, in nanoseconds. */
    public long nanoseconds() {
        return Integer.toUnsignedLong(attributes.get(DURATION));
    }
}
