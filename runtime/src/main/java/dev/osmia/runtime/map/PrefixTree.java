package dev.osmia.runtime.map;

import dev.osmia.program.MapSpec;
import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.memory.LittleEndian;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A binary tree of bit strings in one slab, with paths of single children left out: a node's children begin with its prefix and differ
 * in the bit behind it. Nodes without a value stand only where two subtrees part. Changes take the lock; lookups take none, since a
 * node is complete before it is linked, and a lookup that overlaps with the reuse of a removed node is made again.
 *
 * <pre>
 * node:  0               4        8        12         16            16 + data, rounded up to 8
 *        | prefix length | child0 | child1 | has value | data        | value
 * </pre>
 */
final class PrefixTree {
    static final int NONE = -1;

    private static final int CHILDREN = 4;
    private static final int HAS_VALUE = 12;
    private static final int DATA = 16;

    private final SpinLock lock = new SpinLock();
    private final ByteBuffer nodes;
    private final int dataBytes;
    private final int valueBytes;
    private final int valueOffset;
    private final int stride;
    private final int maxEntries;

    // Links are node numbers plus 1; 0 is none. Written under the lock.
    private volatile int root;
    private final AtomicInteger reuses = new AtomicInteger();

    // Guarded by the lock.
    private int untouched;
    private int freed;
    private int entries;

    PrefixTree(MapSpec spec, MapMemory memory, int dataBytes) {
        this.dataBytes = dataBytes;
        valueBytes = spec.valueSize();
        maxEntries = spec.maxEntries();
        valueOffset = DATA + MapMemory.roundUp8(dataBytes);
        stride = valueOffset + MapMemory.roundUp8(valueBytes);
        // As many nodes again part subtrees, and one more replaces a node before that is free.
        nodes = memory.allocate(spec, (2L * maxEntries + 1) * stride);
    }

    ByteBuffer nodes() {
        return nodes;
    }

    /** Index of a node's value in {@link #nodes()}. */
    int value(int node) {
        return node * stride + valueOffset;
    }

    /** Copies a node's data. */
    void data(int node, byte[] target, int offset) {
        nodes.get(node * stride + DATA, target, offset, dataBytes);
    }

    /** The node with the longest prefix of the key's first bits that has a value, or {@link #NONE}. */
    int longestPrefix(byte[] key, int offset, int prefixLength) {
        while (true) {
            int before = reuses.get();
            int found = search(key, offset, prefixLength);
            VarHandle.loadLoadFence();
            if (before == reuses.get()) {
                return found;
            }
        }
    }

    private int search(byte[] key, int offset, int prefixLength) {
        int found = NONE;
        int link = root;
        while (link != 0) {
            int node = link - 1;
            int length = prefixLength(node);
            if (length > prefixLength || commonBits(node, key, offset, length) < length) {
                break;
            }
            if (hasValue(node)) {
                found = node;
            }
            if (length >= dataBytes * 8) {
                break;
            }
            link = child(node, bit(key, offset, length));
        }
        return found;
    }

    /** How many of the first bits of key and node are the same, at most {@code limit}. */
    private int commonBits(int node, byte[] key, int offset, int limit) {
        int base = node * stride + DATA;
        for (int i = 0; i < dataBytes && i * 8 < limit; ) {
            int step = dataBytes - i >= Integer.BYTES ? Integer.BYTES : 1;
            int difference = step == 1
                    ? (nodes.get(base + i) ^ key[offset + i]) << 24
                    : Integer.reverseBytes((int) LittleEndian.INT_IN_BUFFER.get(nodes, base + i)
                            ^ (int) LittleEndian.INT_IN_ARRAY.get(key, offset + i));
            if (difference != 0) {
                return Math.min(i * 8 + Integer.numberOfLeadingZeros(difference), limit);
            }
            i += step;
        }
        return limit;
    }

    private static int bit(byte[] key, int offset, int index) {
        return key[offset + (index >> 3)] >> (7 - (index & 7)) & 1;
    }

    private int dataBit(int node, int index) {
        return nodes.get(node * stride + DATA + (index >> 3)) >> (7 - (index & 7)) & 1;
    }

    private int prefixLength(int node) {
        return (int) LittleEndian.INT_IN_BUFFER.get(nodes, node * stride);
    }

    private boolean hasValue(int node) {
        return (int) LittleEndian.INT_IN_BUFFER.getAcquire(nodes, node * stride + HAS_VALUE) != 0;
    }

    private void hasValue(int node, boolean has) {
        LittleEndian.INT_IN_BUFFER.setRelease(nodes, node * stride + HAS_VALUE, has ? 1 : 0);
    }

    private int child(int node, int bit) {
        return (int) LittleEndian.INT_IN_BUFFER.getAcquire(nodes, node * stride + CHILDREN + bit * Integer.BYTES);
    }

    private void child(int node, int bit, int link) {
        LittleEndian.INT_IN_BUFFER.setRelease(nodes, node * stride + CHILDREN + bit * Integer.BYTES, link);
    }

