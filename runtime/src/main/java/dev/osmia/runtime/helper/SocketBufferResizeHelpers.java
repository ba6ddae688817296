package dev.osmia.runtime.helper;

import static dev.osmia.program.ProgramTypes.TC;
import static dev.osmia.runtime.helper.Arguments.ANYTHING;
import static dev.osmia.runtime.helper.Arguments.CTX;

import dev.osmia.program.contract.Effect;
import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.packet.Packet;

/** Helpers that change how long a socket buffer's packet is. */
final class SocketBufferResizeHelpers {
    /** {@code BPF_SKB_MAX_LEN}: what fits into the largest buffer of the kernel, of four pages. */
    private static final int MAX_LENGTH = 4 * 4096 - 320;

    private SocketBufferResizeHelpers() {}

    static void declare(HelperCatalog.Builder catalog) {
        catalog.helper(18, "bpf_skb_vlan_push")
                .programs(TC)
                .takes(CTX, ANYTHING, ANYTHING)
                .effects(Effect.CHANGES_PACKET_DATA)
                .runs((context, ctx, proto, tci, r4, r5) -> VlanTags.push(context.packet(), (int) proto, (int) tci));
        catalog.helper(19, "bpf_skb_vlan_pop")
                .programs(TC)
                .takes(CTX)
                .effects(Effect.CHANGES_PACKET_DATA)
                .runs((context, ctx, r2, r3, r4, r5) -> VlanTags.pop(context.packet()));
        catalog.helper(38, "bpf_skb_change_tail")
                .programs(SocketBufferHelpers.WRITERS)
                .takes(CTX, ANYTHING, ANYTHING)
                .effects(Effect.CHANGES_PACKET_DATA)
                .runs((context, ctx, length, flags, r4, r5) -> changeTail(context.packet(), (int) length, flags));
        catalog.helper(43, "bpf_skb_change_head")
                .programs(SocketBufferHelpers.WRITERS)
                .takes(CTX, ANYTHING, ANYTHING)
                .effects(Effect.CHANGES_PACKET_DATA)
                .runs((context, ctx, bytes, flags, r4, r5) -> changeHead(context.packet(), (int) bytes, flags));
    }

    private static long changeTail(Packet packet, int length, long flags) {
        if (flags != 0
                || Integer.compareUnsigned(length, MAX_LENGTH) > 0
                || length < Math.max(packet.networkOffset(), 0)) {
            return -Errno.EINVAL;
        }
        packet.makeWritable();
        packet.moveEnd(length - packet.length());
        return 0;
    }

    private static long changeHead(Packet packet, int bytes, long flags) {
        if (flags != 0 || bytes < 0 || (long) packet.length() + bytes > MAX_LENGTH) {
            return -Errno.EINVAL;
        }
        int networkOffset = packet.networkOffset();
        packet.insert(0, bytes);
        packet.headers(0, networkOffset + bytes);
        return 0;
    }
}
