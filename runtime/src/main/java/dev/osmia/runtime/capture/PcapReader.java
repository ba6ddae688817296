package dev.osmia.runtime.capture;

import java.io.IOException;
import java.util.List;

/**
 * Reads pcap: a header of 24 bytes, then records of 16 bytes and the packet (draft-ietf-opsawg-pcap, pcap-savefile(5)).
 *
 * <pre>
 * file:    magic(4) major(2) minor(2) reserved(4) reserved(4) snapLength(4) linkType(4)
 * record:  seconds(4) fraction(4) capturedLength(4) originalLength(4) packet(capturedLength)
 * </pre>
 */
final class PcapReader extends CaptureReader {
    static final int MICROSECOND_MAGIC = 0xa1b2c3d4;
    static final int MICROSECOND_MAGIC_SWAPPED = 0xd4c3b2a1;
    static final int NANOSECOND_MAGIC = 0xa1b23c4d;
    static final int NANOSECOND_MAGIC_SWAPPED = 0x4d3cb2a1;
    static final int HEADER_LENGTH = 24;
    static final int RECORD_HEADER_LENGTH = 16;
    static final int MAJOR_VERSION = 2;
    static final int MINOR_VERSION = 4;

    private static final int VERSION = 4;
    private static final int SNAP_LENGTH = 16;
    private static final int LINK_TYPE = 20;

    private static final int FRACTION = 4;
    private static final int CAPTURED_LENGTH = 8;
    private static final int ORIGINAL_LENGTH = 12;

    /** DG/UX wrote this as its major version, and the two lengths in the other order. */
    private static final int DGUX_MAJOR_VERSION = 543;

    /** Up to 2.2 the two lengths stand in the other order, in 2.3 in either. */
    private static final int LAST_SWAPPED_MINOR_VERSION = 3;

    private static final int LINK_TYPE_MASK = 0xffff;

    /** Above the link type stand the length of the frame check sequence (4 bits), a flag for it, and reserved bits. */
    private static final int LINK_TYPE_RESERVED = 0x03ff_0000;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MICROSECOND = 1_000L;

    private final boolean nanosecond;
    private final List<CaptureInterface> interfaces;
    private final int maximumLength;
    private boolean lengthsSwapped;
    private boolean lengthsMayBeSwapped;

    PcapReader(MappedWindow window, boolean bigEndian, boolean nanosecond) throws IOException {
        super(window);
        this.bigEndian = bigEndian;
        this.nanosecond = nanosecond;
        if (window.fileSize() < HEADER_LENGTH) {
            throw malformed(0, "a pcap header of " + HEADER_LENGTH + " bytes", window.fileSize() + " bytes");
        }
        int header = window.locate(0, HEADER_LENGTH);
        readVersion(header);
        int linkTypeField = intAt(header + LINK_TYPE);
        if ((linkTypeField & LINK_TYPE_RESERVED) != 0) {
            throw malformed(LINK_TYPE, "a link type whose reserved bits are 0", "0x%08x".formatted(linkTypeField));
        }
        linkType = linkTypeField & LINK_TYPE_MASK;
        maximumLength = LinkType.maximumLength(linkType);
        interfaces = List.of(new CaptureInterface(linkType, unsignedIntAt(header + SNAP_LENGTH), ""));
        position = HEADER_LENGTH;
    }

    private void readVersion(int header) {
        int major = unsignedShortAt(header + VERSION);
        int minor = unsignedShortAt(header + VERSION + Short.BYTES);
        boolean dgux = major == DGUX_MAJOR_VERSION && minor == 0;
        if (major != MAJOR_VERSION && !dgux) {
            throw malformed(VERSION, "pcap version 2.4", major + "." + minor);
        }
        lengthsSwapped = dgux || minor < LAST_SWAPPED_MINOR_VERSION;
        lengthsMayBeSwapped = !dgux && minor == LAST_SWAPPED_MINOR_VERSION;
    }

    @Override
    public boolean next() throws IOException {
        long remaining = remaining();
        if (remaining < RECORD_HEADER_LENGTH) {
            return remaining != 0 && cutOff(RECORD_HEADER_LENGTH);
        }
        int record = window.locate(position, RECORD_HEADER_LENGTH);
        int captured = intAt(record + CAPTURED_LENGTH);
        int original = intAt(record + ORIGINAL_LENGTH);
        if (lengthsSwapped || (lengthsMayBeSwapped && Integer.compareUnsigned(captured, original) > 0)) {
            int first = captured;
            captured = original;
            original = first;
        }
        if (Integer.compareUnsigned(captured, maximumLength) > 0) {
            throw malformed(
                    position + CAPTURED_LENGTH,
                    "a packet of at most " + maximumLength + " bytes",
                    Integer.toUnsignedString(captured));
        }
        int length = RECORD_HEADER_LENGTH + captured;
        if (remaining < length) {
            return cutOff(length);
        }
        record = window.locate(position, length);
        long fraction = unsignedIntAt(record + FRACTION);
        timestampNanos =
                unsignedIntAt(record) * NANOS_PER_SECOND + (nanosecond ? fraction : fraction * NANOS_PER_MICROSECOND);
        capturedLength = captured;
        originalLength = Integer.toUnsignedLong(original);
        offset = record + RECORD_HEADER_LENGTH;
        position += length;
        return true;
    }

    /** Whether time stamps are in nanoseconds rather than microseconds. */
    boolean nanosecond() {
        return nanosecond;
    }

    @Override
    public CaptureFormat format() {
        return CaptureFormat.PCAP;
    }

    @Override
    public List<CaptureInterface> interfaces() {
        return interfaces;
    }
}
