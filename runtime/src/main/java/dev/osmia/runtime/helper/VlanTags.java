package dev.osmia.runtime.helper;

import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.memory.LittleEndian;
import dev.osmia.runtime.packet.EtherTypes;
import dev.osmia.runtime.packet.Packet;

/**
 * Pushes and pops VLAN tags. As in the kernel the outermost tag is kept beside the packet, where the context shows it; those further in
 * lie in the packet.
 */
final class VlanTags {
    private static final int ADDRESSES = 12;
    private static final int VLAN_HLEN = 4;
    private static final int VLAN_ETH_HLEN = 18;
    private static final int ETH_HLEN = 14;

    private VlanTags() {}

    /** {@code bpf_skb_vlan_push}: the tag that was beside the packet goes into it. The protocol is in network order. */
    static long push(Packet packet, int protocol, int tagControl) {
        int proto = EtherTypes.isVlan(protocol & 0xffff) ? protocol & 0xffff : EtherTypes.VLAN;
        if (packet.vlanPresent() != 0) {
            if (packet.length() < ADDRESSES) {
                return -Errno.EINVAL;
            }
            int networkOffset = packet.networkOffset();
            packet.insert(ADDRESSES, VLAN_HLEN);
            int index = packet.dataStart() + ADDRESSES;
            LittleEndian.SHORT_IN_BUFFER.set(packet.data(), index, (short) packet.vlanProto());
            LittleEndian.SHORT_IN_BUFFER.set(
                    packet.data(), index + Short.BYTES, Short.reverseBytes((short) packet.vlanTci()));
            packet.protocol(packet.vlanProto());
            packet.headers(0, networkOffset);
        }
        packet.vlanTag(proto, tagControl);
        return 0;
    }

    /** {@code bpf_skb_vlan_pop}: the next tag in the packet, if there is one, takes the place beside it. */
    static long pop(Packet packet) {
        if (packet.vlanPresent() != 0) {
            packet.clearVlanTag();
        } else {
            if (!EtherTypes.isVlan(packet.protocol())) {
                return 0;
            }
            long popped = takeOut(packet);
            if (popped < 0) {
                return popped;
            }
        }
        if (!EtherTypes.isVlan(packet.protocol())) {
            return 0;
        }
        int protocol = packet.protocol();
        long tagControl = takeOut(packet);
        if (tagControl < 0) {
            return tagControl;
        }
        packet.vlanTag(protocol, (int) tagControl);
        return 0;
    }

    /** Takes a tag out of the packet ({@code __skb_vlan_pop}); gives its tag control information, or a negative error. */
    private static long takeOut(Packet packet) {
        if (packet.length() < VLAN_ETH_HLEN) {
            return -Errno.ENOMEM;
        }
        long tagControl = packet.loadBigEndian(ETH_HLEN, Short.BYTES);
        packet.protocol(EtherTypes.protocolAt(packet, ADDRESSES + VLAN_HLEN));
        packet.remove(ADDRESSES, VLAN_HLEN);
        packet.headers(0, Math.max(packet.networkOffset(), ETH_HLEN));
        return tagControl;
    }
}
