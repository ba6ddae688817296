package dev.osmia.runtime.helper;

import static dev.osmia.program.ProgramTypes.union;

import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import java.util.Set;

/** Helpers that tell the time, and where and on what the program runs. */
final class TimeHelpers {
    /** Ticks of the kernel's timer a second ({@code CONFIG_HZ}), as distributions of 6.18 set it most. */
    private static final long HZ = 250;

    /** Nanoseconds a tick. */
    private static final long TICK = 1_000_000_000L / HZ;

    /** What {@code jiffies_64} starts with: five minutes before the low half wraps. */
    private static final long INITIAL_JIFFIES = Integer.toUnsignedLong((int) (-300 * HZ));

    /** Those whose {@code *_func_proto} grants the coarse clock. */
    private static final Set<ProgramType> COARSE = union(
            ProgramTypes.without(ProgramTypes.SOCKET_BUFFER),
            ProgramTypes.setOf(
                    ProgramType.XDP,
                    ProgramType.CGROUP_SOCK,
                    ProgramType.SOCK_OPS,
                    ProgramType.SK_MSG,
                    ProgramType.CGROUP_SOCK_ADDR,
                    ProgramType.SK_REUSEPORT,
                    ProgramType.CGROUP_SYSCTL,
                    ProgramType.SK_LOOKUP));

    private TimeHelpers() {}

    static void declare(HelperCatalog.Builder catalog) {
        catalog.helper(5, "bpf_ktime_get_ns")
                .runs((context, r1, r2, r3, r4, r5) ->
                        context.environment().clock().monotonic());
        catalog.helper(7, "bpf_get_prandom_u32")
                .runs((context, r1, r2, r3, r4, r5) ->
                        Integer.toUnsignedLong(context.random().next()));
        catalog.helper(8, "bpf_get_smp_processor_id").runs((context, r1, r2, r3, r4, r5) -> context.cpu());
        catalog.helper(42, "bpf_get_numa_node_id").runs((context, r1, r2, r3, r4, r5) -> 0);
        catalog.helper(118, "bpf_jiffies64")
                .runs((context, r1, r2, r3, r4, r5) ->
                        INITIAL_JIFFIES + context.environment().clock().monotonic() / TICK);
        catalog.helper(125, "bpf_ktime_get_boot_ns")
                .runs((context, r1, r2, r3, r4, r5) ->
                        context.environment().clock().boot());
        catalog.helper(160, "bpf_ktime_get_coarse_ns").programs(COARSE).runs((context, r1, r2, r3, r4, r5) -> {
            long now = context.environment().clock().monotonic();
            return now - now % TICK;
        });
        catalog.helper(208, "bpf_ktime_get_tai_ns")
                .runs((context, r1, r2, r3, r4, r5) ->
                        context.environment().clock().tai());
    }
}
