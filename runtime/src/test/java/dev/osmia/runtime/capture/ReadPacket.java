package dev.osmia.runtime.capture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A packet with all that a reader tells of it, so that two readings can be compared. */
record ReadPacket(long timestampNanos, int interfaceIndex, int linkType, long originalLength, String bytes) {
    static ReadPacket current(CaptureReader reader) {
        var bytes = new byte[reader.capturedLength()];
        reader.buffer().get(reader.offset(), bytes);
        return new ReadPacket(
                reader.timestampNanos(),
                reader.interfaceIndex(),
                reader.linkType(),
                reader.originalLength(),
                HexFormat.of().formatHex(bytes));
    }

    static List<ReadPacket> rest(CaptureReader reader) throws IOException {
        var packets = new ArrayList<ReadPacket>();
        while (reader.next()) {
            packets.add(current(reader));
        }
        return packets;
    }

    static List<ReadPacket> all(Path file) throws IOException {
        try (var reader = CaptureReader.open(file)) {
            return rest(reader);
        }
    }

    int length() {
        return bytes.length() / 2;
    }
}
