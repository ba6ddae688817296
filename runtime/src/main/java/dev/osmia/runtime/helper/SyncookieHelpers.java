package dev.osmia.runtime.helper;

import static dev.osmia.runtime.helper.Arguments.BTF_ID_SOCK_COMMON;
import static dev.osmia.runtime.helper.Arguments.CONST_SIZE;
import static dev.osmia.runtime.helper.Arguments.CONST_SIZE_OR_ZERO;
import static dev.osmia.runtime.helper.Arguments.MEM;
import static dev.osmia.runtime.helper.Arguments.MEM_RDONLY;

import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import dev.osmia.program.contract.ArgumentContract;
import dev.osmia.program.contract.Effect;
import java.util.Set;

/** Helpers that make and check TCP syncookies. Programs that call them can be verified, but not run yet. */
final class SyncookieHelpers {
    private static final Set<ProgramType> TC_AND_XDP =
            ProgramTypes.union(ProgramTypes.TC, ProgramTypes.setOf(ProgramType.XDP));

    private SyncookieHelpers() {}

    static void declare(HelperCatalog.Builder catalog) {
        catalog.helper(100, "bpf_tcp_check_syncookie")
                .programs(TC_AND_XDP)
                .gplOnly()
                .takes(BTF_ID_SOCK_COMMON, MEM_RDONLY, CONST_SIZE, MEM_RDONLY, CONST_SIZE)
                .effects(Effect.TAKES_PACKET_POINTERS)
                .unimplemented();
        catalog.helper(110, "bpf_tcp_gen_syncookie")
                .programs(TC_AND_XDP)
                .gplOnly()
                .takes(BTF_ID_SOCK_COMMON, MEM_RDONLY, CONST_SIZE, MEM_RDONLY, CONST_SIZE)
                .effects(Effect.TAKES_PACKET_POINTERS)
                .unimplemented();
        catalog.helper(204, "bpf_tcp_raw_gen_syncookie_ipv4")
                .programs(TC_AND_XDP)
                .gplOnly()
                .takes(ArgumentContract.fixedMemory(20), MEM, CONST_SIZE_OR_ZERO)
                .effects(Effect.TAKES_PACKET_POINTERS)
                .unimplemented();
        catalog.helper(205, "bpf_tcp_raw_gen_syncookie_ipv6")
                .programs(TC_AND_XDP)
                .gplOnly()
                .takes(ArgumentContract.fixedMemory(40), MEM, CONST_SIZE_OR_ZERO)
                .effects(Effect.TAKES_PACKET_POINTERS)
                .unimplemented();
        catalog.helper(206, "bpf_tcp_raw_check_syncookie_ipv4")
                .programs(TC_AND_XDP)
                .gplOnly()
                .takes(ArgumentContract.fixedMemory(20), ArgumentContract.fixedMemory(20))
                .effects(Effect.TAKES_PACKET_POINTERS)
                .unimplemented();
        catalog.helper(207, "bpf_tcp_raw_check_syncookie_ipv6")
                .programs(TC_AND_XDP)
                .gplOnly()
                .takes(ArgumentContract.fixedMemory(40), ArgumentContract.fixedMemory(20))
                .effects(Effect.TAKES_PACKET_POINTERS)
                .unimplemented();
    }
}
