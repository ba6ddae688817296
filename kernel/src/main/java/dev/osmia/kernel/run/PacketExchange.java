package dev.osmia.kernel.run;

import dev.osmia.kernel.bpf.TestRun;
import dev.osmia.program.ProgramType;
import dev.osmia.runtime.packet.Packet;
import java.nio.ByteBuffer;
import java.util.Optional;

/** How a packet and its context get into a test run, and out of it again. It knows nothing of a run in hand and serves all threads. */
public abstract class PacketExchange {
    /** Bytes of an Ethernet header: the kernel runs nothing over less. */
    static final int ETH_HLEN = 14;

    PacketExchange() {}

    /** The exchange for a type of programs; empty where the kernel has no test runs over packets for it. */
    public static Optional<PacketExchange> of(ProgramType type) {
        return switch (type) {
            case XDP -> Optional.of(new XdpExchange());
            case SCHED_CLS, SCHED_ACT -> Optional.of(new SocketBufferExchange(true));
            case SOCKET_FILTER, CGROUP_SKB, LWT_IN, LWT_OUT, LWT_XMIT -> Optional.of(new SocketBufferExchange(false));
            case KPROBE,
                    TRACEPOINT,
                    PERF_EVENT,
                    CGROUP_SOCK,
                    SOCK_OPS,
                    SK_SKB,
                    CGROUP_DEVICE,
                    SK_MSG,
                    RAW_TRACEPOINT,
                    CGROUP_SOCK_ADDR,
                    LIRC_MODE2,
                    LWT_SEG6LOCAL,
                    SK_REUSEPORT,
                    FLOW_DISSECTOR,
                    CGROUP_SYSCTL,
                    RAW_TRACEPOINT_WRITABLE,
                    CGROUP_SOCKOPT,
                    TRACING,
                    STRUCT_OPS,
                    EXT,
                    LSM,
                    SK_LOOKUP,
                    SYSCALL,
                    NETFILTER -> Optional.empty();
        };
    }

    /** Why a test run cannot show the packet to a program as it is, in one line; empty where it can. */
    public abstract String obstacle(Packet packet);

    /** Bytes of the context struct. */
    public abstract int contextBytes();

    /** Puts the packet and its context in front of the next run; gives the number of bytes in its input. */
    public abstract int write(Packet packet, TestRun run);

    /** Takes over what the last run made of packet and context. */
    public abstract void read(TestRun run, Packet packet);

    /** Replaces the packet's bytes; those of a packet that did not change are not touched. */
    static void replace(Packet packet, ByteBuffer bytes, int start, int length) {
        if (length != packet.length()) {
            packet.moveEnd(length - packet.length());
        } else if (same(packet, bytes, start, length)) {
            return;
        }
        packet.makeWritable();
        packet.data().put(packet.dataStart(), bytes, start, length);
    }

    private static boolean same(Packet packet, ByteBuffer bytes, int start, int length) {
        var old = packet.data().slice(packet.dataStart(), length);
        return old.mismatch(bytes.slice(start, length)) < 0;
    }
}
