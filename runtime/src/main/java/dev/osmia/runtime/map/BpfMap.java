package dev.osmia.runtime.map;

import dev.osmia.program.MapSpec;
import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.memory.Pointer;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/**
 * A map, as programs and as the application see it. Programs' keys and values come as ranges of byte arrays, since they nearly
 * always lie on the stack; others are first copied into the context's scratch. Lookups give region-tagged pointers into the map's own
 * memory. Errors are negative {@code errno} values, as the kernel returns them.
 *
 * <p>All methods may be called by several threads at a time. Value memory stays where it is as long as the map lives; a deleted
 * element's memory is reused for the next new element at once, as in the kernel, so that a program which still holds a pointer to
 * a deleted element's value may see another element's value through it, never anything else.
 */
public abstract class BpfMap {
    private final MapSpec spec;
    private final int number;

    /**
     * A map.
     *
     * @param spec the definition
     * @param number the map's number in its environment
     */
    protected BpfMap(MapSpec spec, int number) {
        this.spec = spec;
        this.number = number;
    }

    /** The definition. */
    public final MapSpec spec() {
        return spec;
    }

    /** The map's number in its environment. */
    public final int number() {
        return number;
    }

    /** The map's own address, as programs pass it to helpers. */
    public final long pointer() {
        return Pointer.of(Pointer.MAP, number);
    }

    /**
     * The memory that this map's value pointers point into, of one region only; null for maps whose lookups give no memory. The
     * index in the buffer is the pointer's offset.
     */
    public ByteBuffer values() {
        return null;
    }

    /** The number of the region that this map's value pointers point into; -1 for maps whose lookups give no memory. */
    public int region() {
        return -1;
    }

    /** The address of a byte of the first value, for maps that allow direct access (global data). */
    public long valuePointer(int offset) {
        throw new UnsupportedOperationException("map '" + spec.name() + "' does not support direct value access");
    }

    /** Pointer to the key's value for this CPU, or null. */
    public long lookup(int cpu, byte[] key, int keyOffset) {
        return Pointer.NULL;
    }

    /** Stores the value under the key; {@code flags} are {@code BPF_ANY}, {@code BPF_NOEXIST} or {@code BPF_EXIST}. */
    public long update(int cpu, byte[] key, int keyOffset, byte[] value, int valueOffset, long flags) {
        return -Errno.EINVAL;
    }

    /** Removes the key. */
    public long delete(int cpu, byte[] key, int keyOffset) {
        return -Errno.EINVAL;
    }

    /** What {@link #elementAfter} gives behind the last element. */
    public static final long NO_ELEMENT = -1;

    /**
     * The element behind another in the order in which loops go through the map; of {@link #NO_ELEMENT}, the first. Elements are only
     * good for this and for their key and value.
     */
    public long elementAfter(long element) {
        return NO_ELEMENT;
    }

    /** Pointer to an element's key; null where keys are no memory, because an element is its index. */
    public long elementKey(long element) {
        return Pointer.NULL;
    }

    /** Pointer to an element's value for this CPU. */
    public long elementValue(int cpu, long element) {
        return Pointer.NULL;
    }

    /** Bytes of a value as the application sees it: of per-CPU maps, the values of all CPUs, each at a multiple of 8 bytes. */
    public int valueBytes() {
        return spec.valueSize();
    }

    /**
     * A copy of the key's value, as {@code BPF_MAP_LOOKUP_ELEM} of bpf(2) gives it: of per-CPU maps, the values of all CPUs, each at a
     * multiple of 8 bytes.
     */
    public final Optional<byte[]> get(byte[] key) {
        checkKey(key);
        var value = new byte[valueBytes()];
        return read(key, value) ? Optional.of(value) : Optional.empty();
    }

    /**
     * Stores the value under the key, as {@code BPF_MAP_UPDATE_ELEM} of bpf(2) does: of per-CPU maps, the values of all CPUs.
     *
     * @throws MapOperationException if the map is full, read-only, or has no such key
     */
    public final void put(byte[] key, byte[] value) {
        put(key, value, 0);
    }

    /** Stores the value under the key with update flags; see {@link #put(byte[], byte[])}. */
    public final void put(byte[] key, byte[] value, long flags) {
        checkKey(key);
        if (value.length != valueBytes()) {
            throw new IllegalArgumentException(
                    "value of bytes=" + value.length + " for map '" + spec.name() + "' with bytes=" + valueBytes());
        }
        long error = write(key, value, flags);
        if (error != 0) {
            throw new MapOperationException(spec.name(), "update", (int) -error);
        }
    }

    /** Removes the key; false if it is not there. */
    public final boolean remove(byte[] key) {
        checkKey(key);
        long error = delete(0, key, 0);
        if (error != 0 && error != -Errno.ENOENT) {
            throw new MapOperationException(spec.name(), "delete", (int) -error);
        }
        return error == 0;
    }

    /** Calls the consumer with a copy of each key and its value, as {@link #get} gives it. */
    public void forEach(EntryConsumer consumer) {
        throw new MapOperationException(spec.name(), "iteration", Errno.EOPNOTSUPP);
    }

    /** Takes the entries of a map. */
    @FunctionalInterface
    public interface EntryConsumer {
        /** Takes one entry; the arrays are the consumer's. */
        void accept(byte[] key, byte[] value);
    }

    /** Copies what the application sees of the key's value; false if the key is not there. */
    protected boolean read(byte[] key, byte[] target) {
        long pointer = lookup(0, key, 0);
        if (pointer == Pointer.NULL) {
            return false;
        }
        values().get(Pointer.offset(pointer), target, 0, target.length);
        return true;
    }

    /** Stores what the application gives as the key's value; 0 or a negative error. */
    protected long write(byte[] key, byte[] value, long flags) {
        return update(0, key, 0, value, 0, flags);
    }

    private void checkKey(byte[] key) {
        Objects.requireNonNull(key, "key");
        if (key.length != spec.keySize()) {
            throw new IllegalArgumentException(
                    "key of bytes=" + key.length + " for map '" + spec.name() + "' with bytes=" + spec.keySize());
        }
    }

    @Override
    public String toString() {
        return "map '" + spec.name() + "' (" + spec.type().kernelName() + ")";
    }
}
