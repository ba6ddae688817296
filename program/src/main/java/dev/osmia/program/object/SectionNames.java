package dev.osmia.program.object;

import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The section names that say what the programs in a section hook into, as {@code libbpf} knows them ({@code Documentation/bpf/libbpf/program_types.rst}). */
public final class SectionNames {

    private enum Form {
        /** More may follow after a slash: {@code kprobe/do_unlinkat}. */
        EXTENDED,
        /** With {@code .s} behind it, the program may sleep. */
        SLEEPABLE_VARIANT,
        /** The program may always sleep. */
        SLEEPABLE,
        /** The program handles packets in fragments. */
        FRAGMENTS
    }

    private record Row(String name, ProgramType type, String attachType, Set<Form> forms) {
        boolean has(Form form) {
            return forms.contains(form);
        }

        SectionName sectionName(boolean sleepable) {
            return new SectionName(type, attachType, sleepable, has(Form.FRAGMENTS), true);
        }
    }

    private static final List<Row> ROWS = List.of(
            // Packets.
            row("xdp", ProgramType.XDP, "BPF_XDP"),
            row("xdp.frags", ProgramType.XDP, "BPF_XDP", Form.FRAGMENTS),
            row("xdp/devmap", ProgramType.XDP, "BPF_XDP_DEVMAP"),
            row("xdp.frags/devmap", ProgramType.XDP, "BPF_XDP_DEVMAP", Form.FRAGMENTS),
            row("xdp/cpumap", ProgramType.XDP, "BPF_XDP_CPUMAP"),
            row("xdp.frags/cpumap", ProgramType.XDP, "BPF_XDP_CPUMAP", Form.FRAGMENTS),
            row("tc", ProgramType.SCHED_CLS, ""),
            row("classifier", ProgramType.SCHED_CLS, ""),
            row("action", ProgramType.SCHED_ACT, ""),
            row("tc/ingress", ProgramType.SCHED_CLS, "BPF_TCX_INGRESS"),
            row("tc/egress", ProgramType.SCHED_CLS, "BPF_TCX_EGRESS"),
            row("tcx/ingress", ProgramType.SCHED_CLS, "BPF_TCX_INGRESS"),
            row("tcx/egress", ProgramType.SCHED_CLS, "BPF_TCX_EGRESS"),
            row("netkit/primary", ProgramType.SCHED_CLS, "BPF_NETKIT_PRIMARY"),
            row("netkit/peer", ProgramType.SCHED_CLS, "BPF_NETKIT_PEER"),
            row("lwt_in", ProgramType.LWT_IN, ""),
            row("lwt_out", ProgramType.LWT_OUT, ""),
            row("lwt_xmit", ProgramType.LWT_XMIT, ""),
            row("lwt_seg6local", ProgramType.LWT_SEG6LOCAL, ""),
            row("flow_dissector", ProgramType.FLOW_DISSECTOR, "BPF_FLOW_DISSECTOR"),
            row("netfilter", ProgramType.NETFILTER, "BPF_NETFILTER"),
            // Sockets.
            row("socket", ProgramType.SOCKET_FILTER, ""),
            row("sk_reuseport", ProgramType.SK_REUSEPORT, "BPF_SK_REUSEPORT_SELECT"),
            row("sk_reuseport/migrate", ProgramType.SK_REUSEPORT, "BPF_SK_REUSEPORT_SELECT_OR_MIGRATE"),
            row("sk_lookup", ProgramType.SK_LOOKUP, "BPF_SK_LOOKUP"),
            row("sk_msg", ProgramType.SK_MSG, "BPF_SK_MSG_VERDICT"),
            row("sk_skb", ProgramType.SK_SKB, ""),
            row("sk_skb/stream_parser", ProgramType.SK_SKB, "BPF_SK_SKB_STREAM_PARSER"),
            row("sk_skb/stream_verdict", ProgramType.SK_SKB, "BPF_SK_SKB_STREAM_VERDICT"),
            row("sk_skb/verdict", ProgramType.SK_SKB, "BPF_SK_SKB_VERDICT"),
            row("sockops", ProgramType.SOCK_OPS, "BPF_CGROUP_SOCK_OPS"),
            // Cgroups.
            row("cgroup/skb", ProgramType.CGROUP_SKB, ""),
            row("cgroup_skb/ingress", ProgramType.CGROUP_SKB, "BPF_CGROUP_INET_INGRESS"),
            row("cgroup_skb/egress", ProgramType.CGROUP_SKB, "BPF_CGROUP_INET_EGRESS"),
            row("cgroup/sock", ProgramType.CGROUP_SOCK, "BPF_CGROUP_INET_SOCK_CREATE"),
            row("cgroup/sock_create", ProgramType.CGROUP_SOCK, "BPF_CGROUP_INET_SOCK_CREATE"),
            row("cgroup/sock_release", ProgramType.CGROUP_SOCK, "BPF_CGROUP_INET_SOCK_RELEASE"),
            row("cgroup/post_bind4", ProgramType.CGROUP_SOCK, "BPF_CGROUP_INET4_POST_BIND"),
            row("cgroup/post_bind6", ProgramType.CGROUP_SOCK, "BPF_CGROUP_INET6_POST_BIND"),
            row("cgroup/bind4", ProgramType.CGROUP_SOCK_ADDR, "BPF_CGROUP_INET4_BIND"),
            row("cgroup/bind6", ProgramType.CGROUP_SOCK_ADDR, "BPF_CGROUP_INET6_BIND"),
            row("cgroup/connect4", ProgramType.CGROUP_SOCK_ADDR, "BPF_CGROUP_INET4_CONNECT"),
            row("cgroup/connect6", ProgramType.CGROUP_SOCK_ADDR, "BPF_CGROUP_INET6_CONNECT"),
            row("cgroup/connect_unix", ProgramType.CGROUP_SOCK_ADDR, "BPF_CGROUP_UNIX_CONNECT"),
            row("cgroup/sendmsg4", ProgramType.CGROUP_SOCK_ADDR, "BPF_CGROUP_UDP4_SENDMSG"),
            row("cgroup/sendmsg6", ProgramType.CGROUP_SOCK_ADDR, "BPF_CGROUP_UDP6_SENDMSG"),
            row("cgroup/sendmsg_unix", ProgramType.CGROUP_SOCK_ADDR, "BPF_CGROUP_UNIX_SENDMSG"),
            row("cgroup/recvmsg4", ProgramType.CGROUP_SOCK_ADDR, "BPF_CGROUP_UDP4_RECVMSG"),
            row("cgroup/recvmsg6", ProgramType.CGROUP_SOCK_ADDR, "BPF_CGROUP_UDP6_RECVMSG"),
            row("cgroup/recvmsg_unix", ProgramType.CGROUP_SOCK_ADDR, "BPF_CGROUP_UNIX_RECVMSG"),
            row("cgroup/getpeername4", ProgramType.CGROUP_SOCK_ADDR, "BPF_CGROUP_INET4_GETPEERNAME"),
            row("cgroup/getpeername6", ProgramType.CGROUP_SOCK_ADDR, "BPF_CGROUP_INET6_GETPEERNAME"),
            row("cgroup/getpeername_unix", ProgramType.CGROUP_SOCK_ADDR, "BPF_CGROUP_UNIX_GETPEERNAME"),
            row("cgroup/getsockname4", ProgramType.CGROUP_SOCK_ADDR, "BPF_CGROUP_INET4_GETSOCKNAME"),
            row("cgroup/getsockname6", ProgramType.CGROUP_SOCK_ADDR, "BPF_CGROUP_INET6_GETSOCKNAME"),
            row("cgroup/getsockname_unix", ProgramType.CGROUP_SOCK_ADDR, "BPF_CGROUP_UNIX_GETSOCKNAME"),
            row("cgroup/sysctl", ProgramType.CGROUP_SYSCTL, "BPF_CGROUP_SYSCTL"),
            row("cgroup/getsockopt", ProgramType.CGROUP_SOCKOPT, "BPF_CGROUP_GETSOCKOPT"),
            row("cgroup/setsockopt", ProgramType.CGROUP_SOCKOPT, "BPF_CGROUP_SETSOCKOPT"),
            row("cgroup/dev", ProgramType.CGROUP_DEVICE, "BPF_CGROUP_DEVICE"),
            // Tracing.
            row("kprobe", ProgramType.KPROBE, "", Form.EXTENDED),
            row("kretprobe", ProgramType.KPROBE, "", Form.EXTENDED),
            row("ksyscall", ProgramType.KPROBE, "", Form.EXTENDED),
            row("kretsyscall", ProgramType.KPROBE, "", Form.EXTENDED),
            row("kprobe.multi", ProgramType.KPROBE, "BPF_TRACE_KPROBE_MULTI", Form.EXTENDED),
            row("kretprobe.multi", ProgramType.KPROBE, "BPF_TRACE_KPROBE_MULTI", Form.EXTENDED),
            row("kprobe.session", ProgramType.KPROBE, "BPF_TRACE_KPROBE_SESSION", Form.EXTENDED),
            row("uprobe", ProgramType.KPROBE, "", Form.EXTENDED, Form.SLEEPABLE_VARIANT),
            row("uretprobe", ProgramType.KPROBE, "", Form.EXTENDED, Form.SLEEPABLE_VARIANT),
            row("usdt", ProgramType.KPROBE, "", Form.EXTENDED, Form.SLEEPABLE_VARIANT),
            row("uprobe.multi", ProgramType.KPROBE, "BPF_TRACE_UPROBE_MULTI", Form.EXTENDED, Form.SLEEPABLE_VARIANT),
            row("uretprobe.multi", ProgramType.KPROBE, "BPF_TRACE_UPROBE_MULTI", Form.EXTENDED, Form.SLEEPABLE_VARIANT),
            row(
                    "uprobe.session",
                    ProgramType.KPROBE,
                    "BPF_TRACE_UPROBE_SESSION",
                    Form.EXTENDED,
                    Form.SLEEPABLE_VARIANT),
            row("tracepoint", ProgramType.TRACEPOINT, "", Form.EXTENDED),
            row("tp", ProgramType.TRACEPOINT, "", Form.EXTENDED),
            row("raw_tracepoint", ProgramType.RAW_TRACEPOINT, "", Form.EXTENDED),
            row("raw_tp", ProgramType.RAW_TRACEPOINT, "", Form.EXTENDED),
            row("raw_tracepoint.w", ProgramType.RAW_TRACEPOINT_WRITABLE, "", Form.EXTENDED),
            row("raw_tp.w", ProgramType.RAW_TRACEPOINT_WRITABLE, "", Form.EXTENDED),
            row("tp_btf", ProgramType.TRACING, "BPF_TRACE_RAW_TP", Form.EXTENDED),
            row("fentry", ProgramType.TRACING, "BPF_TRACE_FENTRY", Form.EXTENDED, Form.SLEEPABLE_VARIANT),
            row("fexit", ProgramType.TRACING, "BPF_TRACE_FEXIT", Form.EXTENDED, Form.SLEEPABLE_VARIANT),
            row("fmod_ret", ProgramType.TRACING, "BPF_MODIFY_RETURN", Form.EXTENDED, Form.SLEEPABLE_VARIANT),
            row("iter", ProgramType.TRACING, "BPF_TRACE_ITER", Form.EXTENDED, Form.SLEEPABLE_VARIANT),
            row("lsm", ProgramType.LSM, "BPF_LSM_MAC", Form.EXTENDED, Form.SLEEPABLE_VARIANT),
            row("lsm_cgroup", ProgramType.LSM, "BPF_LSM_CGROUP", Form.EXTENDED),
            row("freplace", ProgramType.EXT, "", Form.EXTENDED),
            row("perf_event", ProgramType.PERF_EVENT, ""),
            // Others.
            row("struct_ops", ProgramType.STRUCT_OPS, "", Form.EXTENDED, Form.SLEEPABLE_VARIANT),
            row("syscall", ProgramType.SYSCALL, "", Form.SLEEPABLE),
            row("lirc_mode2", ProgramType.LIRC_MODE2, "BPF_LIRC_MODE2"));

