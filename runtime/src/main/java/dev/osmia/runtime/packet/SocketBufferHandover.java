package dev.osmia.runtime.packet;

import java.nio.ByteBuffer;

/**
 * Takes a packet from XDP to tc: what the kernel does between the two when it makes a socket buffer of a frame
 * ({@code eth_type_trans}, then {@code skb_vlan_untag} in {@code __netif_receive_skb_core}). The metadata stays; the outermost VLAN tag
 * moves from the frame into the context's fields.
 */
public final class SocketBufferHandover {
    private static final int ETH_ALEN = 6;
    private static final int ETH_HLEN = 14;
    private static final int VLAN_HLEN = 4;

    /** EtherTypes from here on are protocols, below they are lengths ({@code ETH_P_802_3_MIN}). */
    private static final int ETH_P_802_3_MIN = 0x0600;

    private static final int ETH_P_802_3 = 0x0001;
    private static final int ETH_P_802_2 = 0x0004;
    private static final int ETH_P_8021Q = 0x8100;
    private static final int ETH_P_8021AD = 0x88a8;

    private static final int PACKET_HOST = 0;
    private static final int PACKET_BROADCAST = 1;
    private static final int PACKET_MULTICAST = 2;

    private SocketBufferHandover() {}

    /**
     * Fills in what the context of a socket buffer shows, from the frame.
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
        int protocol = protocol(packet, 2 * ETH_ALEN);
        if (protocol == ETH_P_8021Q || protocol == ETH_P_8021AD) {
            if (packet.length() < ETH_HLEN + VLAN_HLEN + 2) {
                return false;
            }
            int tagControl = bigEndian(packet, ETH_HLEN);
            packet.vlanTag(networkOrder(protocol), tagControl);
            protocol = protocol(packet, 2 * ETH_ALEN + VLAN_HLEN);
            packet.remove(2 * ETH_ALEN, VLAN_HLEN);
            packet.headers(0, ETH_HLEN);
        }
        packet.protocol(networkOrder(protocol));
        return true;
    }

    /** Who the frame is for. The interface's own address is not known here: every unicast frame counts as addressed to it. */
    private static int packetType(Packet packet) {
        int start = packet.dataStart();
        ByteBuffer data = packet.data();
        if ((data.get(start) & 1) == 0) {
            return PACKET_HOST;
        }
        for (int i = 0; i < ETH_ALEN; i++) {
            if (data.get(start + i) != (byte) 0xff) {
                return PACKET_MULTICAST;
            }
        }
        return PACKET_BROADCAST;
    }

    /** The protocol that an EtherType at this offset means; of lengths, what the bytes behind them say ({@code eth_type_trans}). */
    private static int protocol(Packet packet, int offset) {
        int type = bigEndian(packet, offset);
        if (type >= ETH_P_802_3_MIN) {
            return type;
        }
        boolean raw = packet.length() >= offset + 4 && bigEndian(packet, offset + 2) == 0xffff;
        return raw ? ETH_P_802_3 : ETH_P_802_2;
    }

    private static int bigEndian(Packet packet, int offset) {
        return (int) packet.loadBigEndian(offset, 2);
    }

    /** A protocol as a load from the packet would see it on a little-endian machine. */
    private static int networkOrder(int protocol) {
        return Short.reverseBytes((short) protocol) & 0xffff;
    }
}
