package dev.osmia.runtime.helper;

import static dev.osmia.program.ProgramTypes.LWT;
import static dev.osmia.program.ProgramTypes.TC;
import static dev.osmia.program.ProgramTypes.setOf;
import static dev.osmia.program.ProgramTypes.union;
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
import java.util.Set;

/** Helpers that copy from and to the bytes of a socket buffer, whose packets here are always in one piece. */
public final class SocketBufferHelpers {
    static final long BPF_F_RECOMPUTE_CSUM = 1;
    static final long BPF_F_INVALIDATE_HASH = 2;
    private static final int BPF_HDR_START_MAC = 0;
    private static final int BPF_HDR_START_NET = 1;

    /** Who may write socket buffers by helper. */
    static final Set<ProgramType> WRITERS = ProgramTypes.SOCKET_BUFFER_WRITERS;

    private static final Set<ProgramType> READERS = union(ProgramTypes.SOCKET_BUFFER, setOf(ProgramType.SK_REUSEPORT));
    private static final Set<ProgramType> RELATIVE_READERS =
            union(TC, setOf(ProgramType.SOCKET_FILTER, ProgramType.CGROUP_SKB, ProgramType.SK_REUSEPORT));
    private static final Set<ProgramType> PULLERS =
            union(TC, LWT, setOf(ProgramType.LWT_SEG6LOCAL, ProgramType.SK_SKB));

    private SocketBufferHelpers() {}

    static void declare(HelperCatalog.Builder catalog) {
        catalog.helper(9, "bpf_skb_store_bytes")
                .programs(WRITERS)
                .takes(CTX, ANYTHING, MEM_RDONLY, CONST_SIZE, ANYTHING)
                .effects(Effect.CHANGES_PACKET_DATA)
                .runs((context, ctx, offset, from, length, flags) ->
                        storeBytes(context, (int) offset, from, (int) length, flags));
        catalog.helper(26, "bpf_skb_load_bytes")
                .programs(READERS)
                .takes(CTX, ANYTHING, UNINIT_MEM, CONST_SIZE)
                .runs((context, ctx, offset, to, length, r5) -> loadBytes(context, (int) offset, to, (int) length));
        catalog.helper(39, "bpf_skb_pull_data")
                .programs(PULLERS)
                .takes(CTX, ANYTHING)
                .effects(Effect.CHANGES_PACKET_DATA)
                .runs((context, ctx, length, r3, r4, r5) -> pullData(context, (int) length));
        catalog.helper(68, "bpf_skb_load_bytes_relative")
                .programs(RELATIVE_READERS)
                .takes(CTX, ANYTHING, UNINIT_MEM, CONST_SIZE, ANYTHING)
                .runs((context, ctx, offset, to, length, header) ->
                        loadBytesRelative(context, (int) offset, to, (int) length, (int) header));
    }

    /** {@code bpf_skb_load_bytes}: where the bytes do not all lie in the packet, fills the memory with zeros. */
    public static long loadBytes(ExecutionContext context, int offset, long to, int length) {
        var packet = context.packet();
        if (offset < 0 || offset > (long) packet.length() - length) {
            return clear(context, to, length);
        }
        ProgramMemory.write(context, to, packet.data(), packet.dataStart() + offset, length);
        return 0;
    }

    private static long clear(ExecutionContext context, long to, int length) {
        ProgramMemory.fill(context, to, length, (byte) 0);
        return -Errno.EFAULT;
    }

    private static long loadBytesRelative(ExecutionContext context, int offset, long to, int length, int header) {
        var packet = context.packet();
        if (Integer.compareUnsigned(offset, 0xffff) > 0
                || (header != BPF_HDR_START_MAC && header != BPF_HDR_START_NET)) {
            return clear(context, to, length);
        }
        int start = offset + (header == BPF_HDR_START_MAC ? packet.macOffset() : packet.networkOffset());
        if (start > (long) packet.length() - length) {
            return clear(context, to, length);
        }
        ProgramMemory.write(context, to, packet.data(), packet.dataStart() + start, length);
        return 0;
    }

    /** {@code bpf_skb_store_bytes}. Packets carry no checksum of their whole, so there is none to recompute. */
    public static long storeBytes(ExecutionContext context, int offset, long from, int length, long flags) {
        var packet = context.packet();
        if ((flags & ~(BPF_F_RECOMPUTE_CSUM | BPF_F_INVALIDATE_HASH)) != 0) {
            return -Errno.EINVAL;
        }
        if (offset < 0 || offset > (long) packet.length() - length) {
            return -Errno.EFAULT;
        }
        packet.makeWritable();
        ProgramMemory.read(context, from, packet.data(), packet.dataStart() + offset, length);
        if ((flags & BPF_F_INVALIDATE_HASH) != 0) {
            packet.clearHash();
        }
        return 0;
    }

    private static long pullData(ExecutionContext context, int length) {
        if (Integer.compareUnsigned(length, context.packet().length()) > 0) {
            return -Errno.ENOMEM;
        }
        context.packet().makeWritable();
        return 0;
    }
}
