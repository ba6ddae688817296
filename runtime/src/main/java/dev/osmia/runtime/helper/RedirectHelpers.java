package dev.osmia.runtime.helper;

import static dev.osmia.program.ProgramTypes.TC;
import static dev.osmia.program.ProgramTypes.setOf;
import static dev.osmia.program.ProgramTypes.union;
import static dev.osmia.runtime.helper.Arguments.ANYTHING;
import static dev.osmia.runtime.helper.Arguments.CONST_MAP_PTR;

import dev.osmia.program.MapType;
import dev.osmia.program.ProgramType;
import dev.osmia.program.uapi.TcAction;
import dev.osmia.program.uapi.XdpAction;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.memory.LittleEndian;
import dev.osmia.runtime.memory.Pointer;
import java.util.Set;

/** Helpers that send the packet elsewhere: they note where, and give the verdict that makes it so. */
final class RedirectHelpers {
    private static final long BPF_F_INGRESS = 1;
    private static final long BPF_F_BROADCAST = 1 << 3;
    private static final long BPF_F_EXCLUDE_INGRESS = 1 << 4;

    /** The actions that a redirect may name for the case that it leads nowhere. */
    private static final long ACTION_MASK = 3;

    private static final Set<ProgramType> XDP = setOf(ProgramType.XDP);

    private RedirectHelpers() {}

    static void declare(HelperCatalog.Builder catalog) {
        catalog.helper(23, "bpf_redirect")
                .programs(union(TC, setOf(ProgramType.XDP, ProgramType.LWT_XMIT)))
                .takes(ANYTHING, ANYTHING)
                .runs(
                        XDP,
                        (context, ifindex, flags, r3, r4, r5) -> ofXdp(context, (int) ifindex, flags),
                        (context, ifindex, flags, r3, r4, r5) -> ofTc(context, (int) ifindex, flags));
        catalog.helper(51, "bpf_redirect_map")
                .programs(XDP)
                .takes(CONST_MAP_PTR, ANYTHING, ANYTHING)
                .runs((context, map, index, flags, r4, r5) -> toMapEntry(context, map, (int) index, flags));
        catalog.helper(155, "bpf_redirect_peer")
                .programs(TC)
                .takes(ANYTHING, ANYTHING)
                .runs((context, ifindex, flags, r3, r4, r5) -> toPeer(context, (int) ifindex, flags));
    }

    /** Redirects to a map's entry; where it is empty, gives the action that the flags name instead. */
    private static long toMapEntry(ExecutionContext context, long pointer, int index, long flags) {
        var map = context.environment().map(pointer);
        boolean ofDevices = map.spec().type() == MapType.DEVMAP || map.spec().type() == MapType.DEVMAP_HASH;
        long allowed = ACTION_MASK | (ofDevices ? BPF_F_BROADCAST | BPF_F_EXCLUDE_INGRESS : 0);
        if ((flags & ~allowed) != 0) {
            return XdpAction.XDP_ABORTED.code();
        }
        var key = context.keyScratch().bytes(Integer.BYTES);
        LittleEndian.INT_IN_ARRAY.set(key, 0, index);
        if ((flags & BPF_F_BROADCAST) == 0 && map.lookup(context.cpu(), key, 0) == Pointer.NULL) {
            return flags & ACTION_MASK;
        }
        context.redirection().toMapEntry(pointer, index, flags);
        return XdpAction.XDP_REDIRECT.code();
    }

    private static long ofXdp(ExecutionContext context, int ifindex, long flags) {
        if (flags != 0) {
            return XdpAction.XDP_ABORTED.code();
        }
        context.redirection().toInterface(ifindex, flags);
        return XdpAction.XDP_REDIRECT.code();
    }

    private static long ofTc(ExecutionContext context, int ifindex, long flags) {
        if ((flags & ~BPF_F_INGRESS) != 0) {
            return TcAction.TC_ACT_SHOT.code();
        }
        context.redirection().toInterface(ifindex, flags);
        return TcAction.TC_ACT_REDIRECT.code();
    }

    private static long toPeer(ExecutionContext context, int ifindex, long flags) {
        if (flags != 0) {
            return TcAction.TC_ACT_SHOT.code();
        }
        context.redirection().toPeer(ifindex);
        return TcAction.TC_ACT_REDIRECT.code();
    }
}
