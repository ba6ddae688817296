package dev.osmia.cli.agreement;

import dev.osmia.runtime.packet.Packet;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * What a program made of a packet, as far as a test run of the kernel tells.
 *
 * @param result the low 32 bits of R0
 * @param packet its bytes in hex
 * @param metadata its bytes in hex
 * @param fields the context's fields that come back
 */
record Outcome(int result, String packet, String metadata, String fields) {
    static Outcome of(int result, Packet packet) {
        return new Outcome(
                result,
                hex(packet.data(), packet.dataStart(), packet.length()),
                hex(packet.metadata(), packet.metadataStart(), packet.metadataLength()),
                "mark=%d priority=%d tstamp=%d cb=%s"
                        .formatted(
                                packet.mark(),
                                packet.priority(),
                                packet.tstamp(),
                                HexFormat.of().formatHex(packet.controlBlock())));
    }

    private static String hex(ByteBuffer buffer, int start, int length) {
        var bytes = new byte[length];
        buffer.get(start, bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
