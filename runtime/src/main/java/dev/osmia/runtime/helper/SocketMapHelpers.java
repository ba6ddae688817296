package dev.osmia.runtime.helper;

import static dev.osmia.runtime.helper.Arguments.ANYTHING;
import static dev.osmia.runtime.helper.Arguments.CONST_MAP_PTR;
import static dev.osmia.runtime.helper.Arguments.CTX;
import static dev.osmia.runtime.helper.Arguments.MAP_KEY;

import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import dev.osmia.program.contract.Effect;
import java.util.Set;

/** Helpers of socket maps, and of the messages and streams that pass through them. Programs that call them can be verified, but not run yet. */
final class SocketMapHelpers {
    private static final Set<ProgramType> SK_SKB = ProgramTypes.setOf(ProgramType.SK_SKB);
    private static final Set<ProgramType> SOCK_OPS = ProgramTypes.setOf(ProgramType.SOCK_OPS);
    private static final Set<ProgramType> SK_MSG = ProgramTypes.setOf(ProgramType.SK_MSG);

    private SocketMapHelpers() {}

    static void declare(HelperCatalog.Builder catalog) {
        declareMaps(catalog);
        declareMessages(catalog);
    }

    private static void declareMaps(HelperCatalog.Builder catalog) {
        catalog.helper(52, "bpf_sk_redirect_map")
                .programs(SK_SKB)
                .takes(CTX, CONST_MAP_PTR, ANYTHING, ANYTHING)
                .unimplemented();
        catalog.helper(53, "bpf_sock_map_update")
                .programs(SOCK_OPS)
                .takes(CTX, CONST_MAP_PTR, MAP_KEY, ANYTHING)
                .effects(Effect.TAKES_PACKET_POINTERS)
                .unimplemented();
        catalog.helper(60, "bpf_msg_redirect_map")
                .programs(SK_MSG)
                .takes(CTX, CONST_MAP_PTR, ANYTHING, ANYTHING)
                .unimplemented();
        catalog.helper(70, "bpf_sock_hash_update")
                .programs(SOCK_OPS)
                .takes(CTX, CONST_MAP_PTR, MAP_KEY, ANYTHING)
                .effects(Effect.TAKES_PACKET_POINTERS)
                .unimplemented();
        catalog.helper(71, "bpf_msg_redirect_hash")
                .programs(SK_MSG)
                .takes(CTX, CONST_MAP_PTR, MAP_KEY, ANYTHING)
                .unimplemented();
        catalog.helper(72, "bpf_sk_redirect_hash")
                .programs(SK_SKB)
                .takes(CTX, CONST_MAP_PTR, MAP_KEY, ANYTHING)
                .unimplemented();
        catalog.helper(82, "bpf_sk_select_reuseport")
                .programs(ProgramTypes.setOf(ProgramType.SK_REUSEPORT))
                .takes(CTX, CONST_MAP_PTR, MAP_KEY, ANYTHING)
                .unimplemented();
    }

    private static void declareMessages(HelperCatalog.Builder catalog) {
        catalog.helper(61, "bpf_msg_apply_bytes")
                .programs(SK_MSG)
                .takes(CTX, ANYTHING)
                .unimplemented();
        catalog.helper(62, "bpf_msg_cork_bytes")
                .programs(SK_MSG)
                .takes(CTX, ANYTHING)
                .unimplemented();
        catalog.helper(63, "bpf_msg_pull_data")
                .programs(SK_MSG)
                .takes(CTX, ANYTHING, ANYTHING, ANYTHING)
                .effects(Effect.CHANGES_PACKET_DATA)
                .unimplemented();
        catalog.helper(90, "bpf_msg_push_data")
                .programs(SK_MSG)
                .takes(CTX, ANYTHING, ANYTHING, ANYTHING)
                .effects(Effect.CHANGES_PACKET_DATA)
                .unimplemented();
        catalog.helper(91, "bpf_msg_pop_data")
                .programs(SK_MSG)
                .takes(CTX, ANYTHING, ANYTHING, ANYTHING)
                .effects(Effect.CHANGES_PACKET_DATA)
                .unimplemented();
    }
}
