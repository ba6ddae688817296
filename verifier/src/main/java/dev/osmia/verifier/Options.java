package dev.osmia.verifier;

/**
 * How to verify. Start from {@link #DEFAULT} and change what differs.
 *
 * @param log whether to keep the trace in the kernel's log format, level 2
 * @param unprivileged whether the rules for programs hold that are loaded without {@code CAP_BPF} and {@code CAP_PERFMON}
 * @param strictAlignment whether all memory accesses must be aligned ({@code BPF_F_STRICT_ALIGNMENT})
 * @param complexityLimit the most instructions walked over all paths; at least 1
 * @param processors how many processors programs may find themselves on; what {@code bpf_get_smp_processor_id} returns is below
 */
public record Options(
        boolean log, boolean unprivileged, boolean strictAlignment, long complexityLimit, int processors) {

    /** {@code BPF_COMPLEXITY_LIMIT_INSNS}: the kernel's limit. */
    public static final long KERNEL_COMPLEXITY_LIMIT = 1_000_000;

    /** {@code NR_CPUS} of a large kernel. */
    private static final int MANY_PROCESSORS = 8192;

    /** As the kernel verifies for a privileged user. */
    public static final Options DEFAULT = new Options(false, false, false, KERNEL_COMPLEXITY_LIMIT, MANY_PROCESSORS);

    public Options {
        if (complexityLimit < 1 || processors < 1) {
            throw new IllegalArgumentException(
                    "complexityLimit=" + complexityLimit + " and processors=" + processors + " must be positive");
        }
    }

    public Options withLog(boolean value) {
        return new Options(value, unprivileged, strictAlignment, complexityLimit, processors);
    }

    public Options withUnprivileged(boolean value) {
        return new Options(log, value, strictAlignment, complexityLimit, processors);
    }

    public Options withStrictAlignment(boolean value) {
        return new Options(log, unprivileged, value, complexityLimit, processors);
    }

    public Options withComplexityLimit(long value) {
        return new Options(log, unprivileged, strictAlignment, value, processors);
    }

    public Options withProcessors(int value) {
        return new Options(log, unprivileged, strictAlignment, complexityLimit, value);
    }
}
