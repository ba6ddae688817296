package dev.osmia.verifier.path;

/**
 * Which of the kernel's rules hold.
 *
 * @param privileged whether the program is loaded with {@code CAP_BPF} and {@code CAP_PERFMON}: it may leak pointers, read
 *     uninitialised stack, and jump backwards
 * @param strictAlignment whether all memory accesses must be aligned ({@code BPF_F_STRICT_ALIGNMENT})
 * @param complexityLimit the most instructions that are walked over all paths
 * @param processors how many processors there are: what {@code bpf_get_smp_processor_id} returns is below
 */
public record Policy(boolean privileged, boolean strictAlignment, long complexityLimit, int processors) {}
