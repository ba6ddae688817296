package dev.osmia.cli.run;

import dev.osmia.runtime.capture.CaptureReader;
import dev.osmia.runtime.capture.CaptureWriter;
import dev.osmia.runtime.packet.Packet;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.Predicate;

/** Writes the packets that fit into a capture file, which appears under its name only once it is whole. */
final class CaptureOutput implements PacketListener, Closeable {
    private static final int TAG_OFFSET = 12;
    private static final int TAG_BYTES = 4;

    private final Path file;
    private final Predicate<Outcome> fits;
    private CaptureWriter writer;

    CaptureOutput(Path file, Predicate<Outcome> fits) {
        this.file = file;
        this.fits = fits;
    }

    @Override
    public void packet(long number, CaptureReader capture, Packet packet, Outcome outcome) throws IOException {
        if (writer == null) {
            writer = CaptureWriter.like(capture, file);
        }
        if (fits.test(outcome)) {
            putTagBack(packet);
            writer.write(capture, packet.data(), packet.dataStart(), packet.length());
        }
    }

    /** The tag that the kernel keeps beside a socket buffer goes back into the frame when the frame leaves. */
    private static void putTagBack(Packet packet) {
        if (packet.vlanPresent() == 0) {
            return;
        }
        int protocol = Short.toUnsignedInt(Short.reverseBytes((short) packet.vlanProto()));
        int tag = (protocol << Short.SIZE) | (packet.vlanTci() & 0xffff);
        packet.insert(TAG_OFFSET, TAG_BYTES);
        packet.clearVlanTag();
        var data = packet.data().duplicate().order(ByteOrder.BIG_ENDIAN);
        data.putInt(packet.dataStart() + TAG_OFFSET, tag);
    }

    /**
     * Gives the file its name.
     *
     * @param first the first capture of the run, whose format an output without packets has
     */
    void commit(Path first) throws IOException {
        if (writer == null) {
            try (var capture = CaptureReader.open(first)) {
                writer = CaptureWriter.like(capture, file);
            }
        }
        writer.commit();
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }
}
