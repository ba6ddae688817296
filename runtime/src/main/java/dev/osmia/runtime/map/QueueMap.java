package dev.osmia.runtime.map;

import dev.osmia.program.MapSpec;
import dev.osmia.program.uapi.Errno;
import dev.osmia.program.uapi.MapFlags;
import java.nio.ByteBuffer;
import java.util.Optional;

/** {@code BPF_MAP_TYPE_QUEUE} and {@code BPF_MAP_TYPE_STACK}: values without keys, first in first out, or last in first out. */
public final class QueueMap extends BpfMap {
    private final SpinLock lock = new SpinLock();
    private final ByteBuffer values;
    private final byte[] zeros;
    private final boolean lastFirst;

    // Guarded by the lock: slot of the oldest value, and how many there are.
    private int oldest;
    private int count;

    private QueueMap(MapSpec spec, int number, MapMemory memory, boolean lastFirst) {
        super(spec, number);
        this.lastFirst = lastFirst;
        values = memory.allocate(spec, (long) spec.valueSize() * spec.maxEntries());
        zeros = new byte[spec.valueSize()];
    }

    static QueueMap create(MapSpec spec, int number, MapMemory memory, boolean lastFirst) {
        Checks.entries(spec);
        Checks.keySize(spec, 0);
        Checks.value(spec);
        Checks.valueLimit(spec);
        return new QueueMap(spec, number, memory, lastFirst);
    }

    /** Adds a value. With {@code BPF_EXIST} a full map loses its oldest value for it; otherwise it gives {@code -E2BIG}. */
    public long push(byte[] value, int offset, long flags) {
        if (flags != MapFlags.BPF_ANY && flags != MapFlags.BPF_EXIST) {
            return -Errno.EINVAL;
        }
        lock.lock();
        try {
            if (count == spec().maxEntries()) {
                if (flags != MapFlags.BPF_EXIST) {
                    return -Errno.E2BIG;
                }
                oldest = slot(1);
                count--;
            }
            values.put(slot(count) * spec().valueSize(), value, offset, spec().valueSize());
            count++;
            return 0;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the value whose turn it is; where there is none, gives zeros and {@code -ENOENT}. */
    public long pop(byte[] target, int offset) {
        return get(target, offset, true);
    }

    /** Copies the value whose turn it is; where there is none, gives zeros and {@code -ENOENT}. */
    public long peek(byte[] target, int offset) {
        return get(target, offset, false);
    }

    private long get(byte[] target, int offset, boolean take) {
        lock.lock();
        try {
            if (count == 0) {
                System.arraycopy(zeros, 0, target, offset, zeros.length);
                return -Errno.ENOENT;
            }
            int slot = lastFirst ? slot(count - 1) : oldest;
            values.get(slot * spec().valueSize(), target, offset, spec().valueSize());
            if (take) {
                oldest = lastFirst ? oldest : slot(1);
                count--;
            }
            return 0;
        } finally {
            lock.unlock();
        }
    }

    /** The slot so many behind that of the oldest value. */
    private int slot(int behind) {
        long slot = (long) oldest + behind;
        return (int) (slot >= spec().maxEntries() ? slot - spec().maxEntries() : slot);
    }

    /** Adds a value, as the application. */
    public void push(byte[] value) {
        if (value.length != spec().valueSize()) {
            throw new IllegalArgumentException("value of bytes=" + value.length + " for map '" + spec().name()
                    + "' with bytes=" + spec().valueSize());
        }
        long error = push(value, 0, MapFlags.BPF_ANY);
        if (error != 0) {
            throw new MapOperationException(spec().name(), "push", (int) -error);
        }
    }

    /** Takes the value whose turn it is, as the application. */
    public Optional<byte[]> pop() {
        var value = new byte[spec().valueSize()];
        return pop(value, 0) == 0 ? Optional.of(value) : Optional.empty();
    }

    @Override
    protected boolean read(byte[] key, byte[] target) {
        return peek(target, 0) == 0;
    }

    @Override
    protected long write(byte[] key, byte[] value, long flags) {
        return push(value, 0, flags);
    }

    /** Calls the consumer with each value, the oldest first; keys are empty. */
    @Override
    public void forEach(EntryConsumer consumer) {
        for (int i = 0; ; i++) {
            var value = new byte[spec().valueSize()];
            lock.lock();
            try {
                if (i >= count) {
                    return;
                }
                values.get(slot(i) * spec().valueSize(), value);
            } finally {
                lock.unlock();
            }
            consumer.accept(new byte[0], value);
        }
    }
}
