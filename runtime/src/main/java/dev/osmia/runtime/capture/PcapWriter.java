package dev.osmia.runtime.capture;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** Writes pcap, version 2.4. {@link PcapReader} has the layout. */
final class PcapWriter extends CaptureWriter {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MICROSECOND = 1_000L;

    /** The last nanosecond whose second fits the format's unsigned 32 bits. */
    private static final long LATEST = (1L << Integer.SIZE) * NANOS_PER_SECOND - 1;

    private final int linkType;
    private final boolean nanosecond;

    PcapWriter(OutputFile output, int linkType, boolean nanosecond) {
        super(output);
        this.linkType = linkType;
        this.nanosecond = nanosecond;
    }

    @Override
    void writeHeader() throws IOException {
        output.reserve(PcapReader.HEADER_LENGTH)
                .putInt(nanosecond ? PcapReader.NANOSECOND_MAGIC : PcapReader.MICROSECOND_MAGIC)
                .putShort((short) PcapReader.MAJOR_VERSION)
                .putShort((short) PcapReader.MINOR_VERSION)
                .putInt(0)
                .putInt(0)
                .putInt(LinkType.maximumLength(linkType))
                .putInt(linkType);
    }

    @Override
    void writeInterface(CaptureInterface description) throws IOException {
        if (description.linkType() != linkType) {
            throw new FileSystemException(
                    output.file().toString(),
                    null,
                    "a pcap file has one link type, this one %s, so packets of %s do not fit: use pcapng"
                            .formatted(LinkType.describe(linkType), LinkType.describe(description.linkType())));
        }
    }

    @Override
    void writePacketHeader(int interfaceIndex, long timestampNanos, int length, int originalLength) throws IOException {
        long time = Math.max(0, Math.min(timestampNanos, LATEST));
        long fraction = time % NANOS_PER_SECOND;
        output.reserve(PcapReader.RECORD_HEADER_LENGTH)
                .putInt((int) (time / NANOS_PER_SECOND))
                .putInt((int) (nanosecond ? fraction : fraction / NANOS_PER_MICROSECOND))
                .putInt(length)
                .putInt(originalLength);
    }

    @Override
    void endPacket(int length) {}
}
