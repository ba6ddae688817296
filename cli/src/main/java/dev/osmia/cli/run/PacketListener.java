package dev.osmia.cli.run;

import dev.osmia.runtime.capture.CaptureReader;
import dev.osmia.runtime.packet.Packet;
import java.io.IOException;

/** Is told of each packet after the programs have run. */
@FunctionalInterface
interface PacketListener {
    /**
     * Takes a packet as it is now.
     *
     * @param number the packet's number in the run, from 0
     * @param capture where it came from; its current packet is this one
     */
    void packet(long number, CaptureReader capture, Packet packet, Outcome outcome) throws IOException;
}
