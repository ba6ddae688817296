package dev.osmia.runtime.map;

import dev.osmia.program.MapSpec;
import dev.osmia.runtime.memory.LittleEndian;
import dev.osmia.runtime.memory.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * {@code BPF_MAP_TYPE_RINGBUF}: records of any length in the order of their reservation, for one consumer at a time. A record that
 * is reserved but neither submitted nor discarded holds back those behind it. When nobody drains the buffer it fills up and takes
 * no more records, as in the kernel.
 *
 * <p>Positions count bytes and never wrap; a record lies at its position modulo the size, 8 bytes of header first
 * ({@code struct bpf_ringbuf_hdr}). The kernel maps the pages twice so that a record which crosses the end is in one piece; here
 * the memory is twice as long, and such a record simply goes on behind the end.
 */
public final class RingBufferMap extends BpfMap {
    /** {@code BPF_RINGBUF_HDR_SZ}. */
    private static final int HEADER_BYTES = 8;

    /** {@code BPF_RINGBUF_BUSY_BIT} of the header's length: reserved, neither submitted nor discarded. */
    private static final int BUSY = 1 << 31;

    /** {@code BPF_RINGBUF_DISCARD_BIT}: consumers pass over it. */
    private static final int DISCARDED = 1 << 30;

    /** {@code RINGBUF_MAX_RECORD_SZ}. */
    private static final long MAX_RECORD_BYTES = 0xffff_ffffL / 4;

    private final SpinLock producing = new SpinLock();
    private final Object draining = new Object();
    private final ByteBuffer records;
    private final int region;
    private final int size;

    // Guarded by the producers' lock; the oldest record that is still reserved.
    private long pendingPosition;

    private volatile long producerPosition;
    private volatile long consumerPosition;

    private RingBufferMap(MapSpec spec, int number, MapMemory memory) {
        super(spec, number);
        size = spec.maxEntries();
        records = memory.allocate(spec, 2L * size);
        region = memory.share(records);
    }

    static RingBufferMap create(MapSpec spec, int number, MapMemory memory) {
        Checks.ringBuffer(spec);
        return new RingBufferMap(spec, number, memory);
    }

    /** Takes the records of a ring buffer. */
    @FunctionalInterface
    public interface RecordConsumer {
        /** Takes a record, between position and limit of a little-endian buffer that is valid only during the call. */
        void accept(ByteBuffer sample);
    }

    @Override
    public ByteBuffer values() {
        return records;
    }

    @Override
    public int region() {
        return region;
    }

    /** Reserves a record of so many bytes; gives the pointer to its first byte, or null where there is no room. */
    public long reserve(long bytes) {
        if (Long.compareUnsigned(bytes, MAX_RECORD_BYTES) > 0 || total(bytes) > size) {
            return Pointer.NULL;
        }
        producing.lock();
        try {
            long position = producerPosition;
            long next = position + total(bytes);
            skipCommitted(position);
            if (next - consumerPosition >= size || next - pendingPosition >= size) {
                return Pointer.NULL;
            }
            int index = index(position);
            LittleEndian.INT_IN_BUFFER.setRelease(records, index, (int) bytes | BUSY);
            producerPosition = next;
            return Pointer.of(region, index + HEADER_BYTES);
        } finally {
            producing.unlock();
        }
    }

    private void skipCommitted(long end) {
        while (pendingPosition < end) {
            int header = header(pendingPosition);
            if ((header & BUSY) != 0) {
                return;
            }
            pendingPosition += total(header & ~DISCARDED);
        }
    }

    /** Hands a reserved record to the consumer. */
    public void submit(long sample) {
        commit(sample, 0);
    }

    /** Gives a reserved record up. */
    public void discard(long sample) {
        commit(sample, DISCARDED);
    }

    private void commit(long sample, int mark) {
        int index = Pointer.offset(sample) - HEADER_BYTES;
        int header = (int) LittleEndian.INT_IN_BUFFER.get(records, index);
        LittleEndian.INT_IN_BUFFER.setRelease(records, index, (header ^ BUSY) | mark);
    }

    /** Bytes between consumer and producer. */
    public long availableBytes() {
        return producerPosition - consumerPosition;
    }

    /** Up to where records were consumed. */
    public long consumerPosition() {
        return consumerPosition;
    }

    /** Up to where records were reserved. */
    public long producerPosition() {
        return producerPosition;
    }

    /** Gives the consumer every record that was submitted, up to the first that is still reserved; gives how many there were. */
    public int drain(RecordConsumer consumer) {
        Objects.requireNonNull(consumer, "consumer");
        synchronized (draining) {
            var view = records.asReadOnlyBuffer();
            int count = 0;
            long position = consumerPosition;
            while (position < producerPosition) {
                int header = header(position);
                if ((header & BUSY) != 0) {
                    break;
                }
                int bytes = header & ~DISCARDED;
                if ((header & DISCARDED) == 0) {
                    int start = index(position) + HEADER_BYTES;
                    view.limit(start + bytes).position(start).order(ByteOrder.LITTLE_ENDIAN);
                    consumer.accept(view);
                    count++;
                }
                position += total(bytes);
                consumerPosition = position;
            }
            return count;
        }
    }

    private int header(long position) {
        return (int) LittleEndian.INT_IN_BUFFER.getAcquire(records, index(position));
    }

    private int index(long position) {
        return (int) position & (size - 1);
    }

    private static long total(long bytes) {
        return (bytes + HEADER_BYTES + 7) & ~7L;
    }
}
