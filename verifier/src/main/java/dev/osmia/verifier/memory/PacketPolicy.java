package dev.osmia.verifier.memory;

import dev.osmia.program.ProgramType;

/** Which program types may access packet bytes through pointers ({@code may_access_direct_pkt_data}). */
public final class PacketPolicy {
    private PacketPolicy() {}

    /** Whether programs of the type may write to the packet. */
    public static boolean mayWrite(ProgramType type) {
        return switch (type) {
            case SCHED_CLS, SCHED_ACT, XDP, LWT_XMIT, SK_SKB, SK_MSG, CGROUP_SOCKOPT -> true;
            default -> false;
        };
    }

    /** Whether programs of the type may pass packet pointers to a helper that takes them. */
    public static boolean mayPassToHelpers(ProgramType type) {
        return mayWrite(type)
                || switch (type) {
                    case LWT_IN, LWT_OUT, LWT_SEG6LOCAL, SK_REUSEPORT, FLOW_DISSECTOR, CGROUP_SKB -> true;
                    default -> false;
                };
    }
}
