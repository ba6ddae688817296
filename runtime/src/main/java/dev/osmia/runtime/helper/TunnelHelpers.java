package dev.osmia.runtime.helper;

import static dev.osmia.runtime.helper.Arguments.ANYTHING;
import static dev.osmia.runtime.helper.Arguments.CONST_SIZE;
import static dev.osmia.runtime.helper.Arguments.CONST_SIZE_OR_ZERO;
import static dev.osmia.runtime.helper.Arguments.CTX;
import static dev.osmia.runtime.helper.Arguments.MEM;
import static dev.osmia.runtime.helper.Arguments.MEM_RDONLY;
import static dev.osmia.runtime.helper.Arguments.MEM_RDONLY_OR_NULL;
import static dev.osmia.runtime.helper.Arguments.UNINIT_MEM;

import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import dev.osmia.program.contract.Effect;
import java.util.Set;

/** Helpers that wrap and unwrap packets, and those that send them on by what the host is configured to. Programs that call them can be verified, but not run yet. */
final class TunnelHelpers {
    private static final Set<ProgramType> TC_AND_XMIT =
            ProgramTypes.union(ProgramTypes.TC, ProgramTypes.setOf(ProgramType.LWT_XMIT));
    private static final Set<ProgramType> TC_AND_XDP =
            ProgramTypes.union(ProgramTypes.TC, ProgramTypes.setOf(ProgramType.XDP));
    private static final Set<ProgramType> SEG6LOCAL = ProgramTypes.setOf(ProgramType.LWT_SEG6LOCAL);

    private TunnelHelpers() {}

    static void declare(HelperCatalog.Builder catalog) {
        declareEncapsulation(catalog);
        declareTunnelKeys(catalog);
        declareForwarding(catalog);
    }

    private static void declareEncapsulation(HelperCatalog.Builder catalog) {
        catalog.helper(31, "bpf_skb_change_proto")
                .programs(ProgramTypes.TC)
                .takes(CTX, ANYTHING, ANYTHING)
                .effects(Effect.CHANGES_PACKET_DATA)
                .unimplemented();
        catalog.helper(50, "bpf_skb_adjust_room")
                .programs(ProgramTypes.union(ProgramTypes.TC, ProgramTypes.setOf(ProgramType.SK_SKB)))
                .takes(CTX, ANYTHING, ANYTHING, ANYTHING)
                .effects(Effect.CHANGES_PACKET_DATA)
                .unimplemented();
        catalog.helper(73, "bpf_lwt_push_encap")
                .programs(ProgramTypes.setOf(ProgramType.LWT_IN, ProgramType.LWT_XMIT))
                .takes(CTX, ANYTHING, MEM_RDONLY, CONST_SIZE)
                .effects(Effect.CHANGES_PACKET_DATA)
                .unimplemented();
        catalog.helper(74, "bpf_lwt_seg6_store_bytes")
                .programs(SEG6LOCAL)
                .takes(CTX, ANYTHING, MEM_RDONLY, CONST_SIZE)
                .effects(Effect.CHANGES_PACKET_DATA)
                .unimplemented();
        catalog.helper(75, "bpf_lwt_seg6_adjust_srh")
                .programs(SEG6LOCAL)
                .takes(CTX, ANYTHING, ANYTHING)
                .effects(Effect.CHANGES_PACKET_DATA)
                .unimplemented();
        catalog.helper(76, "bpf_lwt_seg6_action")
                .programs(SEG6LOCAL)
                .takes(CTX, ANYTHING, MEM_RDONLY, CONST_SIZE)
                .effects(Effect.CHANGES_PACKET_DATA)
                .unimplemented();
    }

    private static void declareTunnelKeys(HelperCatalog.Builder catalog) {
        catalog.helper(20, "bpf_skb_get_tunnel_key")
                .programs(TC_AND_XMIT)
                .takes(CTX, UNINIT_MEM, CONST_SIZE, ANYTHING)
                .unimplemented();
        catalog.helper(21, "bpf_skb_set_tunnel_key")
                .programs(TC_AND_XMIT)
                .takes(CTX, MEM_RDONLY, CONST_SIZE, ANYTHING)
                .unimplemented();
        catalog.helper(29, "bpf_skb_get_tunnel_opt")
                .programs(TC_AND_XMIT)
                .takes(CTX, UNINIT_MEM, CONST_SIZE)
                .unimplemented();
        catalog.helper(30, "bpf_skb_set_tunnel_opt")
                .programs(TC_AND_XMIT)
                .takes(CTX, MEM_RDONLY, CONST_SIZE)
                .unimplemented();
        catalog.helper(66, "bpf_skb_get_xfrm_state")
                .programs(ProgramTypes.TC)
                .takes(CTX, ANYTHING, UNINIT_MEM, CONST_SIZE, ANYTHING)
                .unimplemented();
    }

    private static void declareForwarding(HelperCatalog.Builder catalog) {
        catalog.helper(13, "bpf_clone_redirect")
                .programs(TC_AND_XMIT)
                .takes(CTX, ANYTHING, ANYTHING)
                .effects(Effect.CHANGES_PACKET_DATA)
                .unimplemented();
        catalog.helper(24, "bpf_get_route_realm")
                .programs(ProgramTypes.union(
                        ProgramTypes.TC, ProgramTypes.LWT, ProgramTypes.setOf(ProgramType.LWT_SEG6LOCAL)))
                .takes(CTX)
                .unimplemented();
        catalog.helper(69, "bpf_fib_lookup")
                .programs(TC_AND_XDP)
                .gplOnly()
                .takes(CTX, MEM, CONST_SIZE, ANYTHING)
                .unimplemented();
        catalog.helper(152, "bpf_redirect_neigh")
                .programs(ProgramTypes.TC)
                .takes(ANYTHING, MEM_RDONLY_OR_NULL, CONST_SIZE_OR_ZERO, ANYTHING)
                .unimplemented();
    }
}
