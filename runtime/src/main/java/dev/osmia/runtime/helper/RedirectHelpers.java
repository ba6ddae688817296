package dev.osmia.runtime.helper;

import static dev.osmia.program.ProgramTypes.TC;
import static dev.osmia.program.ProgramTypes.setOf;
import static dev.osmia.program.ProgramTypes.union;
import static dev.osmia.runtime.helper.Arguments.ANYTHING;

import dev.osmia.program.ProgramType;
import dev.osmia.program.uapi.TcAction;
import dev.osmia.program.uapi.XdpAction;
import dev.osmia.runtime.ExecutionContext;
import java.util.Set;

/** Helpers that send the packet elsewhere: they note where, and give the verdict that makes it so. */
final class RedirectHelpers {
    private static final long BPF_F_INGRESS = 1;
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
        catalog.helper(155, "bpf_redirect_peer")
                .programs(TC)
                .takes(ANYTHING, ANYTHING)
                .runs((context, ifindex, flags, r3, r4, r5) -> toPeer(context, (int) ifindex, flags));
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
