package dev.osmia.runtime.context;

import static dev.osmia.program.ProgramTypes.LWT;
import static dev.osmia.program.ProgramTypes.SOCKET_BUFFER;
import static dev.osmia.program.ProgramTypes.TC;
import static dev.osmia.program.ProgramTypes.setOf;
import static dev.osmia.program.ProgramTypes.union;
import static dev.osmia.program.ProgramTypes.without;
import static dev.osmia.program.contract.ContextField.Access.EXACT;
import static dev.osmia.program.contract.ContextField.Access.NARROW_LOADS;

import dev.osmia.program.ProgramType;
import dev.osmia.program.contract.ContextField.Kind;
import dev.osmia.runtime.packet.Packet;
import dev.osmia.runtime.packet.PacketFields;
import java.util.Set;

/**
 * {@code struct __sk_buff} of {@code linux/bpf.h}. Who may access what is what {@code bpf_skb_is_valid_access} says, and before it
 * the function of each program type: {@code sk_filter_}, {@code tc_cls_act_}, {@code cg_skb_}, {@code lwt_}, {@code sk_skb_} and
 * {@code flow_dissector_is_valid_access}.
 */
public final class SocketBufferContext extends ContextStruct {
    private static final Set<ProgramType> NOBODY = Set.of();

    /** A flow dissector reads data, data_end and flow_keys, and nothing else. */
    private static final Set<ProgramType> ANY = without(SOCKET_BUFFER, ProgramType.FLOW_DISSECTOR);

    private static final Set<ProgramType> ALL_LWT = union(LWT, setOf(ProgramType.LWT_SEG6LOCAL));
    private static final Set<ProgramType> CGROUP = setOf(ProgramType.CGROUP_SKB);
    private static final Set<ProgramType> PACKET_READERS = without(SOCKET_BUFFER, ProgramType.SOCKET_FILTER);
    private static final Set<ProgramType> SOCKET_READERS = setOf(ProgramType.CGROUP_SKB, ProgramType.SK_SKB);
    private static final Set<ProgramType> TIME_READERS = union(TC, CGROUP);

    public SocketBufferContext() {
        super("__sk_buff", 192, fields());
    }

    private static FieldTable fields() {
        var table = new FieldTable();
        linkFields(table);
        classifierFields(table);
        socketFields(table);
        timeAndSegmentationFields(table);
        return table;
    }

    private static void linkFields(FieldTable table) {
        table.read("len", 0, 4, NARROW_LOADS, ANY, "length", Packet::length)
                .read("pkt_type", 4, 4, NARROW_LOADS, ANY, "packetType", Packet::packetType)
                .write(
                        "mark",
                        8,
                        4,
                        NARROW_LOADS,
                        without(ANY, ProgramType.SK_SKB),
                        union(TC, CGROUP, ALL_LWT),
                        "mark",
                        Packet::mark,
                        "mark",
                        Packet::mark)
                .write(
                        "queue_mapping",
                        12,
                        4,
                        NARROW_LOADS,
                        ANY,
                        TC,
                        "queueMapping",
                        Packet::queueMapping,
                        "queueMapping",
                        Packet::queueMapping)
                .read("protocol", 16, 4, NARROW_LOADS, ANY, "protocol", Packet::protocol)
                .read("vlan_present", 20, 4, NARROW_LOADS, ANY, "vlanPresent", Packet::vlanPresent)
                .read("vlan_tci", 24, 4, NARROW_LOADS, ANY, "vlanTci", Packet::vlanTci)
                .read("vlan_proto", 28, 4, NARROW_LOADS, ANY, "vlanProto", Packet::vlanProto);
    }

