package dev.osmia.runtime.map;

import dev.osmia.program.MapSpec;
import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.memory.LittleEndian;
import dev.osmia.runtime.memory.Pointer;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@code BPF_MAP_TYPE_USER_RINGBUF}: samples that the application produces and a program drains. Positions count bytes and never wrap; a
 * sample lies behind a header of 8 bytes at its position modulo the size. As in {@link RingBufferMap} the memory is twice as long, and
 * a sample that crosses the end simply goes on behind it.
 */
public final class UserRingBufferMap extends BpfMap {
    /** {@code BPF_RINGBUF_HDR_SZ}. */
    private static final int HEADER_BYTES = 8;

    /** {@code BPF_MAX_USER_RINGBUF_SAMPLES}. */
    private static final int MAX_SAMPLES = 128 * 1024;

    private final AtomicBoolean draining = new AtomicBoolean();
    private final Object producing = new Object();
    private final ByteBuffer samples;
    private final int region;
    private final int size;
    private volatile long producerPosition;
    private volatile long consumerPosition;

    private UserRingBufferMap(MapSpec spec, int number, MapMemory memory) {
        super(spec, number);
        size = spec.maxEntries();
        samples = memory.allocate(spec, 2L * size);
        region = memory.share(samples);
    }

    static UserRingBufferMap create(MapSpec spec, int number, MapMemory memory) {
        Checks.ringBuffer(spec);
        return new UserRingBufferMap(spec, number, memory);
    }

    @Override
    public ByteBuffer values() {
        return samples;
    }

    @Override
    public int region() {
        return region;
    }

    /** Appends a sample, a copy of the bytes between position and limit; false where there is no room for it. */
    public boolean produce(ByteBuffer sample) {
        int bytes = sample.remaining();
        synchronized (producing) {
            long position = producerPosition;
            long next = position + total(bytes);
            if (next - consumerPosition > size) {
                return false;
            }
            int index = index(position);
            LittleEndian.INT_IN_BUFFER.set(samples, index, bytes);
            samples.put(index + HEADER_BYTES, sample, sample.position(), bytes);
            producerPosition = next;
            return true;
        }
    }

    /** Takes samples. */
    @FunctionalInterface
    public interface SampleConsumer {
        /** Takes a sample, which is its own until the call ends; gives whether to go on. */
        boolean accept(long pointer, int bytes);
    }

    /** Gives the consumer the samples that there are, until it wants no more; gives how many it took, or {@code -EBUSY} while another drains. */
    public long drain(SampleConsumer consumer) {
        if (!draining.compareAndSet(false, true)) {
            return -Errno.EBUSY;
        }
        try {
            int count = 0;
            boolean more = true;
            long position = consumerPosition;
            while (more && count < MAX_SAMPLES && position < producerPosition) {
                int index = index(position);
                int bytes = (int) LittleEndian.INT_IN_BUFFER.get(samples, index);
                more = consumer.accept(Pointer.of(region, index + HEADER_BYTES), bytes);
                position += total(bytes);
                consumerPosition = position;
                count++;
            }
            return count;
        } finally {
            draining.set(false);
        }
    }

    private int index(long position) {
        return (int) position & (size - 1);
    }

    private static long total(long bytes) {
        return (bytes + HEADER_BYTES + 7) & ~7L;
    }
}
