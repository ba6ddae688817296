package dev.osmia.runtime.packet;

import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;

/**
 * Takes a packet from XDP to tc: what the kernel does between the two when it makes a socket buffer of a frame
 * ({@code eth_type_trans}, then {@code skb_vlan_untag} in {@code __netif_receive_skb_core}). The metadata stays; the outermost VLAN tag
 * moves from the frame into the context's fields.
 */
public final class SocketBufferHandover {
    private static final int ETH_ALEN = 6;
    private static final int ETH_HLEN = 14;
    private static final int VLAN_HLEN = 4;

    private static final int PACKET_HOST = 0;
    private static final int PACKET_BROADCAST = 1;
    private static final int PACKET_MULTICAST = 2;
    private static final int PACKET_OTHERHOST = 3;
    private static final int LOOPBACK_IFINDEX = 1;

    private SocketBufferHandover() {}

    /**
     * Fills in what the context of a socket buffer shows, from the frame. The interface's own address is not known here: every unicast
     * frame counts as addressed to it.
     *
     * @return whether the packet goes on: the kernel drops frames that are too short for their headers
     */
    public static boolean receive(Packet packet) {
        if (packet.length() < ETH_HLEN) {
            return false;
        }
        packet.ifindex(packet.ingressIfindex());
        packet.packetType(packetType(packet));
        packet.headers(0, ETH_HLEN);
        int protocol = EtherTypes.protocolAt(packet, 2 * ETH_ALEN);
        if (EtherTypes.isVlan(protocol)) {
            if (packet.length() < ETH_HLEN + VLAN_HLEN + Short.BYTES) {
                return false;
            }
            packet.vlanTag(protocol, (int) packet.loadBigEndian(ETH_HLEN, Short.BYTES));
            protocol = EtherTypes.protocolAt(packet, 2 * ETH_ALEN + VLAN_HLEN);
            packet.removeUnderMetadata(2 * ETH_ALEN, VLAN_HLEN);
            packet.headers(0, ETH_HLEN);
        }
        packet.protocol(protocol);
        return true;
    }

    /**
     * Fills in what the context shows in a test run, as {@code BPF_PROG_TEST_RUN} makes a socket buffer of a frame: a VLAN tag stays in
     * the frame, and only tc programs see the link-layer header.
     *
     * @throws IllegalArgumentException if the frame is shorter than an Ethernet header, which the kernel refuses
     */
    public static void testRun(Packet packet, ProgramType type) {
        if (packet.length() < ETH_HLEN) {
            throw new IllegalArgumentException("length=" + packet.length() + " is less than " + ETH_HLEN);
        }
        // The loopback interface's address and broadcast address are both zeros.
        boolean group = (packet.data().get(packet.dataStart()) & 1) != 0;
        packet.packetType(isLoopback(packet) ? PACKET_HOST : group ? PACKET_MULTICAST : PACKET_OTHERHOST);
        packet.protocol(EtherTypes.protocolAt(packet, 2 * ETH_ALEN));
        packet.ifindex(LOOPBACK_IFINDEX);
        packet.headers(0, ETH_HLEN);
        if (!ProgramTypes.TC.contains(type)) {
            packet.moveStart(ETH_HLEN);
        }
    }

    /** Whether the frame is for the loopback interface. */
    private static boolean isLoopback(Packet packet) {
        for (int i = 0; i < ETH_ALEN; i++) {
            if (packet.data().get(packet.dataStart() + i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Who the frame is for, as far as it says. */
    private static int packetType(Packet packet) {
        if ((packet.data().get(packet.dataStart()) & 1) == 0) {
            return PACKET_HOST;
        }
        for (int i = 0; i < ETH_ALEN; i++) {
            if (packet.data().get(packet.dataStart() + i) != (byte) 0xff) {
                return PACKET_MULTICAST;
            }
        }
        return PACKET_BROADCAST;
    }
}