    private static void classifierFields(FieldTable table) {
        var priorityWriters = union(TC, CGROUP, ALL_LWT, setOf(ProgramType.SK_SKB));
        var indexWriters = union(TC, setOf(ProgramType.SK_SKB));
        table.write(
                        "priority",
                        32,
                        4,
                        NARROW_LOADS,
                        ANY,
                        priorityWriters,
                        "priority",
                        Packet::priority,
                        "priority",
                        Packet::priority)
                .read("ingress_ifindex", 36, 4, NARROW_LOADS, ANY, "ingressIfindex", Packet::ingressIfindex)
                .read("ifindex", 40, 4, NARROW_LOADS, ANY, "ifindex", Packet::ifindex)
                .write(
                        "tc_index",
                        44,
                        4,
                        NARROW_LOADS,
                        ANY,
                        indexWriters,
                        "tcIndex",
                        Packet::tcIndex,
                        "tcIndex",
                        Packet::tcIndex)
                .memory(
                        "cb",
                        48,
                        PacketFields.CONTROL_BLOCK_BYTES,
                        ANY,
                        without(ANY, ProgramType.SK_SKB),
                        "controlBlock",
                        Packet::controlBlock)
                .read("hash", 68, 4, NARROW_LOADS, ANY, "hash", Packet::hash)
                .write(
                        "tc_classid",
                        72,
                        4,
                        NARROW_LOADS,
                        TC,
                        TC,
                        "tcClassid",
                        Packet::tcClassid,
                        "tcClassid",
                        Packet::tcClassid)
                .pointer("data", 76, 4, Kind.PACKET, PACKET_READERS, "dataPointer", Packet::dataPointer)
                .pointer("data_end", 80, 4, Kind.PACKET_END, PACKET_READERS, "dataEndPointer", Packet::dataEndPointer)
                .read("napi_id", 84, 4, NARROW_LOADS, ANY, "napiId", Packet::napiId);
    }

    private static void socketFields(FieldTable table) {
        table.unimplemented("family", 88, NARROW_LOADS, SOCKET_READERS)
                .unimplemented("remote_ip4", 92, EXACT, SOCKET_READERS)
                .unimplemented("local_ip4", 96, EXACT, SOCKET_READERS);
        for (int i = 0; i < 4; i++) {
            table.unimplemented("remote_ip6[" + i + "]", 100 + i * 4, EXACT, SOCKET_READERS);
        }
        for (int i = 0; i < 4; i++) {
            table.unimplemented("local_ip6[" + i + "]", 116 + i * 4, EXACT, SOCKET_READERS);
        }
        table.unimplemented("remote_port", 132, NARROW_LOADS, SOCKET_READERS)
                .unimplemented("local_port", 136, NARROW_LOADS, SOCKET_READERS);
    }

    private static void timeAndSegmentationFields(FieldTable table) {
        table.pointer("data_meta", 140, 4, Kind.PACKET_META, TC, "dataMetaPointer", Packet::dataMetaPointer)
                .pointer(
                        "flow_keys",
                        144,
                        8,
                        Kind.FLOW_KEYS,
                        setOf(ProgramType.FLOW_DISSECTOR),
                        "flowKeysPointer",
                        Packet::flowKeysPointer)
                .wide("tstamp", 152, TIME_READERS, TIME_READERS, "tstamp", Packet::tstamp, "tstamp", Packet::tstamp)
                .read("wire_len", 160, 4, NARROW_LOADS, TC, "wireLength", Packet::wireLength)
                .read("gso_segs", 164, 4, NARROW_LOADS, ANY, "gsoSegments", Packet::gsoSegments)
                .pointer("sk", 168, 8, Kind.SOCK_COMMON_OR_NULL, ANY, "socketPointer", Packet::socketPointer)
                .read("gso_size", 176, 4, NARROW_LOADS, ANY, "gsoSize", Packet::gsoSize)
                .read("tstamp_type", 180, 1, EXACT, TC, "tstampType", Packet::tstampType)
                .wide("hwtstamp", 184, TIME_READERS, NOBODY, "hwtstamp", Packet::hwtstamp, "", null);
    }
}
