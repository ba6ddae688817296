package dev.osmia.kernel.bpf;

/** The command that gives the kernel types. */
public final class TypeCommands {
    // The struct of BPF_BTF_LOAD in union bpf_attr.
    private static final int BTF = 0;
    private static final int BTF_LOG_BUF = 8;
    private static final int BTF_SIZE = 16;
    private static final int BTF_LOG_SIZE = 20;
    private static final int BTF_LOG_LEVEL = 24;
    private static final int BYTES = 32;

    private static final int LOG_BYTES = 1 << 20;

    private TypeCommands() {}

    /**
     * {@code BPF_BTF_LOAD}.
     *
     * @param result the file descriptor, or a negative error
     * @param log what the kernel says to types that it refuses
     */
    public record Loaded(int result, String log) {}

    /** Loads types; only those that the kernel refuses are looked at again for a log. */
    public static Loaded load(byte[] types) {
        var loaded = load(types, 0);
        return loaded.result() >= 0 ? loaded : load(types, LOG_BYTES);
    }

    private static Loaded load(byte[] types, int logBytes) {
        try (var memory = new NativeMemory()) {
            var attributes = new Attributes(memory, BYTES).put(BTF, memory.copy(types));
            attributes.put(BTF_SIZE, types.length);
            if (logBytes == 0) {
                return new Loaded(Bpf.call(Bpf.BPF_BTF_LOAD, attributes), "");
            }
            var log = memory.reserve(logBytes);
            attributes.put(BTF_LOG_BUF, log).put(BTF_LOG_SIZE, logBytes).put(BTF_LOG_LEVEL, 1);
            int result = Bpf.call(Bpf.BPF_BTF_LOAD, attributes);
            return new Loaded(result, log.getString(0, "UTF-8"));
        }
    }
}
