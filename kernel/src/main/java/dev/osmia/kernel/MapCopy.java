package dev.osmia.kernel;

import dev.osmia.program.MapType;
import dev.osmia.program.uapi.MapFlags;
import dev.osmia.runtime.map.BpfMap;
import dev.osmia.runtime.map.QueueMap;
import dev.osmia.runtime.map.RingBufferMap;
import dev.osmia.runtime.memory.Pointer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Copies what is in a map between the kernel and this process. The two may count different CPUs: those that one lacks are zeros. */
final class MapCopy {
    private final KernelMap kernel;
    private final BpfMap here;

    MapCopy(KernelMap kernel, BpfMap here) {
        if (!kernel.spec().sameDefinition(here.spec())) {
            throw new IllegalArgumentException(kernel + " and " + here + " are defined differently");
        }
        this.kernel = kernel;
        this.here = here;
    }

    /** Makes the entries in the kernel those that are here. */
    boolean intoKernel() {
        if (here instanceof QueueMap queue) {
            kernel.takeAll();
            queue.forEach(kernel::put);
            return true;
        } else if (!hasEntries()) {
            return false;
        }
        var entries = entries(here::forEach);
        if (kernel.kind().isRemovable()) {
            surplus(entries(kernel::forEach), entries).forEach(key -> kernel.remove(key.bytes()));
        }
        entries.forEach((key, value) -> kernel.put(key.bytes(), resized(value, kernel.valueBytes())));
        return true;
    }

    /** Makes the entries here those that are in the kernel; what waits there to be taken is taken. */
    boolean fromKernel() {
        if (here instanceof RingBufferMap ring) {
            kernel.drain(sample -> submit(ring, sample));
            return true;
        } else if (here instanceof QueueMap queue) {
            return take(queue);
        } else if (!hasEntries()) {
            return false;
        }
        var entries = entries(kernel::forEach);
        if (kernel.kind().isRemovable()) {
            surplus(entries(here::forEach), entries).forEach(key -> here.remove(key.bytes()));
        }
        entries.forEach((key, value) -> here.put(key.bytes(), resized(value, here.valueBytes())));
        return true;
    }

    /** A ring buffer here that nobody drains takes no more records when it is full, as the one in the kernel. */
    private static void submit(RingBufferMap ring, ByteBuffer sample) {
        long record = ring.reserve(sample.remaining());
        if (record != Pointer.NULL) {
            ring.values().put(Pointer.offset(record), sample, sample.position(), sample.remaining());
            ring.submit(record);
        }
    }

    private boolean take(QueueMap queue) {
        var values = kernel.takeAll();
        if (kernel.spec().type() == MapType.STACK) {
            Collections.reverse(values);
        }
        values.forEach(queue::push);
        return true;
    }

    private record Key(byte[] bytes) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Arrays.equals(bytes, key.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    private static Map<Key, byte[]> entries(Consumer<BpfMap.EntryConsumer> iteration) {
        var entries = new LinkedHashMap<Key, byte[]>();
        iteration.accept((key, value) -> entries.put(new Key(key), value));
        return entries;
    }

    /** The keys that are in one and not in the other. */
    private static List<Key> surplus(Map<Key, byte[]> one, Map<Key, byte[]> other) {
        return one.keySet().stream().filter(key -> !other.containsKey(key)).toList();
    }

    /** Data that is frozen in the kernel is the same here, and never changes. */
    private boolean hasEntries() {
        boolean frozen =
                MapCreation.isGlobalData(kernel.spec()) && (kernel.spec().flags() & MapFlags.BPF_F_RDONLY_PROG) != 0;
        return kernel.kind().hasEntries() && !frozen;
    }

    private static byte[] resized(byte[] value, int bytes) {
        return value.length == bytes ? value : Arrays.copyOf(value, bytes);
    }
}
