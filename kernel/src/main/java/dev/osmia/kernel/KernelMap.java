package dev.osmia.kernel;

import dev.osmia.kernel.bpf.FileDescriptor;
import dev.osmia.kernel.bpf.MapCommands;
import dev.osmia.kernel.bpf.Mapping;
import dev.osmia.program.MapSpec;
import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.map.BpfMap;
import dev.osmia.runtime.map.RingBufferMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A map in the kernel, as an application sees it. Keys and values are as in memory of a little-endian machine; a per-CPU map's value
 * is that of all CPUs that the kernel is prepared for, each at a multiple of 8 bytes. Maps without keys take keys of no bytes.
 */
public final class KernelMap implements AutoCloseable {
    private final MapSpec spec;
    private final FileDescriptor descriptor;
    private final int valueBytes;
    private Mapping arena;
    private RingBufferReader reader;

    KernelMap(MapSpec spec, FileDescriptor descriptor) {
        this.spec = spec;
        this.descriptor = descriptor;
        this.valueBytes = isPerCpu() ? (spec.valueSize() + 7 & ~7) * PossibleCpus.count() : spec.valueSize();
    }

    /** The definition. */
    public MapSpec spec() {
        return spec;
    }

    FileDescriptor descriptor() {
        return descriptor;
    }

    /** Whether each CPU has a value of its own under each key. */
    public boolean isPerCpu() {
        return kind().isPerCpu();
    }

    MapKind kind() {
        return MapKind.of(spec.type());
    }

    /** Bytes of a value as the application sees it. */
    public int valueBytes() {
        return valueBytes;
    }

    /** A copy of the key's value. */
    public Optional<byte[]> get(byte[] key) {
        checkKey(key);
        var value = new byte[valueBytes];
        return found("BPF_MAP_LOOKUP_ELEM", MapCommands.lookup(descriptor, key, value))
                ? Optional.of(value)
                : Optional.empty();
    }

    /** Takes the next value out of a queue or stack; of a hash map, the key's. */
    public Optional<byte[]> take(byte[] key) {
        checkKey(key);
        var value = new byte[valueBytes];
        return found("BPF_MAP_LOOKUP_AND_DELETE_ELEM", MapCommands.lookupAndDelete(descriptor, key, value))
                ? Optional.of(value)
                : Optional.empty();
    }

    /** Takes all values out of a queue or stack, in the order in which they come. */
    public List<byte[]> takeAll() {
        var values = new ArrayList<byte[]>();
        for (var value = take(new byte[0]); value.isPresent(); value = take(new byte[0])) {
            values.add(value.get());
        }
        return values;
    }

    /** Whether a bloom filter may hold the value. */
    public boolean mayContain(byte[] value) {
        checkValue(value);
        return found("BPF_MAP_LOOKUP_ELEM", MapCommands.lookup(descriptor, new byte[0], value.clone()));
    }

    /** Stores the value under the key. */
    public void put(byte[] key, byte[] value) {
        put(key, value, 0);
    }

    /**
     * Stores the value under the key.
     *
     * @param flags {@code BPF_ANY}, {@code BPF_NOEXIST}, {@code BPF_EXIST}, {@code BPF_F_LOCK}
     * @throws KernelException where the kernel refuses
     */
    public void put(byte[] key, byte[] value, long flags) {
        checkKey(key);
        checkValue(value);
        check("BPF_MAP_UPDATE_ELEM", MapCommands.update(descriptor, key, value, flags));
    }

    /** Puts a program into a slot of a program array. */
    public void put(int index, KernelProgram program) {
        put(MapCreation.number(index), MapCreation.number(program.descriptor().number()));
    }

    /** Removes the key; false if it is not there. */
    public boolean remove(byte[] key) {
        checkKey(key);
        return found("BPF_MAP_DELETE_ELEM", MapCommands.delete(descriptor, key));
    }

    /** Calls the consumer with a copy of each key and its value. Keys that appear or go away meanwhile may be met or not. */
    public void forEach(BpfMap.EntryConsumer consumer) {
        byte[] key = null;
        var next = new byte[spec.keySize()];
        while (found("BPF_MAP_GET_NEXT_KEY", MapCommands.nextKey(descriptor, key, next))) {
            key = next.clone();
            var value = get(key);
            if (value.isPresent()) {
                consumer.accept(key.clone(), value.get());
            }
        }
    }

    /**
     * Gives the consumer every record that was submitted to a ring buffer, up to the first that is still reserved.
     *
     * @return how many there were
     */
    public synchronized int drain(RingBufferMap.RecordConsumer consumer) {
        if (kind() != MapKind.RING_BUFFER) {
            throw new IllegalStateException(this + " has no records");
        }
        if (reader == null) {
            reader = new RingBufferReader(spec.name(), descriptor, spec.maxEntries());
        }
        return reader.drain(consumer);
    }

    /**
     * Makes the entries of this map those of a map of this process with the same definition. A per-CPU value's CPUs that the other does
     * not have are zeros.
     *
     * @return whether maps of this type can be copied: arrays, hash maps, tries, queues and stacks
     */
    public boolean copyFrom(BpfMap source) {
        return new MapCopy(this, source).intoKernel();
    }

    /**
     * Makes the entries of a map of this process with the same definition those of this one. What waits in a ring buffer, queue or stack
     * is taken out of this map and put into the other.
     *
     * @return whether maps of this type can be copied: arrays, hash maps, tries, queues, stacks and ring buffers
     */
    public boolean copyTo(BpfMap target) {
        return new MapCopy(this, target).fromKernel();
    }

    /** Programs with an arena are loaded only when the arena's addresses in this process are settled. */
    void mapArena(byte[] content) {
        var attempt = Mapping.map(descriptor, spec.extra(), (long) spec.maxEntries() * Mapping.pageBytes(), true, 0);
        check("mmap", attempt.error());
        arena = attempt.mapping();
        arena.bytes().put(0, content);
    }

    private boolean found(String command, int result) {
        if (result == -Errno.ENOENT) {
            return false;
        }
        check(command, result);
        return true;
    }

    private void check(String command, int result) {
        if (result < 0) {
            throw new KernelException(command + " of map '" + spec.name() + "'", -result);
        }
    }

    private void checkKey(byte[] key) {
        Objects.requireNonNull(key, "key");
        if (key.length != spec.keySize()) {
            throw new IllegalArgumentException(
                    "key of bytes=" + key.length + " for map '" + spec.name() + "' with bytes=" + spec.keySize());
        }
    }

    private void checkValue(byte[] value) {
        if (value.length != valueBytes) {
            throw new IllegalArgumentException(
                    "value of bytes=" + value.length + " for map '" + spec.name() + "' with bytes=" + valueBytes);
        }
    }

    @Override
    public synchronized void close() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
        if (arena != null) {
            arena.close();
        }
        descriptor.close();
    }

    @Override
    public String toString() {
        return "kernel map '" + spec.name() + "' (" + spec.type().kernelName() + ")";
    }
}
