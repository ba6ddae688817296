package dev.osmia.program;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Groups of program types that the kernel treats alike when it says who may call or read what. */
public final class ProgramTypes {
    /** Every type that Osmia knows, extensions apart: they are what they extend. */
    public static final Set<ProgramType> ALL =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(ProgramType.EXT, ProgramType.LIRC_MODE2)));

    /** Classifiers and actions. */
    public static final Set<ProgramType> TC = setOf(ProgramType.SCHED_CLS, ProgramType.SCHED_ACT);

    /** Lightweight tunnels, except for the local ones of segment routing. */
    public static final Set<ProgramType> LWT = setOf(ProgramType.LWT_IN, ProgramType.LWT_OUT, ProgramType.LWT_XMIT);

    /** All that run on a socket buffer ({@code struct __sk_buff}). */
    public static final Set<ProgramType> SOCKET_BUFFER = union(
            TC,
            LWT,
            setOf(
                    ProgramType.SOCKET_FILTER,
                    ProgramType.CGROUP_SKB,
                    ProgramType.LWT_SEG6LOCAL,
                    ProgramType.SK_SKB,
                    ProgramType.FLOW_DISSECTOR));

    /** Those of socket buffers that may write packets directly; to all others a packet is read-only ({@code may_access_direct_pkt_data}). */
    public static final Set<ProgramType> SOCKET_BUFFER_WRITERS =
            union(TC, setOf(ProgramType.LWT_XMIT, ProgramType.SK_SKB));

    /** Those that observe the kernel. */
    public static final Set<ProgramType> TRACING = setOf(
            ProgramType.KPROBE,
            ProgramType.TRACEPOINT,
            ProgramType.PERF_EVENT,
            ProgramType.RAW_TRACEPOINT,
            ProgramType.RAW_TRACEPOINT_WRITABLE,
            ProgramType.TRACING);

    private ProgramTypes() {}

    /** A set of these types. */
    public static Set<ProgramType> setOf(ProgramType... types) {
        return Collections.unmodifiableSet(EnumSet.copyOf(Arrays.asList(types)));
    }

    /** All types of several groups. */
    @SafeVarargs
    public static Set<ProgramType> union(Set<ProgramType>... groups) {
        var all = EnumSet.noneOf(ProgramType.class);
        for (var group : groups) {
            all.addAll(group);
        }
        return Collections.unmodifiableSet(all);
    }

    /** All types of a group but these. */
    public static Set<ProgramType> without(Set<ProgramType> group, ProgramType... types) {
        var rest = EnumSet.copyOf(group);
        rest.removeAll(Arrays.asList(types));
        return Collections.unmodifiableSet(rest);
    }
}
