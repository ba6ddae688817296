package dev.osmia.runtime.helper;

import static dev.osmia.runtime.helper.Arguments.ANYTHING;
import static dev.osmia.runtime.helper.Arguments.CONST_SIZE;
import static dev.osmia.runtime.helper.Arguments.CTX;
import static dev.osmia.runtime.helper.Arguments.MEM_RDONLY;
import static dev.osmia.runtime.helper.Arguments.UNINIT_MEM;

import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import dev.osmia.program.contract.Effect;
import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.ProgramMemory;
import dev.osmia.runtime.packet.Packet;
import java.util.Set;

/**
 * Helpers of XDP that resize the packet or copy from and to it. A packet has the geometry of a driver that gives each frame a page: 256
 * bytes of headroom, and behind the packet what is left of the page before {@code struct skb_shared_info}.
 */
public final class XdpHelpers {
    private static final Set<ProgramType> XDP = ProgramTypes.setOf(ProgramType.XDP);

    /** {@code ETH_HLEN}: no helper makes a packet shorter. */
    private static final int ETH_HLEN = 14;

    /** {@code sizeof(struct xdp_frame)}: what the kernel keeps of the headroom for itself. */
    private static final int XDP_FRAME_BYTES = 40;

    /** The largest metadata that {@code skb_shared_info.meta_len} can count. */
    private static final int MAX_METADATA = 255;

    private static final int PAGE_BYTES = 4096;

    /** {@code SKB_DATA_ALIGN(sizeof(struct skb_shared_info))}. */
    private static final int SHARED_INFO_BYTES = 320;

    /** Bytes of a frame's first page that a packet can fill; what is longer goes on in further pages. */
    private static final int LINEAR_BYTES = PAGE_BYTES - Packet.HEADROOM - SHARED_INFO_BYTES;

    private XdpHelpers() {}

    static void declare(HelperCatalog.Builder catalog) {
        catalog.helper(44, "bpf_xdp_adjust_head")
                .programs(XDP)
                .takes(CTX, ANYTHING)
                .effects(Effect.CHANGES_PACKET_DATA)
                .runs((context, ctx, delta, r3, r4, r5) -> adjustHead(context.packet(), (int) delta));
        catalog.helper(54, "bpf_xdp_adjust_meta")
                .programs(XDP)
                .takes(CTX, ANYTHING)
                .effects(Effect.CHANGES_PACKET_DATA)
                .runs((context, ctx, delta, r3, r4, r5) -> adjustMeta(context.packet(), (int) delta));
        catalog.helper(65, "bpf_xdp_adjust_tail")
                .programs(XDP)
                .takes(CTX, ANYTHING)
                .effects(Effect.CHANGES_PACKET_DATA)
                .runs((context, ctx, delta, r3, r4, r5) -> adjustTail(context.packet(), (int) delta));
        catalog.helper(188, "bpf_xdp_get_buff_len")
                .programs(XDP)
                .takes(CTX)
                .runs((context, ctx, r2, r3, r4, r5) -> context.packet().length());
        catalog.helper(189, "bpf_xdp_load_bytes")
                .programs(XDP)
                .takes(CTX, ANYTHING, UNINIT_MEM, CONST_SIZE)
                .runs((context, ctx, offset, to, length, r5) -> loadBytes(context, offset, to, length));
        catalog.helper(190, "bpf_xdp_store_bytes")
                .programs(XDP)
                .takes(CTX, ANYTHING, MEM_RDONLY, CONST_SIZE)
                .effects(Effect.WRITES_PACKET_DATA)
                .runs((context, ctx, offset, from, length, r5) -> storeBytes(context, offset, from, length));
    }

    /** {@code bpf_xdp_adjust_head}. */
    public static long adjustHead(Packet packet, int delta) {
        long headroom = (long) Packet.HEADROOM + packet.startMoved() + delta;
        if (headroom < XDP_FRAME_BYTES + packet.metadataLength() || delta > (long) packet.length() - ETH_HLEN) {
            return -Errno.EINVAL;
        }
        packet.moveStart(delta);
        return 0;
    }

    /** {@code bpf_xdp_adjust_meta}. */
    public static long adjustMeta(Packet packet, int delta) {
        long length = (long) packet.metadataLength() - delta;
        long headroom = (long) Packet.HEADROOM + packet.startMoved() - length;
        if (headroom < XDP_FRAME_BYTES || length < 0) {
            return -Errno.EINVAL;
        }
        if ((length & 3) != 0 || length > MAX_METADATA) {
            return -Errno.EACCES;
        }
        packet.growMetadata(-delta);
        return 0;
    }

    /** {@code bpf_xdp_adjust_tail}. */
    public static long adjustTail(Packet packet, int delta) {
        if (delta > tailroom(packet) || packet.length() + (long) delta < ETH_HLEN) {
            return -Errno.EINVAL;
        }
        packet.moveEnd(delta);
        return 0;
    }

    /** Bytes behind the packet in the page that its end lies in. */
    private static int tailroom(Packet packet) {
        int end = packet.startMoved() + packet.length();
        return end <= LINEAR_BYTES ? LINEAR_BYTES - end : PAGE_BYTES - 1 - (end - LINEAR_BYTES - 1) % PAGE_BYTES;
    }

    /** {@code bpf_xdp_load_bytes}; the low 32 bits of offset and length count. */
    public static long loadBytes(ExecutionContext context, long offset, long to, long length) {
        var packet = context.packet();
        int error = check(packet, offset & 0xffff_ffffL, length & 0xffff_ffffL);
        if (error == 0) {
            ProgramMemory.write(context, to, packet.data(), packet.dataStart() + (int) offset, (int) length);
        }
        return error;
    }

    /** {@code bpf_xdp_store_bytes}; the low 32 bits of offset and length count. */
    public static long storeBytes(ExecutionContext context, long offset, long from, long length) {
        var packet = context.packet();
        int error = check(packet, offset & 0xffff_ffffL, length & 0xffff_ffffL);
        if (error == 0) {
            ProgramMemory.read(context, from, packet.data(), packet.dataStart() + (int) offset, (int) length);
        }
        return error;
    }

    /** {@code bpf_xdp_pointer}: 0 where the bytes lie in the packet, else a negative error. */
    static int check(Packet packet, long offset, long length) {
        if (offset > 0xffff || length > 0xffff) {
            return -Errno.EFAULT;
        }
        return offset + length > packet.length() ? -Errno.EINVAL : 0;
    }
}
