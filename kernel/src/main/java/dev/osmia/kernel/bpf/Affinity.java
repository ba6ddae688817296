package dev.osmia.kernel.bpf;

/** On which CPUs a thread may run ({@code sched_setaffinity(2)}). */
public final class Affinity {
    /** Bytes of a mask, more than the kernel has CPUs. */
    private static final int MASK_BYTES = 1024;

    private final byte[] mask;

    private Affinity(byte[] mask) {
        this.mask = mask;
    }

    /** That of this thread. */
    public static Affinity current() {
        try (var memory = new NativeMemory()) {
            var bytes = memory.allocate(MASK_BYTES);
            Linux.sched_getaffinity(0, MASK_BYTES, bytes);
            return new Affinity(bytes.getByteArray(0, MASK_BYTES));
        }
    }

    /** That of a thread which runs on one CPU only. */
    public static Affinity of(int cpu) {
        var mask = new byte[MASK_BYTES];
        if (cpu >= 0 && cpu < MASK_BYTES * Byte.SIZE) {
            mask[cpu / Byte.SIZE] = (byte) (1 << cpu % Byte.SIZE);
        }
        return new Affinity(mask);
    }

    /** Gives it to this thread; 0 or a negative error. */
    public int apply() {
        try (var memory = new NativeMemory()) {
            int result = Linux.sched_setaffinity(0, MASK_BYTES, memory.copy(mask));
            return result < 0 ? -Linux.errno() : 0;
        }
    }
}
