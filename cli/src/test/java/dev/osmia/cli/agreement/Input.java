package dev.osmia.cli.agreement;

import dev.osmia.program.ProgramType;
import dev.osmia.runtime.packet.Packet;
import dev.osmia.runtime.packet.SocketBufferHandover;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A packet as programs get it.
 *
 * @param frame from the Ethernet header on
 * @param metadata in front of it; for XDP programs only
 * @param mark for programs on socket buffers
 */
record Input(byte[] frame, byte[] metadata, int mark) {
    private static final int LOOPBACK_IFINDEX = 1;

    /** A frame and nothing else. */
    static Input of(byte[] frame) {
        return new Input(frame, new byte[0], 0);
    }

    /** A packet of its own, as a test run of the kernel shows it to programs of this type. */
    Packet packet(ProgramType type) {
        var packet = Packet.of(ByteBuffer.wrap(frame.clone()));
        packet.ingressIfindex(LOOPBACK_IFINDEX);
        if (type == ProgramType.XDP) {
            packet.metadata(ByteBuffer.wrap(metadata));
        } else {
            packet.ingressIfindex(0);
            SocketBufferHandover.testRun(packet, type);
            packet.mark(mark);
        }
        return packet;
    }

    @Override
    public String toString() {
        var hex = HexFormat.of();
        return "frame " + hex.formatHex(frame) + " metadata " + hex.formatHex(metadata) + " mark " + mark;
    }
}
