package dev.osmia.kernel.bpf;

import com.sun.jna.Pointer;
import java.lang.ref.Reference;

/** The commands on maps. */
public final class MapCommands {
    // The struct of BPF_MAP_CREATE in union bpf_attr.
    private static final int MAP_TYPE = 0;
    private static final int KEY_SIZE = 4;
    private static final int VALUE_SIZE = 8;
    private static final int MAX_ENTRIES = 12;
    private static final int MAP_FLAGS = 16;
    private static final int INNER_MAP_FD = 20;
    private static final int MAP_NAME = 28;
    private static final int BTF_FD = 48;
    private static final int BTF_KEY_TYPE_ID = 52;
    private static final int BTF_VALUE_TYPE_ID = 56;
    private static final int MAP_EXTRA = 64;
    private static final int CREATE_BYTES = 72;

    // The struct of the commands on elements.
    private static final int MAP_FD = 0;
    private static final int KEY = 8;
    private static final int VALUE = 16;
    private static final int FLAGS = 24;
    private static final int ELEMENT_BYTES = 32;

    private MapCommands() {}

    /**
     * What a map is created from.
     *
     * @param type the number in {@code enum bpf_map_type}
     * @param innerMap the file descriptor of a map whose definition inner maps have; 0 for other maps
     * @param btf the file descriptor of the types; 0 without
     * @param keyType the key's id in them; 0 without
     * @param valueType the value's id in them; 0 without
     */
    public record Definition(
            int type,
            int keySize,
            int valueSize,
            int maxEntries,
            int flags,
            int innerMap,
            String name,
            int btf,
            int keyType,
            int valueType,
            long extra) {

        /** The same map, of whose types the kernel knows nothing. */
        public Definition withoutTypes() {
            return new Definition(type, keySize, valueSize, maxEntries, flags, innerMap, name, 0, 0, 0, extra);
        }
    }

    /** {@code BPF_MAP_CREATE}: the new map's file descriptor, or a negative error. */
    public static int create(Definition map) {
        try (var memory = new NativeMemory()) {
            var attributes = new Attributes(memory, CREATE_BYTES)
                    .put(MAP_TYPE, map.type())
                    .put(KEY_SIZE, map.keySize())
                    .put(VALUE_SIZE, map.valueSize())
                    .put(MAX_ENTRIES, map.maxEntries())
                    .put(MAP_FLAGS, map.flags())
                    .put(INNER_MAP_FD, map.innerMap())
                    .putName(MAP_NAME, map.name())
                    .put(BTF_FD, map.btf())
                    .put(BTF_KEY_TYPE_ID, map.keyType())
                    .put(BTF_VALUE_TYPE_ID, map.valueType())
                    .put(MAP_EXTRA, map.extra());
            return Bpf.call(Bpf.BPF_MAP_CREATE, attributes);
        }
    }

    /** {@code BPF_MAP_LOOKUP_ELEM}: copies the key's value; keys of no bytes are none. 0 or a negative error. */
    public static int lookup(FileDescriptor map, byte[] key, byte[] value) {
        return read(Bpf.BPF_MAP_LOOKUP_ELEM, map, key, value);
    }

    /** {@code BPF_MAP_LOOKUP_AND_DELETE_ELEM}: the same, and removes it. */
    public static int lookupAndDelete(FileDescriptor map, byte[] key, byte[] value) {
        return read(Bpf.BPF_MAP_LOOKUP_AND_DELETE_ELEM, map, key, value);
    }

    /** {@code BPF_MAP_GET_NEXT_KEY}: copies the key behind this one; the first key where it is null. 0 or a negative error. */
    public static int nextKey(FileDescriptor map, byte[] key, byte[] next) {
        return read(Bpf.BPF_MAP_GET_NEXT_KEY, map, key == null ? new byte[0] : key, next);
    }

    private static int read(int command, FileDescriptor map, byte[] key, byte[] target) {
        try (var memory = new NativeMemory()) {
            var out = memory.copy(target);
            int result = element(memory, command, map, memory.copy(key), out, 0);
            if (result == 0) {
                out.read(0, target, 0, target.length);
            }
            return result;
        }
    }

    /** {@code BPF_MAP_UPDATE_ELEM} with its flags: 0 or a negative error. */
    public static int update(FileDescriptor map, byte[] key, byte[] value, long flags) {
        try (var memory = new NativeMemory()) {
            return element(memory, Bpf.BPF_MAP_UPDATE_ELEM, map, memory.copy(key), memory.copy(value), flags);
        }
    }

    /** {@code BPF_MAP_DELETE_ELEM}: 0 or a negative error. */
    public static int delete(FileDescriptor map, byte[] key) {
        try (var memory = new NativeMemory()) {
            return element(memory, Bpf.BPF_MAP_DELETE_ELEM, map, memory.copy(key), Pointer.NULL, 0);
        }
    }

    /** {@code BPF_MAP_FREEZE}: nobody but programs may change the map any more. 0 or a negative error. */
    public static int freeze(FileDescriptor map) {
        try (var memory = new NativeMemory()) {
            return element(memory, Bpf.BPF_MAP_FREEZE, map, Pointer.NULL, Pointer.NULL, 0);
        }
    }

    private static int element(
            NativeMemory memory, int command, FileDescriptor map, Pointer key, Pointer value, long flags) {
        var attributes = new Attributes(memory, ELEMENT_BYTES)
                .put(MAP_FD, map.number())
                .put(KEY, key)
                .put(VALUE, value)
                .put(FLAGS, flags);
        int result = Bpf.call(command, attributes);
        Reference.reachabilityFence(map);
        return result;
    }
}
