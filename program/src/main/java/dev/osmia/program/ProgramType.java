package dev.osmia.program;

import java.util.Optional;

/** What a program hooks into: {@code enum bpf_prog_type} of the UAPI, as far as Osmia knows it. */
public enum ProgramType {
    SOCKET_FILTER(1, "socket_filter", "__sk_buff"),
    KPROBE(2, "kprobe", "pt_regs"),
    SCHED_CLS(3, "sched_cls", "__sk_buff"),
    SCHED_ACT(4, "sched_act", "__sk_buff"),
    TRACEPOINT(5, "tracepoint", ""),
    XDP(6, "xdp", "xdp_md"),
    PERF_EVENT(7, "perf_event", "bpf_perf_event_data"),
    CGROUP_SKB(8, "cgroup_skb", "__sk_buff"),
    CGROUP_SOCK(9, "cgroup_sock", "bpf_sock"),
    LWT_IN(10, "lwt_in", "__sk_buff"),
    LWT_OUT(11, "lwt_out", "__sk_buff"),
    LWT_XMIT(12, "lwt_xmit", "__sk_buff"),
    SOCK_OPS(13, "sock_ops", "bpf_sock_ops"),
    SK_SKB(14, "sk_skb", "__sk_buff"),
    CGROUP_DEVICE(15, "cgroup_device", "bpf_cgroup_dev_ctx"),
    SK_MSG(16, "sk_msg", "sk_msg_md"),
    RAW_TRACEPOINT(17, "raw_tracepoint", "bpf_raw_tracepoint_args"),
    CGROUP_SOCK_ADDR(18, "cgroup_sock_addr", "bpf_sock_addr"),
    LWT_SEG6LOCAL(19, "lwt_seg6local", "__sk_buff"),
    LIRC_MODE2(20, "lirc_mode2", ""),
    SK_REUSEPORT(21, "sk_reuseport", "sk_reuseport_md"),
    FLOW_DISSECTOR(22, "flow_dissector", "__sk_buff"),
    CGROUP_SYSCTL(23, "cgroup_sysctl", "bpf_sysctl"),
    RAW_TRACEPOINT_WRITABLE(24, "raw_tracepoint_writable", "bpf_raw_tracepoint_args"),
    CGROUP_SOCKOPT(25, "cgroup_sockopt", "bpf_sockopt"),
    TRACING(26, "tracing", ""),
    STRUCT_OPS(27, "struct_ops", ""),
    EXT(28, "ext", ""),
    LSM(29, "lsm", ""),
    SK_LOOKUP(30, "sk_lookup", "bpf_sk_lookup"),
    SYSCALL(31, "syscall", ""),
    NETFILTER(32, "netfilter", "bpf_nf_ctx");

    private final int number;
    private final String kernelName;
    private final String contextName;

    ProgramType(int number, String kernelName, String contextName) {
        this.number = number;
        this.kernelName = kernelName;
        this.contextName = contextName;
    }

    /** The number in {@code enum bpf_prog_type}. */
    public int number() {
        return number;
    }

    /** The name as bpftool prints it, such as {@code sched_cls}. */
    public String kernelName() {
        return kernelName;
    }

    /** The UAPI struct that the context argument points to; empty where the UAPI names none. */
    public String contextName() {
        return contextName;
    }

    /** The type with this number in {@code enum bpf_prog_type}. */
    public static Optional<ProgramType> ofNumber(int number) {
        for (var type : values()) {
            if (type.number == number) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