    /** Puts a link where a parent, or none, points to one of its children. */
    private void replace(int parent, int bit, int link) {
        if (parent == NONE) {
            root = link;
        } else {
            child(parent, bit, link);
        }
    }

    /** Stores a value under a prefix; 0 or a negative error. */
    int insert(byte[] key, int offset, int prefixLength, byte[] value, int valueStart, long flags) {
        lock.lock();
        try {
            int parent = NONE;
            int bit = 0;
            int link = root;
            int common = 0;
            while (link != 0) {
                int length = prefixLength(link - 1);
                common = commonBits(link - 1, key, offset, Math.min(length, prefixLength));
                if (common < length || length == prefixLength) {
                    break;
                }
                parent = link - 1;
                bit = bit(key, offset, length);
                link = child(parent, bit);
            }
            boolean sameNode = link != 0 && common == prefixLength && prefixLength(link - 1) == prefixLength;
            boolean present = sameNode && hasValue(link - 1);
            int error = UpdateFlags.check(flags, present);
            if (error != 0) {
                return error;
            }
            if (!present && entries == maxEntries) {
                return -Errno.ENOSPC;
            }
            int node = newNode(key, offset, prefixLength);
            nodes.put(value(node), value, valueStart, valueBytes);
            hasValue(node, true);
            if (sameNode) {
                child(node, 0, child(link - 1, 0));
                child(node, 1, child(link - 1, 1));
                replace(parent, bit, node + 1);
                free(link - 1);
            } else {
                replace(parent, bit, link == 0 ? node + 1 : join(node, link - 1, common, key, offset));
            }
            entries += present ? 0 : 1;
            return 0;
        } finally {
            lock.unlock();
        }
    }

    /** Joins a new node with the subtree that it shares its first bits with; gives the link to what stands on top. */
    private int join(int node, int subtree, int common, byte[] key, int offset) {
        if (common == prefixLength(node)) {
            child(node, dataBit(subtree, common), subtree + 1);
            return node + 1;
        }
        int top = newNode(key, offset, common);
        int bit = bit(key, offset, common);
        child(top, bit, node + 1);
        child(top, 1 - bit, subtree + 1);
        return top + 1;
    }

    private int newNode(byte[] key, int offset, int prefixLength) {
        int node;
        if (freed != 0) {
            reuses.incrementAndGet();
            VarHandle.storeStoreFence();
            node = freed - 1;
            freed = child(node, 0);
        } else {
            node = untouched++;
        }
        LittleEndian.INT_IN_BUFFER.set(nodes, node * stride, prefixLength);
        nodes.put(node * stride + DATA, key, offset, dataBytes);
        child(node, 0, 0);
        child(node, 1, 0);
        hasValue(node, false);
        return node;
    }

    private void free(int node) {
        reuses.incrementAndGet();
        VarHandle.storeStoreFence();
        child(node, 0, freed);
        freed = node + 1;
    }

    /** Removes the value of a prefix; 0 or a negative error. */
    int remove(byte[] key, int offset, int prefixLength) {
        lock.lock();
        try {
            int grandparent = NONE;
            int parentBit = 0;
            int parent = NONE;
            int bit = 0;
            int link = root;
            while (link != 0) {
                int length = prefixLength(link - 1);
                if (length > prefixLength || commonBits(link - 1, key, offset, length) < length) {
                    return -Errno.ENOENT;
                }
                if (length == prefixLength) {
                    break;
                }
                grandparent = parent;
                parentBit = bit;
                parent = link - 1;
                bit = bit(key, offset, length);
                link = child(parent, bit);
            }
            if (link == 0 || !hasValue(link - 1)) {
                return -Errno.ENOENT;
            }
            entries--;
            removeNode(link - 1, parent, bit, grandparent, parentBit);
            return 0;
        } finally {
            lock.unlock();
        }
    }

    private void removeNode(int node, int parent, int bit, int grandparent, int parentBit) {
        int first = child(node, 0);
        int second = child(node, 1);
        if (first != 0 && second != 0) {
            hasValue(node, false);
            return;
        }
        if (first == 0 && second == 0 && parent != NONE && !hasValue(parent)) {
            replace(grandparent, parentBit, child(parent, 1 - bit));
            free(parent);
        } else {
            replace(parent, bit, first != 0 ? first : second);
        }
        free(node);
    }

    /** Takes a node that has a value. */
    @FunctionalInterface
    interface NodeConsumer {
        void accept(int prefixLength, int node);
    }

    /** Calls the consumer with each node that has a value, children first. Changes wait until it is through. */
    void forEach(NodeConsumer consumer) {
        lock.lock();
        try {
            forEach(root, consumer);
        } finally {
            lock.unlock();
        }
    }

    /** As deep as the tree is: at most the bits of a key. */
    private void forEach(int link, NodeConsumer consumer) {
        if (link == 0) {
            return;
        }
        forEach(child(link - 1, 0), consumer);
        forEach(child(link - 1, 1), consumer);
        if (hasValue(link - 1)) {
            consumer.accept(prefixLength(link - 1), link - 1);
        }
    }
}
