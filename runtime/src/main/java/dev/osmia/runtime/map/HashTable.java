package dev.osmia.runtime.map;

import dev.osmia.program.MapSpec;
import dev.osmia.runtime.memory.LittleEndian;
import java.nio.ByteBuffer;

/**
 * Elements in one slab, chained into buckets. Whoever changes the table holds its lock; searches take none. They are safe beside
 * changes because an element is complete before it is linked, because the hash is compared before the key (a half-written key
 * of a reused element does not match by chance), and because a search that finds nothing while the table changes is made again under
 * the lock: a reused element may have led it into another chain, or the element may have moved to the front behind its back.
 *
 * <pre>
 * element:  0      4      8                16 (8 unless marked)   16 + key, rounded up to 8
 *           | hash | next | mark, unused   | key                  | payload
 * </pre>
 *
 * <p>Links are element numbers plus 1, so that zeroed memory is a table without elements; 0 ends a chain.
 */
final class HashTable {
    private static final int HASH = 0;
    private static final int NEXT = 4;
    private static final int MARK = 8;
    private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;

    private final SpinLock lock = new SpinLock();
    private final ByteBuffer elements;
    private final ByteBuffer buckets;
    private final int bucketMask;
    private final int keySize;
    private final int keyOffset;
    private final int payloadOffset;
    private final int stride;
    private final int capacity;

    // Guarded by the lock: elements from this one on were never used, and the chain of those that were given back.
    private int untouched;
    private int freed;

    /**
     * A table.
     *
     * @param capacity elements that can be taken at a time
     * @param payload bytes behind the key of each
     * @param marked whether elements carry a mark
     */
    HashTable(MapSpec spec, MapMemory memory, int capacity, int payload, boolean marked) {
        this.capacity = capacity;
        keySize = spec.keySize();
        keyOffset = marked ? 16 : 8;
        payloadOffset = keyOffset + MapMemory.roundUp8(keySize);
        stride = payloadOffset + MapMemory.roundUp8(payload);
        elements = memory.allocate(spec, (long) stride * capacity);
        int count = Integer.highestOneBit(Math.max(capacity - 1, 1)) << 1;
        bucketMask = count - 1;
        buckets = memory.allocate(spec, (long) count * Integer.BYTES);
    }

    ByteBuffer elements() {
        return elements;
    }

