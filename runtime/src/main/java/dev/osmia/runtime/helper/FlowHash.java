package dev.osmia.runtime.helper;

import dev.osmia.runtime.packet.EtherTypes;
import dev.osmia.runtime.packet.Packet;

/** A hash of a packet's flow: the same for all packets of one flow in either direction, never 0. */
final class FlowHash {
    private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SCTP = 132;

    private FlowHash() {}

    static int of(Packet packet) {
        int network = packet.networkOffset();
        int protocol = packet.protocol();
        while (EtherTypes.isVlan(protocol) && packet.length() >= network + 4) {
            protocol = EtherTypes.protocolAt(packet, network + 2);
            network += 4;
        }
        if (protocol == EtherTypes.IP && packet.length() >= network + 20) {
            int headerLength = (int) (packet.loadBigEndian(network, 1) & 0xf) * 4;
            boolean fragment = (packet.loadBigEndian(network + 6, 2) & 0x3fff) != 0;
            long addresses = packet.loadBigEndian(network + 12, 4) * MULTIPLIER
                    + packet.loadBigEndian(network + 16, 4) * MULTIPLIER;
            int next = (int) packet.loadBigEndian(network + 9, 1);
            return finish(addresses, next, fragment ? 0 : ports(packet, network + headerLength, next));
        }
        if (protocol == EtherTypes.IPV6 && packet.length() >= network + 40) {
            long addresses = 0;
            for (int i = 8; i < 40; i += 4) {
                addresses += (packet.loadBigEndian(network + i, 4) + (i & 15)) * MULTIPLIER;
            }
            int next = (int) packet.loadBigEndian(network + 6, 1);
            return finish(addresses, next, ports(packet, network + 40, next));
        }
        return finish(0, protocol, 0);
    }

    /** The two ports without their order. */
    private static long ports(Packet packet, int offset, int protocol) {
        if ((protocol != TCP && protocol != UDP && protocol != SCTP) || packet.length() < offset + 4) {
            return 0;
        }
        return packet.loadBigEndian(offset, 2) * MULTIPLIER + packet.loadBigEndian(offset + 2, 2) * MULTIPLIER;
    }

    private static int finish(long addresses, int protocol, long ports) {
        long hash = (addresses ^ Long.rotateLeft(ports, 21) ^ protocol) * MULTIPLIER;
        int folded = (int) (hash ^ hash >>> 32);
        return folded == 0 ? 1 : folded;
    }
}
