package dev.osmia.runtime.context;

import dev.osmia.program.ProgramType;
import dev.osmia.program.contract.ContextContract;
import java.util.Optional;

/** The context struct of each program type that runs here. */
public final class ContextStructs {
    private static final XdpContext XDP = new XdpContext();
    private static final SocketBufferContext SOCKET_BUFFER = new SocketBufferContext();

    private ContextStructs() {}

    /** The struct that programs of this type get. */
    public static Optional<ContextStruct> of(ProgramType type) {
        return Optional.ofNullable(orNull(type));
    }

    /** What the verifier is told of the context of programs of this type, whether they run here or not. */
    public static Optional<ContextContract> contract(ProgramType type) {
        return of(type).map(ContextStruct::contract).or(() -> ObservedContexts.of(type));
    }

    static ContextStruct orNull(ProgramType type) {
        return switch (type) {
            case XDP -> XDP;
            case SOCKET_FILTER,
                    SCHED_CLS,
                    SCHED_ACT,
                    CGROUP_SKB,
                    LWT_IN,
                    LWT_OUT,
                    LWT_XMIT,
                    LWT_SEG6LOCAL,
                    SK_SKB,
                    FLOW_DISSECTOR -> SOCKET_BUFFER;
            case KPROBE,
                    TRACEPOINT,
                    PERF_EVENT,
                    CGROUP_SOCK,
                    SOCK_OPS,
                    CGROUP_DEVICE,
                    SK_MSG,
                    RAW_TRACEPOINT,
                    CGROUP_SOCK_ADDR,
                    LIRC_MODE2,
                    SK_REUSEPORT,
                    CGROUP_SYSCTL,
                    RAW_TRACEPOINT_WRITABLE,
                    CGROUP_SOCKOPT,
                    TRACING,
                    STRUCT_OPS,
                    EXT,
                    LSM,
                    SK_LOOKUP,
                    SYSCALL,
                    NETFILTER -> null;
        };
    }
}
