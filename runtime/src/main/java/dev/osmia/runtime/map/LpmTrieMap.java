package dev.osmia.runtime.map;

import dev.osmia.program.MapSpec;
import dev.osmia.program.uapi.Errno;
import dev.osmia.program.uapi.MapFlags;
import dev.osmia.runtime.memory.LittleEndian;
import dev.osmia.runtime.memory.Pointer;
import java.nio.ByteBuffer;

/**
 * {@code BPF_MAP_TYPE_LPM_TRIE}: values by the longest prefix that a key has. A key is a prefix length in bits (32 bits, the machine's
 * byte order), then the bytes of an address, the first bit first ({@code struct bpf_lpm_trie_key}).
 */
public final class LpmTrieMap extends BpfMap {
    private static final int PREFIX_LENGTH_BYTES = Integer.BYTES;
    private static final int MAX_DATA_BYTES = 256;

    private final PrefixTree tree;
    private final int region;
    private final int maxPrefixLength;

    private LpmTrieMap(MapSpec spec, int number, MapMemory memory) {
        super(spec, number);
        maxPrefixLength = (spec.keySize() - PREFIX_LENGTH_BYTES) * 8;
        tree = new PrefixTree(spec, memory, spec.keySize() - PREFIX_LENGTH_BYTES);
        region = memory.share(tree.nodes());
    }

    static LpmTrieMap create(MapSpec spec, int number, MapMemory memory) {
        Checks.entries(spec);
        Checks.element(spec);
        Checks.flagSet(spec, MapFlags.BPF_F_NO_PREALLOC, "BPF_F_NO_PREALLOC");
        if (spec.keySize() <= PREFIX_LENGTH_BYTES || spec.keySize() > PREFIX_LENGTH_BYTES + MAX_DATA_BYTES) {
            throw new MapCreationException(spec, "key_size is not from 5 to " + (PREFIX_LENGTH_BYTES + MAX_DATA_BYTES));
        }
        return new LpmTrieMap(spec, number, memory);
    }

    @Override
    public ByteBuffer values() {
        return tree.nodes();
    }

    @Override
    public int region() {
        return region;
    }

    private static int prefixLength(byte[] key, int offset) {
        return (int) LittleEndian.INT_IN_ARRAY.get(key, offset);
    }

    private boolean tooLong(int prefixLength) {
        return Integer.compareUnsigned(prefixLength, maxPrefixLength) > 0;
    }

    @Override
    public long lookup(int cpu, byte[] key, int keyOffset) {
        int prefixLength = prefixLength(key, keyOffset);
        if (tooLong(prefixLength)) {
            return Pointer.NULL;
        }
        int node = tree.longestPrefix(key, keyOffset + PREFIX_LENGTH_BYTES, prefixLength);
        return node == PrefixTree.NONE ? Pointer.NULL : Pointer.of(region, tree.value(node));
    }

    @Override
    public long update(int cpu, byte[] key, int keyOffset, byte[] value, int valueOffset, long flags) {
        int prefixLength = prefixLength(key, keyOffset);
        if (UpdateFlags.unknown(flags) || tooLong(prefixLength)) {
            return -Errno.EINVAL;
        }
        return tree.insert(key, keyOffset + PREFIX_LENGTH_BYTES, prefixLength, value, valueOffset, flags);
    }

    @Override
    public long delete(int cpu, byte[] key, int keyOffset) {
        int prefixLength = prefixLength(key, keyOffset);
        if (tooLong(prefixLength)) {
            return -Errno.EINVAL;
        }
        return tree.remove(key, keyOffset + PREFIX_LENGTH_BYTES, prefixLength);
    }

    /** Calls the consumer with a copy of each prefix and its value, longer prefixes before those that they begin with. */
    @Override
    public void forEach(EntryConsumer consumer) {
        tree.forEach((prefixLength, node) -> {
            var key = new byte[spec().keySize()];
            LittleEndian.INT_IN_ARRAY.set(key, 0, prefixLength);
            tree.data(node, key, PREFIX_LENGTH_BYTES);
            var value = new byte[spec().valueSize()];
            tree.nodes().get(tree.value(node), value);
            consumer.accept(key, value);
        });
    }
}
