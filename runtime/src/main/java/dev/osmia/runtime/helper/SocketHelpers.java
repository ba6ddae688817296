package dev.osmia.runtime.helper;

import static dev.osmia.runtime.helper.Arguments.ANYTHING;
import static dev.osmia.runtime.helper.Arguments.BTF_ID_SOCK_COMMON;
import static dev.osmia.runtime.helper.Arguments.CONST_SIZE;
import static dev.osmia.runtime.helper.Arguments.CONST_SIZE_OR_ZERO;
import static dev.osmia.runtime.helper.Arguments.CTX;
import static dev.osmia.runtime.helper.Arguments.CTX_OR_NULL;
import static dev.osmia.runtime.helper.Arguments.MEM_RDONLY;
import static dev.osmia.runtime.helper.Arguments.MEM_WRITE;
import static dev.osmia.runtime.helper.Arguments.RELEASED_SOCKET;
import static dev.osmia.runtime.helper.Arguments.SOCK_COMMON;
import static dev.osmia.runtime.helper.Arguments.UNINIT_MEM;

import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import dev.osmia.program.contract.ArgumentContract;
import dev.osmia.program.contract.Effect;
import dev.osmia.program.contract.ReturnContract;
import java.util.Set;

/** Helpers that find sockets and tell of them. Programs that call them can be verified, but not run yet. */
final class SocketHelpers {
    private static final Set<ProgramType> OPTION_SETTERS = ProgramTypes.setOf(
            ProgramType.SOCK_OPS, ProgramType.CGROUP_SOCK_ADDR, ProgramType.CGROUP_SOCKOPT, ProgramType.LSM);
    private static final Set<ProgramType> SOCK_OPS = ProgramTypes.setOf(ProgramType.SOCK_OPS);
    private static final Set<ProgramType> LOOKUPS = ProgramTypes.union(
            ProgramTypes.TC,
            ProgramTypes.setOf(
                    ProgramType.XDP, ProgramType.CGROUP_SKB, ProgramType.SK_SKB, ProgramType.CGROUP_SOCK_ADDR));
    private static final Set<ProgramType> TC_AND_CGROUP =
            ProgramTypes.union(ProgramTypes.TC, ProgramTypes.setOf(ProgramType.CGROUP_SKB));
    private static final Set<ProgramType> CASTS = ProgramTypes.union(
            ProgramTypes.TC,
            ProgramTypes.LWT,
            ProgramTypes.setOf(
                    ProgramType.SOCKET_FILTER,
                    ProgramType.XDP,
                    ProgramType.CGROUP_SKB,
                    ProgramType.SOCK_OPS,
                    ProgramType.SK_SKB,
                    ProgramType.SK_MSG,
                    ProgramType.CGROUP_SOCK_ADDR,
                    ProgramType.LWT_SEG6LOCAL,
                    ProgramType.FLOW_DISSECTOR,
                    ProgramType.SK_LOOKUP,
                    ProgramType.SYSCALL));

    private SocketHelpers() {}

    static void declare(HelperCatalog.Builder catalog) {
        declareLookups(catalog);
        declareProperties(catalog);
        declareCasts(catalog);
        declareOptions(catalog);
    }

