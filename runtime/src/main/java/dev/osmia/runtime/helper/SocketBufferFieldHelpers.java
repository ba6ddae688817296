package dev.osmia.runtime.helper;

import static dev.osmia.program.ProgramTypes.LWT;
import static dev.osmia.program.ProgramTypes.TC;
import static dev.osmia.program.ProgramTypes.setOf;
import static dev.osmia.program.ProgramTypes.union;
import static dev.osmia.runtime.helper.Arguments.ANYTHING;
import static dev.osmia.runtime.helper.Arguments.CTX;

import dev.osmia.program.ProgramType;
import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.packet.EtherTypes;
import dev.osmia.runtime.packet.Packet;
import java.util.Set;

/** Helpers that read and change what is kept beside a socket buffer's packet: hash, type, time stamp; and the ECN mark in it. */
final class SocketBufferFieldHelpers {
    private static final Set<ProgramType> HASHERS = union(TC, LWT, setOf(ProgramType.LWT_SEG6LOCAL));

    /** {@code PACKET_OTHERHOST}: the last of the types that programs may change, and change into. */
    private static final int LAST_CHANGEABLE_TYPE = 3;

    private static final int BPF_SKB_CLOCK_REALTIME = 0;
    private static final int BPF_SKB_CLOCK_TAI = 2;

    private SocketBufferFieldHelpers() {}

    static void declare(HelperCatalog.Builder catalog) {
        catalog.helper(32, "bpf_skb_change_type")
                .programs(TC)
                .takes(CTX, ANYTHING)
                .runs((context, ctx, type, r3, r4, r5) -> changeType(context.packet(), (int) type));
        catalog.helper(34, "bpf_get_hash_recalc")
                .programs(HASHERS)
                .takes(CTX)
                .runs((context, ctx, r2, r3, r4, r5) -> hash(context.packet()));
        catalog.helper(41, "bpf_set_hash_invalid")
                .programs(union(TC, setOf(ProgramType.LWT_XMIT)))
                .takes(CTX)
                .runs((context, ctx, r2, r3, r4, r5) -> {
                    context.packet().clearHash();
                    return 0;
                });
        catalog.helper(48, "bpf_set_hash").programs(TC).takes(CTX, ANYTHING).runs((context, ctx, hash, r3, r4, r5) -> {
            context.packet().hash((int) hash);
            return 0;
        });
        catalog.helper(97, "bpf_skb_ecn_set_ce")
                .programs(union(TC, setOf(ProgramType.CGROUP_SKB)))
                .takes(CTX)
                .runs((context, ctx, r2, r3, r4, r5) -> setCongestionExperienced(context.packet()));
        catalog.helper(192, "bpf_skb_set_tstamp")
                .programs(TC)
                .takes(CTX, ANYTHING, ANYTHING)
                .runs((context, ctx, time, clock, r4, r5) -> setTime(context.packet(), time, (int) clock));
    }

    private static long changeType(Packet packet, int type) {
        if (packet.packetType() > LAST_CHANGEABLE_TYPE || Integer.compareUnsigned(type, LAST_CHANGEABLE_TYPE) > 0) {
            return -Errno.EINVAL;
        }
        packet.packetType(type);
        return 0;
    }

    /** The flow hash, computed where it is not known. The kernel's own is keyed with random numbers of its start; so ours is another. */
    private static long hash(Packet packet) {
        if (!packet.hashKnown()) {
            packet.hash(FlowHash.of(packet));
        }
        return Integer.toUnsignedLong(packet.hash());
    }

    private static long setTime(Packet packet, long time, int clock) {
        if (packet.protocol() != EtherTypes.IP && packet.protocol() != EtherTypes.IPV6) {
            return -Errno.EOPNOTSUPP;
        }
        if (Integer.compareUnsigned(clock, BPF_SKB_CLOCK_TAI) > 0 || (clock != BPF_SKB_CLOCK_REALTIME && time == 0)) {
            return -Errno.EINVAL;
        }
        packet.tstamp(time);
        packet.tstampType(clock);
        return 0;
    }

    /** {@code bpf_skb_ecn_set_ce}: 1 where the packet is marked now, 0 where it says that its sender does not understand the mark. */
    private static long setCongestionExperienced(Packet packet) {
        int protocol = packet.protocol();
        int network = packet.networkOffset();
        while (EtherTypes.isVlan(protocol) && packet.length() >= network + 4) {
            protocol = EtherTypes.protocolAt(packet, network + 2);
            network += 4;
        }
        return switch (protocol) {
            case EtherTypes.IP -> markIpv4(packet);
            case EtherTypes.IPV6 -> markIpv6(packet);
            default -> 0;
        };
    }

    private static long markIpv4(Packet packet) {
        int at = packet.networkOffset();
        if (at < 0 || packet.length() < at + 20) {
            return 0;
        }
        int tos = packet.data().get(packet.dataStart() + at + 1) & 0xff;
        int ecn = tos & 3;
        if (ecn == 0 || ecn == 3) {
            return ecn == 3 ? 1 : 0;
        }
        packet.makeWritable();
        int start = packet.dataStart() + at;
        packet.data().put(start + 1, (byte) (tos | 3));
        // The header's first word, in network order, grew by 3 - ecn; the checksum shrinks by as much.
        int checksum = (int) packet.loadBigEndian(at + 10, 2);
        int changed = InternetChecksum.replaceWord(checksum, tos, tos | 3);
        packet.data().put(start + 10, (byte) (changed >> 8));
        packet.data().put(start + 11, (byte) changed);
        return 1;
    }

    private static long markIpv6(Packet packet) {
        int at = packet.networkOffset();
        if (at < 0 || packet.length() < at + 40) {
            return 0;
        }
        int second = packet.data().get(packet.dataStart() + at + 1) & 0xff;
        if ((second >> 4 & 3) == 0) {
            return 0;
        }
        packet.makeWritable();
        packet.data().put(packet.dataStart() + at + 1, (byte) (second | 0x30));
        return 1;
    }
}