    private static final Map<String, SectionName> EXACT = byName(row -> true);
    private static final Map<String, SectionName> EXTENDED = byName(row -> row.has(Form.EXTENDED));

    private SectionNames() {}

    private static Map<String, SectionName> byName(Predicate<Row> wanted) {
        var byName = new HashMap<String, SectionName>();
        for (var row : ROWS) {
            if (wanted.test(row)) {
                byName.put(row.name(), row.sectionName(row.has(Form.SLEEPABLE)));
                if (row.has(Form.SLEEPABLE_VARIANT)) {
                    byName.put(row.name() + ".s", row.sectionName(true));
                }
            }
        }
        return Map.copyOf(byName);
    }

    /** What the section's name says; empty where it says nothing. */
    public static Optional<SectionName> find(String section) {
        boolean autoload = !section.startsWith("?");
        String name = autoload ? section : section.substring(1);
        int slash = name.indexOf('/');
        var exact = EXACT.get(name);
        var meaning = exact == null && slash >= 0 ? EXTENDED.get(name.substring(0, slash)) : exact;
        return Optional.ofNullable(meaning).map(known -> autoload ? known : known.withoutAutoload());
    }

    /**
     * The {@code enum bpf_attach_type} that a program expects, as the UAPI names it; empty where its section says none, or is of another
     * type.
     */
    public static String attachType(Program program) {
        return find(program.section())
                .filter(known -> known.type() == program.type())
                .map(SectionName::attachType)
                .orElse("");
    }

    private static Row row(String name, ProgramType type, String attachType, Form... forms) {
        return new Row(name, type, attachType, Set.of(forms));
    }
}
