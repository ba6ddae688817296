package dev.osmia.runtime.context;

import static dev.osmia.program.contract.ContextField.Access.EXACT;

import dev.osmia.program.ProgramType;
import dev.osmia.program.contract.ContextField.Kind;
import dev.osmia.runtime.packet.Packet;
import java.util.Set;

/** {@code struct xdp_md} of {@code linux/bpf.h}, accessible as the kernel's {@code xdp_is_valid_access} says. */
public final class XdpContext extends ContextStruct {
    private static final Set<ProgramType> XDP = Set.of(ProgramType.XDP);

    public XdpContext() {
        super("xdp_md", 24, fields());
    }

    private static FieldTable fields() {
        return new FieldTable()
                .pointer("data", 0, 4, Kind.PACKET, XDP, "dataPointer", Packet::dataPointer)
                .pointer("data_end", 4, 4, Kind.PACKET_END, XDP, "dataEndPointer", Packet::dataEndPointer)
                .pointer("data_meta", 8, 4, Kind.PACKET_META, XDP, "dataMetaPointer", Packet::dataMetaPointer)
                .read("ingress_ifindex", 12, 4, EXACT, XDP, "ingressIfindex", Packet::ingressIfindex)
                .read("rx_queue_index", 16, 4, EXACT, XDP, "rxQueueIndex", Packet::rxQueueIndex)
                .readAttached("egress_ifindex", 20, "BPF_XDP_DEVMAP", XDP, "egressIfindex", Packet::egressIfindex);
    }
}
