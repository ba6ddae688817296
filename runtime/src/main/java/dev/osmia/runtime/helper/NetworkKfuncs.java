package dev.osmia.runtime.helper;

import static dev.osmia.program.contract.KfuncContract.Flag.ACQUIRE;
import static dev.osmia.program.contract.KfuncContract.Flag.RCU;
import static dev.osmia.program.contract.KfuncContract.Flag.RELEASE;
import static dev.osmia.program.contract.KfuncContract.Flag.RET_NULL;
import static dev.osmia.program.contract.KfuncContract.Flag.SLEEPABLE;
import static dev.osmia.program.contract.KfuncContract.Flag.TRUSTED_ARGS;

import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import dev.osmia.program.contract.KfuncContract.Flag;
import java.util.Set;

/** Kfuncs over the kernel's connections, ciphers, devices and flows. Programs that call them can be verified, but not run yet. */
final class NetworkKfuncs {
    private static final Set<ProgramType> XDP = ProgramTypes.setOf(ProgramType.XDP);
    private static final Set<ProgramType> CLASSIFIER = ProgramTypes.setOf(ProgramType.SCHED_CLS);
    private static final Set<ProgramType> CONNECTIONS = ProgramTypes.union(XDP, CLASSIFIER);
    private static final Set<ProgramType> CIPHERS =
            ProgramTypes.setOf(ProgramType.SCHED_CLS, ProgramType.SCHED_ACT, ProgramType.XDP);
    private static final Set<ProgramType> SYSCALL = ProgramTypes.setOf(ProgramType.SYSCALL);

    private static final String TUPLE =
            "struct bpf_sock_tuple *bpf_tuple, u32 tuple__sz, struct bpf_ct_opts *opts, u32 opts__sz)";

    private NetworkKfuncs() {}

    static void declare(HelperCatalog.Builder catalog) {
        declareConnections(catalog);
        declareCiphers(catalog);
        declareDevices(catalog);
    }

    private static void kfunc(
            HelperCatalog.Builder catalog, Set<ProgramType> programs, String prototype, Flag... flags) {
        KfuncPrototype.declare(catalog, prototype)
                .programs(programs)
                .flags(flags)
                .unimplemented();
    }

    private static void declareConnections(HelperCatalog.Builder catalog) {
        kfunc(
                catalog,
                CLASSIFIER,
                "struct nf_conn___init *bpf_skb_ct_alloc(struct __sk_buff *skb_ctx, " + TUPLE,
                ACQUIRE,
                RET_NULL);
        kfunc(
                catalog,
                XDP,
                "struct nf_conn___init *bpf_xdp_ct_alloc(struct xdp_md *xdp_ctx, " + TUPLE,
                ACQUIRE,
                RET_NULL);
        kfunc(
                catalog,
                CLASSIFIER,
                "struct nf_conn *bpf_skb_ct_lookup(struct __sk_buff *skb_ctx, " + TUPLE,
                ACQUIRE,
                RET_NULL);
        kfunc(catalog, XDP, "struct nf_conn *bpf_xdp_ct_lookup(struct xdp_md *xdp_ctx, " + TUPLE, ACQUIRE, RET_NULL);
        kfunc(
                catalog,
                CONNECTIONS,
                "struct nf_conn *bpf_ct_insert_entry(struct nf_conn___init *nfct_i)",
                ACQUIRE,
                RET_NULL,
                RELEASE);
        kfunc(catalog, CONNECTIONS, "void bpf_ct_release(struct nf_conn *nfct)", RELEASE);
        kfunc(catalog, CONNECTIONS, "void bpf_ct_set_timeout(struct nf_conn___init *nfct, u32 timeout)", TRUSTED_ARGS);
        kfunc(catalog, CONNECTIONS, "int bpf_ct_change_timeout(struct nf_conn *nfct, u32 timeout)", TRUSTED_ARGS);
        kfunc(catalog, CONNECTIONS, "int bpf_ct_set_status(struct nf_conn___init *nfct, u32 status)", TRUSTED_ARGS);
        kfunc(catalog, CONNECTIONS, "int bpf_ct_change_status(struct nf_conn *nfct, u32 status)", TRUSTED_ARGS);
    }

    private static void declareCiphers(HelperCatalog.Builder catalog) {
        String text = "(struct bpf_crypto_ctx *ctx, const struct bpf_dynptr *src, const struct bpf_dynptr *dst, "
                + "const struct bpf_dynptr *siv__nullable)";
        kfunc(catalog, CIPHERS, "int bpf_crypto_encrypt" + text, RCU);
        kfunc(catalog, CIPHERS, "int bpf_crypto_decrypt" + text, RCU);
        kfunc(
                catalog,
                SYSCALL,
                "struct bpf_crypto_ctx *bpf_crypto_ctx_create(const struct bpf_crypto_params *params, u32 params__sz, "
                        + "int *err)",
                ACQUIRE,
                RET_NULL,
                SLEEPABLE);
        kfunc(catalog, SYSCALL, "void bpf_crypto_ctx_release(struct bpf_crypto_ctx *ctx)", RELEASE);
        kfunc(
                catalog,
                SYSCALL,
                "struct bpf_crypto_ctx *bpf_crypto_ctx_acquire(struct bpf_crypto_ctx *ctx)",
                ACQUIRE,
                RCU,
                RET_NULL);
    }

    private static void declareDevices(HelperCatalog.Builder catalog) {
        kfunc(
                catalog,
                XDP,
                "int bpf_xdp_metadata_rx_timestamp(const struct xdp_md *ctx, u64 *timestamp)",
                TRUSTED_ARGS);
        kfunc(
                catalog,
                XDP,
                "int bpf_xdp_metadata_rx_hash(const struct xdp_md *ctx, u32 *hash, enum xdp_rss_hash_type *rss_type)",
                TRUSTED_ARGS);
        kfunc(
                catalog,
                XDP,
                "int bpf_xdp_metadata_rx_vlan_tag(const struct xdp_md *ctx, __be16 *vlan_proto, u16 *vlan_tci)",
                TRUSTED_ARGS);
        kfunc(
                catalog,
                XDP,
                "struct xfrm_state *bpf_xdp_get_xfrm_state(struct xdp_md *ctx, struct bpf_xfrm_state_opts *opts, "
                        + "u32 opts__sz)",
                ACQUIRE,
                RET_NULL);
        kfunc(catalog, XDP, "void bpf_xdp_xfrm_state_release(struct xfrm_state *x)", RELEASE);
        kfunc(
                catalog,
                CLASSIFIER,
                "int bpf_sk_assign_tcp_reqsk(struct __sk_buff *s, struct sock *sk, struct bpf_tcp_req_attrs *attrs, "
                        + "int attrs__sz)",
                TRUSTED_ARGS);
    }
}
