package dev.osmia.verifier.memory;

/** Limits of the kernel's verifier. */
public final class Limits {
    /** {@code MAX_BPF_STACK}: bytes of a function's stack. */
    public static final int STACK = 512;

    /** {@code BPF_MAX_VAR_OFF}: no offset may reach it. */
    public static final int VARIABLE_OFFSET = 1 << 29;

    /** {@code BPF_MAX_VAR_SIZ}: no size may reach it. */
    public static final int VARIABLE_SIZE = 1 << 29;

    /** {@code MAX_PACKET_OFF}: no packet range reaches beyond. */
    public static final int PACKET_OFFSET = 0xffff;

    private Limits() {}
}
