package dev.osmia.kernel.run;

import dev.osmia.kernel.bpf.TestRun;
import dev.osmia.runtime.packet.Packet;
import dev.osmia.runtime.packet.PacketFields;
import java.nio.ByteBuffer;

/**
 * The exchange for programs on socket buffers ({@code bpf_prog_test_run_skb}). The kernel takes only some fields of {@code __sk_buff},
 * and fills in others from the frame: protocol, packet type, the socket's addresses. A test run of a tc program has no metadata.
 *
 * <p>Programs other than tc see a packet from its network header on. The kernel takes a frame all the same, so a link-layer header that
 * says what the packet's fields say is put in front and taken off again. Broadcasts count as multicasts there, since the loopback device
 * has no broadcast address.
 */
final class SocketBufferExchange extends PacketExchange {
    // struct __sk_buff of linux/bpf.h.
    private static final int MARK = 8;
    private static final int PRIORITY = 32;
    private static final int INGRESS_IFINDEX = 36;
    private static final int IFINDEX = 40;
    private static final int CB = 48;
    private static final int TSTAMP = 152;
    private static final int WIRE_LEN = 160;
    private static final int GSO_SEGS = 164;
    private static final int GSO_SIZE = 176;
    private static final int HWTSTAMP = 184;
    private static final int BYTES = 192;

    private static final int PACKET_BROADCAST = 1;
    private static final int PACKET_MULTICAST = 2;
    private static final int PACKET_OTHERHOST = 3;

    private static final int ETHERTYPE = 12;
    private static final int ETH_ALEN = 6;

    private final boolean fromLinkLayer;

    /** The exchange for programs that see the packet from its link-layer header on, or from its network header on. */
    SocketBufferExchange(boolean fromLinkLayer) {
        this.fromLinkLayer = fromLinkLayer;
    }

    @Override
    public String obstacle(Packet packet) {
        if (fromLinkLayer && packet.length() < ETH_HLEN) {
            return "a test run takes packets of at least " + ETH_HLEN + " bytes, this one has " + packet.length();
        } else if (packet.metadataLength() != 0) {
            return "a test run of this type of programs takes no metadata";
        } else if (packet.vlanPresent() != 0) {
            return "a test run takes no VLAN tag beside the packet";
        }
        return packet.length() + ETH_HLEN > TestRun.DATA_BYTES ? "the packet is too long for a test run" : "";
    }

    @Override
    public int contextBytes() {
        return BYTES;
    }

    @Override
    public int write(Packet packet, TestRun run) {
        int header = fromLinkLayer ? 0 : ETH_HLEN;
        if (!fromLinkLayer) {
            writeHeader(packet, run.input());
        }
        run.input().put(header, packet.data(), packet.dataStart(), packet.length());
        run.context()
                .putInt(MARK, packet.mark())
                .putInt(PRIORITY, packet.priority())
                .putInt(INGRESS_IFINDEX, packet.ingressIfindex())
                .putInt(IFINDEX, packet.ifindex())
                .put(CB, packet.controlBlock())
                .putLong(TSTAMP, packet.tstamp())
                .putInt(WIRE_LEN, packet.wireLength() == packet.length() ? 0 : packet.wireLength())
                .putInt(GSO_SEGS, packet.gsoSegments())
                .putInt(GSO_SIZE, packet.gsoSize())
                .putLong(HWTSTAMP, packet.hwtstamp());
        return header + packet.length();
    }

    /** A header from which the kernel takes the packet's type and protocol; the loopback device's own address is zeros. */
    private static void writeHeader(Packet packet, ByteBuffer frame) {
        byte address = switch (packet.packetType()) {
            case PACKET_BROADCAST, PACKET_MULTICAST -> 1;
            case PACKET_OTHERHOST -> 2;
            default -> 0;
        };
        for (int i = 0; i < ETH_ALEN; i++) {
            frame.put(i, address);
            frame.put(ETH_ALEN + i, (byte) 0);
        }
        frame.putShort(ETHERTYPE, (short) packet.protocol());
    }

    @Override
    public void read(TestRun run, Packet packet) {
        int header = fromLinkLayer ? 0 : ETH_HLEN;
        var output = run.output();
        boolean ownWireLength = packet.wireLength() == packet.length();
        replace(packet, output, header, output.limit() - header);
        var context = run.contextOutput();
        packet.mark(context.getInt(MARK));
        packet.priority(context.getInt(PRIORITY));
        packet.tstamp(context.getLong(TSTAMP));
        packet.gsoSegments(context.getInt(GSO_SEGS));
        if (!ownWireLength || context.getInt(WIRE_LEN) != packet.length()) {
            packet.wireLength(context.getInt(WIRE_LEN));
        }
        context.get(CB, packet.controlBlock(), 0, PacketFields.CONTROL_BLOCK_BYTES);
    }
}