    int capacity() {
        return capacity;
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    int hash(byte[] key, int offset) {
        long hash = MULTIPLIER;
        int i = 0;
        for (; i <= keySize - Long.BYTES; i += Long.BYTES) {
            hash = (hash ^ (long) LittleEndian.LONG_IN_ARRAY.get(key, offset + i)) * MULTIPLIER;
            hash ^= hash >>> 32;
        }
        if (i <= keySize - Integer.BYTES) {
            hash = (hash ^ Integer.toUnsignedLong((int) LittleEndian.INT_IN_ARRAY.get(key, offset + i))) * MULTIPLIER;
            hash ^= hash >>> 32;
            i += Integer.BYTES;
        }
        for (; i < keySize; i++) {
            hash = (hash ^ key[offset + i]) * MULTIPLIER;
            hash ^= hash >>> 32;
        }
        return (int) (hash ^ hash >>> 17);
    }

    /** The element with the key, or -1. The caller does not hold the lock. */
    int find(byte[] key, int offset) {
        int hash = hash(key, offset);
        int turn = lock.turn();
        int element = search(key, offset, hash);
        if (element >= 0 || lock.untouchedSince(turn)) {
            return element;
        }
        lock.lock();
        try {
            return search(key, offset, hash);
        } finally {
            lock.unlock();
        }
    }

    /** The element with the key, or -1. Found for sure only while the lock is held. */
    int search(byte[] key, int offset, int hash) {
        int link = (int) LittleEndian.INT_IN_BUFFER.getAcquire(buckets, (hash & bucketMask) << 2);
        while (link > 0) {
            int base = (link - 1) * stride;
            if ((int) LittleEndian.INT_IN_BUFFER.get(elements, base + HASH) == hash
                    && keyEquals(base + keyOffset, key, offset)) {
                return link - 1;
            }
            link = (int) LittleEndian.INT_IN_BUFFER.getAcquire(elements, base + NEXT);
        }
        return -1;
    }

    private boolean keyEquals(int index, byte[] key, int offset) {
        int i = 0;
        for (; i <= keySize - Long.BYTES; i += Long.BYTES) {
            if ((long) LittleEndian.LONG_IN_BUFFER.get(elements, index + i)
                    != (long) LittleEndian.LONG_IN_ARRAY.get(key, offset + i)) {
                return false;
            }
        }
        if (i <= keySize - Integer.BYTES) {
            if ((int) LittleEndian.INT_IN_BUFFER.get(elements, index + i)
                    != (int) LittleEndian.INT_IN_ARRAY.get(key, offset + i)) {
                return false;
            }
            i += Integer.BYTES;
        }
        for (; i < keySize; i++) {
            if (elements.get(index + i) != key[offset + i]) {
                return false;
            }
        }
        return true;
    }

    /** A free element, or -1. */
    int take() {
        if (freed != 0) {
            int element = freed - 1;
            freed = (int) LittleEndian.INT_IN_BUFFER.get(elements, element * stride + HASH);
            return element;
        }
        return untouched < capacity ? untouched++ : -1;
    }

    /** Gives an unlinked element back. Its link stays, for searches that stand on it; the free chain uses the place of the hash. */
    void free(int element) {
        LittleEndian.INT_IN_BUFFER.setRelease(elements, element * stride + HASH, freed);
        freed = element + 1;
    }

    /** Makes an element with this key visible, in front of its chain. */
    void link(int element, byte[] key, int offset, int hash) {
        int base = element * stride;
        int bucket = hash & bucketMask;
        elements.put(base + keyOffset, key, offset, keySize);
        LittleEndian.INT_IN_BUFFER.setRelease(elements, base + HASH, hash);
        int head = (int) LittleEndian.INT_IN_BUFFER.get(buckets, bucket << 2);
        LittleEndian.INT_IN_BUFFER.setRelease(elements, base + NEXT, head);
        LittleEndian.INT_IN_BUFFER.setRelease(buckets, bucket << 2, element + 1);
    }

    /** Takes an element out of its chain. Searches that stand on it still find their way. */
    void unlink(int element) {
        int next = (int) LittleEndian.INT_IN_BUFFER.get(elements, element * stride + NEXT);
        int bucket = (int) LittleEndian.INT_IN_BUFFER.get(elements, element * stride + HASH) & bucketMask;
        int link = (int) LittleEndian.INT_IN_BUFFER.get(buckets, bucket << 2);
        if (link == element + 1) {
            LittleEndian.INT_IN_BUFFER.setRelease(buckets, bucket << 2, next);
            return;
        }
        while (link > 0) {
            int base = (link - 1) * stride;
            link = (int) LittleEndian.INT_IN_BUFFER.get(elements, base + NEXT);
            if (link == element + 1) {
                LittleEndian.INT_IN_BUFFER.setRelease(elements, base + NEXT, next);
                return;
            }
        }
        throw new IllegalStateException("element=" + element + " is in no chain");
    }

    /** The first element of a bucket, or -1. */
    private int first(int bucket) {
        return (int) LittleEndian.INT_IN_BUFFER.getAcquire(buckets, bucket << 2) - 1;
    }

    /** The element behind this one in its chain, or -1. */
    private int next(int element) {
        return (int) LittleEndian.INT_IN_BUFFER.getAcquire(elements, element * stride + NEXT) - 1;
    }

    /** The element behind another in the order of buckets and chains, as {@link BpfMap#elementAfter} numbers them: bucket, then element. */
    long after(long position) {
        int bucket = (int) (position >> 32);
        int element = (int) position;
        int next = element >= 0 ? next(element) : -1;
        while (next < 0) {
            if (++bucket > bucketMask) {
                return BpfMap.NO_ELEMENT;
            }
            next = first(bucket);
        }
        return (long) bucket << 32 | next;
    }

    /** Index of an element's key in {@link #elements()}. */
    int keyIndex(int element) {
        return element * stride + keyOffset;
    }

    /** Index of an element's payload in {@link #elements()}. */
    int payload(int element) {
        return element * stride + payloadOffset;
    }

    /** Copies an element's key. */
    void key(int element, byte[] target, int offset) {
        elements.get(element * stride + keyOffset, target, offset, keySize);
    }

    int mark(int element) {
        return elements.get(element * stride + MARK);
    }

    void mark(int element, int mark) {
        elements.put(element * stride + MARK, (byte) mark);
    }
}
