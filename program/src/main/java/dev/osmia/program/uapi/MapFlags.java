package dev.osmia.program.uapi;

/** Flags of map creation and of map element updates ({@code linux/bpf.h}). */
public final class MapFlags {
    /** Creates the element or changes it. */
    public static final int BPF_ANY = 0;

    /** Creates the element only if it is not there. */
    public static final int BPF_NOEXIST = 1;

    /** Changes the element only if it is there. */
    public static final int BPF_EXIST = 2;

    /** Copies the value under its {@code bpf_spin_lock}. */
    public static final int BPF_F_LOCK = 4;

    public static final int BPF_F_NO_PREALLOC = 1;
    public static final int BPF_F_NO_COMMON_LRU = 1 << 1;
    public static final int BPF_F_NUMA_NODE = 1 << 2;
    public static final int BPF_F_RDONLY = 1 << 3;
    public static final int BPF_F_WRONLY = 1 << 4;
    public static final int BPF_F_STACK_BUILD_ID = 1 << 5;
    public static final int BPF_F_ZERO_SEED = 1 << 6;
    public static final int BPF_F_RDONLY_PROG = 1 << 7;
    public static final int BPF_F_WRONLY_PROG = 1 << 8;
    public static final int BPF_F_CLONE = 1 << 9;
    public static final int BPF_F_MMAPABLE = 1 << 10;
    public static final int BPF_F_PRESERVE_ELEMS = 1 << 11;
    public static final int BPF_F_INNER_MAP = 1 << 12;

    private MapFlags() {}
}
