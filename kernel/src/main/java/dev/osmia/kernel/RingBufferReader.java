package dev.osmia.kernel;

import dev.osmia.kernel.bpf.FileDescriptor;
import dev.osmia.kernel.bpf.Mapping;
import dev.osmia.runtime.map.RingBufferMap.RecordConsumer;
import dev.osmia.runtime.memory.LittleEndian;
import java.nio.ByteOrder;

/**
 * Takes records out of a ring buffer in the kernel ({@code Documentation/bpf/ringbuf.rst}). The consumer's position is in a page that
 * this process writes; the producer's position and the records, which are mapped twice in a row, are in pages that it only reads.
 */
final class RingBufferReader implements AutoCloseable {
    private static final int HEADER_BYTES = 8;
    private static final int BUSY = 1 << 31;
    private static final int DISCARDED = 1 << 30;

    private final String name;
    private final int size;
    private final int pageBytes;
    private final Mapping consumer;
    private final Mapping producer;

    RingBufferReader(String name, FileDescriptor map, int size) {
        this.name = name;
        this.size = size;
        pageBytes = Mapping.pageBytes();
        consumer = mapped(Mapping.map(map, 0, pageBytes, true, 0));
        producer = mapped(Mapping.map(map, 0, pageBytes + 2L * size, false, pageBytes));
    }

    private Mapping mapped(Mapping.Attempt attempt) {
        if (attempt.error() < 0) {
            throw new KernelException("mmap of map '" + name + "'", -attempt.error());
        }
        return attempt.mapping();
    }

    /** Gives the consumer every record that was submitted, up to the first that is still reserved; gives how many there were. */
    int drain(RecordConsumer records) {
        var view = producer.bytes().asReadOnlyBuffer();
        int count = 0;
        long position = (long) LittleEndian.LONG_IN_BUFFER.getAcquire(consumer.bytes(), 0);
        while (position < (long) LittleEndian.LONG_IN_BUFFER.getAcquire(producer.bytes(), 0)) {
            int start = pageBytes + (int) (position & size - 1);
            int header = (int) LittleEndian.INT_IN_BUFFER.getAcquire(producer.bytes(), start);
            if ((header & BUSY) != 0) {
                break;
            }
            int bytes = header & ~DISCARDED;
            if ((header & DISCARDED) == 0) {
                view.limit(start + HEADER_BYTES + bytes).position(start + HEADER_BYTES);
                records.accept(view.order(ByteOrder.LITTLE_ENDIAN));
                count++;
            }
            position += bytes + HEADER_BYTES + 7 & ~7;
            LittleEndian.LONG_IN_BUFFER.setRelease(consumer.bytes(), 0, position);
        }
        return count;
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
    }
}