    private static void declareLookups(HelperCatalog.Builder catalog) {
        catalog.helper(84, "bpf_sk_lookup_tcp")
                .programs(LOOKUPS)
                .returns(ReturnContract.orNull(ReturnContract.Kind.SOCKET))
                .takes(CTX, MEM_RDONLY, CONST_SIZE_OR_ZERO, ANYTHING, ANYTHING)
                .effects(Effect.TAKES_PACKET_POINTERS, Effect.ACQUIRES_REFERENCE)
                .unimplemented();
        catalog.helper(85, "bpf_sk_lookup_udp")
                .programs(LOOKUPS)
                .returns(ReturnContract.orNull(ReturnContract.Kind.SOCKET))
                .takes(CTX, MEM_RDONLY, CONST_SIZE_OR_ZERO, ANYTHING, ANYTHING)
                .effects(Effect.TAKES_PACKET_POINTERS, Effect.ACQUIRES_REFERENCE)
                .unimplemented();
        catalog.helper(86, "bpf_sk_release")
                .programs(ProgramTypes.union(
                        ProgramTypes.TC,
                        ProgramTypes.setOf(
                                ProgramType.XDP,
                                ProgramType.CGROUP_SKB,
                                ProgramType.SK_SKB,
                                ProgramType.CGROUP_SOCK_ADDR,
                                ProgramType.SK_LOOKUP)))
                .takes(RELEASED_SOCKET)
                .effects(Effect.RELEASES_REFERENCE)
                .unimplemented();
        catalog.helper(99, "bpf_skc_lookup_tcp")
                .programs(LOOKUPS)
                .returns(ReturnContract.orNull(ReturnContract.Kind.SOCK_COMMON))
                .takes(CTX, MEM_RDONLY, CONST_SIZE_OR_ZERO, ANYTHING, ANYTHING)
                .effects(Effect.TAKES_PACKET_POINTERS, Effect.ACQUIRES_REFERENCE)
                .unimplemented();
        catalog.helper(124, "bpf_sk_assign")
                .programs(ProgramTypes.union(ProgramTypes.TC, ProgramTypes.setOf(ProgramType.SK_LOOKUP)))
                .takes(CTX, BTF_ID_SOCK_COMMON, ANYTHING)
                .unimplemented();
    }

    private static void declareProperties(HelperCatalog.Builder catalog) {
        catalog.helper(46, "bpf_get_socket_cookie")
                .programs(ProgramTypes.union(
                        ProgramTypes.TC,
                        ProgramTypes.setOf(
                                ProgramType.SOCKET_FILTER,
                                ProgramType.CGROUP_SKB,
                                ProgramType.CGROUP_SOCK,
                                ProgramType.SOCK_OPS,
                                ProgramType.SK_SKB,
                                ProgramType.CGROUP_SOCK_ADDR,
                                ProgramType.SK_REUSEPORT,
                                ProgramType.SYSCALL,
                                ProgramType.TRACING,
                                ProgramType.LSM)))
                .takes(CTX)
                .unimplemented();
        catalog.helper(47, "bpf_get_socket_uid")
                .programs(ProgramTypes.union(
                        ProgramTypes.TC,
                        ProgramTypes.setOf(ProgramType.SOCKET_FILTER, ProgramType.CGROUP_SKB, ProgramType.SK_SKB)))
                .takes(CTX)
                .unimplemented();
        catalog.helper(95, "bpf_sk_fullsock")
                .programs(TC_AND_CGROUP)
                .returns(ReturnContract.orNull(ReturnContract.Kind.SOCKET))
                .takes(SOCK_COMMON)
                .unimplemented();
        catalog.helper(96, "bpf_tcp_sock")
                .programs(ProgramTypes.union(
                        ProgramTypes.TC,
                        ProgramTypes.setOf(ProgramType.CGROUP_SKB, ProgramType.SOCK_OPS, ProgramType.CGROUP_SOCKOPT)))
                .returns(ReturnContract.orNull(ReturnContract.Kind.TCP_SOCK))
                .takes(SOCK_COMMON)
                .unimplemented();
        catalog.helper(98, "bpf_get_listener_sock")
                .programs(TC_AND_CGROUP)
                .returns(ReturnContract.orNull(ReturnContract.Kind.SOCKET))
                .takes(SOCK_COMMON)
                .unimplemented();
        catalog.helper(122, "bpf_get_netns_cookie")
                .programs(ProgramTypes.union(
                        ProgramTypes.TC,
                        ProgramTypes.setOf(
                                ProgramType.SOCKET_FILTER,
                                ProgramType.CGROUP_SKB,
                                ProgramType.CGROUP_SOCK,
                                ProgramType.SOCK_OPS,
                                ProgramType.SK_MSG,
                                ProgramType.CGROUP_SOCK_ADDR,
                                ProgramType.CGROUP_SOCKOPT)))
                .takes(CTX_OR_NULL)
                .unimplemented();
    }

