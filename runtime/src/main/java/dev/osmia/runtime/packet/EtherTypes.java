package dev.osmia.runtime.packet;

/**
 * EtherTypes as a context shows them: as they lie in the packet, read by a little-endian machine ({@code linux/if_ether.h}).
 */
public final class EtherTypes {
    /** {@code ETH_P_IP}. */
    public static final int IP = 0x0008;

    /** {@code ETH_P_IPV6}. */
    public static final int IPV6 = 0xdd86;

    /** {@code ETH_P_8021Q}. */
    public static final int VLAN = 0x0081;

    /** {@code ETH_P_8021AD}. */
    public static final int SERVICE_VLAN = 0xa888;

    /** EtherTypes from here on are protocols, below they are lengths ({@code ETH_P_802_3_MIN}). */
    private static final int ETH_P_802_3_MIN = 0x0600;

    private static final int ETH_P_802_3 = 0x0100;
    private static final int ETH_P_802_2 = 0x0400;

    private EtherTypes() {}

    /** Whether it announces a VLAN tag. */
    public static boolean isVlan(int protocol) {
        return protocol == VLAN || protocol == SERVICE_VLAN;
    }

    /** The protocol that an EtherType at this offset means; of lengths, what the bytes behind them say ({@code eth_type_trans}). */
    public static int protocolAt(Packet packet, int offset) {
        int type = (int) packet.loadBigEndian(offset, Short.BYTES);
        if (type >= ETH_P_802_3_MIN) {
            return Short.reverseBytes((short) type) & 0xffff;
        }
        return packet.loadBigEndian(offset + Short.BYTES, Short.BYTES) == 0xffff ? ETH_P_802_3 : ETH_P_802_2;
    }
}