    private static void declareCasts(HelperCatalog.Builder catalog) {
        cast(catalog, 136, "bpf_skc_to_tcp6_sock", "tcp6_sock", BTF_ID_SOCK_COMMON);
        cast(catalog, 137, "bpf_skc_to_tcp_sock", "tcp_sock", BTF_ID_SOCK_COMMON);
        cast(catalog, 138, "bpf_skc_to_tcp_timewait_sock", "tcp_timewait_sock", BTF_ID_SOCK_COMMON);
        cast(catalog, 139, "bpf_skc_to_tcp_request_sock", "tcp_request_sock", BTF_ID_SOCK_COMMON);
        cast(catalog, 140, "bpf_skc_to_udp6_sock", "udp6_sock", BTF_ID_SOCK_COMMON);
        catalog.helper(162, "bpf_sock_from_file")
                .programs(ProgramTypes.setOf(ProgramType.SYSCALL, ProgramType.TRACING, ProgramType.LSM))
                .returns(new ReturnContract(ReturnContract.Kind.BTF_ID, true, "socket"))
                .takes(ArgumentContract.btf("file"))
                .unimplemented();
        cast(catalog, 178, "bpf_skc_to_unix_sock", "unix_sock", BTF_ID_SOCK_COMMON);
        cast(catalog, 196, "bpf_skc_to_mptcp_sock", "mptcp_sock", SOCK_COMMON);
    }

    private static void cast(
            HelperCatalog.Builder catalog, int id, String name, String struct, ArgumentContract socket) {
        catalog.helper(id, name)
                .programs(CASTS)
                .returns(new ReturnContract(ReturnContract.Kind.BTF_ID, true, struct))
                .takes(socket)
                .unimplemented();
    }

    private static void declareOptions(HelperCatalog.Builder catalog) {
        catalog.helper(49, "bpf_setsockopt")
                .programs(OPTION_SETTERS)
                .takes(CTX, ANYTHING, ANYTHING, MEM_RDONLY, CONST_SIZE)
                .unimplemented();
        catalog.helper(57, "bpf_getsockopt")
                .programs(OPTION_SETTERS)
                .takes(CTX, ANYTHING, ANYTHING, UNINIT_MEM, CONST_SIZE)
                .unimplemented();
        catalog.helper(59, "bpf_sock_ops_cb_flags_set")
                .programs(SOCK_OPS)
                .takes(CTX, ANYTHING)
                .unimplemented();
        catalog.helper(64, "bpf_bind")
                .programs(ProgramTypes.setOf(ProgramType.CGROUP_SOCK_ADDR))
                .takes(CTX, MEM_RDONLY, CONST_SIZE)
                .unimplemented();
        catalog.helper(116, "bpf_tcp_send_ack")
                .programs(ProgramTypes.setOf(ProgramType.STRUCT_OPS))
                .takes(ArgumentContract.btf("tcp_sock"), ANYTHING)
                .unimplemented();
        catalog.helper(142, "bpf_load_hdr_opt")
                .programs(SOCK_OPS)
                .takes(CTX, MEM_WRITE, CONST_SIZE, ANYTHING)
                .unimplemented();
        catalog.helper(143, "bpf_store_hdr_opt")
                .programs(SOCK_OPS)
                .takes(CTX, MEM_RDONLY, CONST_SIZE, ANYTHING)
                .effects(Effect.CHANGES_PACKET_DATA)
                .unimplemented();
        catalog.helper(144, "bpf_reserve_hdr_opt")
                .programs(SOCK_OPS)
                .takes(CTX, ANYTHING, ANYTHING)
                .unimplemented();
    }
}
