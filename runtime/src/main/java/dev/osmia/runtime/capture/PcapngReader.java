package dev.osmia.runtime.capture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Reads pcapng (draft-ietf-opsawg-pcapng): sections of blocks, each of which carries its length in front and behind; {@link Pcapng}
 * has their layout. Interfaces are numbered through all sections, so that a packet's interface means the same wherever it is read.
 * Blocks of other types are skipped.
 */
final class PcapngReader extends CaptureReader {
    /** What a block may have that is looked into: the longest packet, and more options than anything writes. */
    private static final int MAXIMUM_BLOCK_LENGTH = LinkType.MAXIMUM_LENGTH + (1 << 20);

    /** Two bounds on what a file can make the reader keep. */
    private static final int MAXIMUM_INTERFACES = 1 << 16;

    private static final int MAXIMUM_NAME_LENGTH = 256;

    private final List<CaptureInterface> interfaces = new ArrayList<>();
    private final List<CaptureInterface> interfacesView = Collections.unmodifiableList(interfaces);
    private final List<TimestampUnit> timestampUnits = new ArrayList<>();

    /** Index in {@link #interfaces} of the current section's first interface. */
    private int sectionInterfaces;

    /** Of the block at the current position. */
    private int blockType;

    private long blockLength;

    PcapngReader(MappedWindow window) throws IOException {
        super(window);
        int shortest = Pcapng.BLOCK_FRAME_LENGTH + Pcapng.SECTION_BODY_LENGTH;
        if (window.fileSize() < shortest) {
            throw malformed(
                    0, "a section header block of at least " + shortest + " bytes", window.fileSize() + " bytes");
        }
        // Whoever copies the capture wants to know its interfaces before the first packet.
        seekPacket();
    }

    @Override
    public boolean next() throws IOException {
        if (!seekPacket()) {
            return false;
        }
        int body = window.locate(position, (int) blockLength) + Pcapng.BLOCK_HEADER_LENGTH;
        switch (blockType) {
            case Pcapng.ENHANCED_PACKET_BLOCK -> readPacket(body, unsignedIntAt(body));
            case Pcapng.PACKET_BLOCK -> readPacket(body, unsignedShortAt(body));
            default -> readSimplePacket(body);
        }
        position += blockLength;
        return true;
    }

    /** Moves to the next block that holds a packet, if the current one does not, and takes in the others. */
    private boolean seekPacket() throws IOException {
        while (seeBlock()) {
            switch (blockType) {
                case Pcapng.ENHANCED_PACKET_BLOCK, Pcapng.PACKET_BLOCK, Pcapng.SIMPLE_PACKET_BLOCK -> {
                    return true;
                }
                case Pcapng.SECTION_HEADER_BLOCK -> readSection(window.locate(position, (int) blockLength));
                case Pcapng.INTERFACE_DESCRIPTION_BLOCK -> readInterface(window.locate(position, (int) blockLength));
                default -> {}
            }
            position += blockLength;
        }
        return false;
    }

    /** Reads type and length of the block at the current position; false where no whole block is. */
    private boolean seeBlock() throws IOException {
        long remaining = remaining();
        if (remaining < Pcapng.BLOCK_FRAME_LENGTH) {
            return remaining != 0 && cutOff(Pcapng.BLOCK_FRAME_LENGTH);
        }
        int block = window.locate(position, Pcapng.BLOCK_FRAME_LENGTH);
        blockType = intAt(block);
        if (blockType == Pcapng.SECTION_HEADER_BLOCK) {
            readByteOrder(block + Pcapng.BLOCK_HEADER_LENGTH);
        }
        blockLength = unsignedIntAt(block + Integer.BYTES);
        checkBlockLength();
        if (remaining < blockLength) {
            return cutOff(blockLength);
        }
        checkTrailer();
        return true;
    }

    private void readByteOrder(int at) {
        int magic = window.buffer().getInt(at);
        if (magic != Pcapng.BYTE_ORDER_MAGIC && Integer.reverseBytes(magic) != Pcapng.BYTE_ORDER_MAGIC) {
            throw malformed(
                    position + Pcapng.BLOCK_HEADER_LENGTH,
                    "byte-order magic 0x%08x".formatted(Pcapng.BYTE_ORDER_MAGIC),
                    "0x%08x".formatted(magic));
        }
        bigEndian = magic != Pcapng.BYTE_ORDER_MAGIC;
    }

    private void checkBlockLength() {
        int bodyLength = Pcapng.minimumBodyLength(blockType);
        int shortest = Pcapng.BLOCK_FRAME_LENGTH + bodyLength;
        long at = position + Integer.BYTES;
        if (blockLength < shortest) {
            throw malformed(at, "%s of at least %d bytes".formatted(Pcapng.describe(blockType), shortest), blockLength);
        }
        if (blockLength % Pcapng.ALIGNMENT != 0) {
            throw malformed(at, "a block length that is a multiple of " + Pcapng.ALIGNMENT, blockLength);
        }
        if (bodyLength > 0 && blockLength > MAXIMUM_BLOCK_LENGTH) {
            throw malformed(
                    at,
                    "%s of at most %d bytes".formatted(Pcapng.describe(blockType), MAXIMUM_BLOCK_LENGTH),
                    blockLength);
        }
    }

    private void checkTrailer() throws IOException {
        boolean lookedInto = Pcapng.minimumBodyLength(blockType) > 0;
        int trailer = lookedInto
                ? window.locate(position, (int) blockLength) + (int) blockLength - Pcapng.BLOCK_TRAILER_LENGTH
                : window.locate(position + blockLength - Pcapng.BLOCK_TRAILER_LENGTH, Pcapng.BLOCK_TRAILER_LENGTH);
        long repeated = unsignedIntAt(trailer);
        if (repeated != blockLength) {
            throw malformed(
                    position + blockLength - Pcapng.BLOCK_TRAILER_LENGTH,
                    "the block's length again, " + blockLength,
                    repeated);
        }
    }

    private void readSection(int block) {
        int version = block + Pcapng.BLOCK_HEADER_LENGTH + Integer.BYTES;
        int major = unsignedShortAt(version);
        int minor = unsignedShortAt(version + Short.BYTES);
        boolean minorKnown = minor == Pcapng.MINOR_VERSION || minor == Pcapng.MINOR_VERSION_AS_WELL;
        if (major != Pcapng.MAJOR_VERSION || !minorKnown) {
            throw malformed(window.fileOffset(version), "pcapng version 1.0", major + "." + minor);
        }
        sectionInterfaces = interfaces.size();
    }

    private void readInterface(int block) {
        if (interfaces.size() == MAXIMUM_INTERFACES) {
            throw malformed(position, "at most " + MAXIMUM_INTERFACES + " interfaces", "one more");
        }
        int body = block + Pcapng.BLOCK_HEADER_LENGTH;
        var name = "";
        int resolution = Pcapng.DEFAULT_RESOLUTION;
        long offsetSeconds = 0;
        int option = body + Pcapng.INTERFACE_BODY_LENGTH;
        int end = block + (int) blockLength - Pcapng.BLOCK_TRAILER_LENGTH;
        while (option < end && unsignedShortAt(option) != Pcapng.OPT_ENDOFOPT) {
            int length = unsignedShortAt(option + Short.BYTES);
            int value = option + Pcapng.OPTION_HEADER_LENGTH;
            if (Pcapng.aligned(length) > end - value) {
                throw malformed(window.fileOffset(option), "an option of at most " + (end - value) + " bytes", length);
            }
            switch (unsignedShortAt(option)) {
                case Pcapng.IF_NAME -> name = text(value, length);
                case Pcapng.IF_TSRESOL -> {
                    requireOptionLength(option, "if_tsresol", Byte.BYTES);
                    resolution = Byte.toUnsignedInt(window.buffer().get(value));
                }
                case Pcapng.IF_TSOFFSET -> {
                    requireOptionLength(option, "if_tsoffset", Long.BYTES);
                    offsetSeconds = longAt(value);
                }
                default -> {}
            }
            option = value + Pcapng.aligned(length);
        }
        timestampUnits.add(timestampUnit(resolution, offsetSeconds));
        interfaces.add(new CaptureInterface(unsignedShortAt(body), unsignedIntAt(body + Integer.BYTES), name));
    }

    private void requireOptionLength(int option, String name, int expected) {
        int length = unsignedShortAt(option + Short.BYTES);
        if (length != expected) {
            throw malformed(window.fileOffset(option), "option %s of length %d".formatted(name, expected), length);
        }
    }

    private TimestampUnit timestampUnit(int resolution, long offsetSeconds) {
        boolean binary = (resolution & Pcapng.BINARY_RESOLUTION) != 0;
        int exponent = resolution & ~Pcapng.BINARY_RESOLUTION;
        int greatest = binary ? TimestampUnit.GREATEST_BINARY_EXPONENT : TimestampUnit.GREATEST_DECIMAL_EXPONENT;
        if (exponent > greatest) {
            int base = binary ? 2 : 10;
            throw malformed(
                    position,
                    "an interface whose time stamps are no finer than %d^-%d s".formatted(base, greatest),
                    "if_tsresol %d^-%d".formatted(base, exponent));
        }
        return binary ? TimestampUnit.binary(exponent, offsetSeconds) : TimestampUnit.decimal(exponent, offsetSeconds);
    }

    private String text(int at, int length) {
        var bytes = new byte[Math.min(length, MAXIMUM_NAME_LENGTH)];
        window.buffer().get(at, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void readPacket(int body, long interfaceInSection) {
        int time = body + Integer.BYTES;
        int captured = time + Long.BYTES;
        int packet = body + Pcapng.ENHANCED_PACKET_BODY_LENGTH;
        takeInterface(body, interfaceInSection);
        takePacket(packet, unsignedIntAt(captured), captured);
        originalLength = unsignedIntAt(captured + Integer.BYTES);
        long units = unsignedIntAt(time) << Integer.SIZE | unsignedIntAt(time + Integer.BYTES);
        timestampNanos = timestampUnits.get(interfaceIndex).toNanos(units);
    }

    /** A simple packet block has no captured length: it is the original length, cut to the first interface's snapshot length. */
    private void readSimplePacket(int body) {
        takeInterface(body, 0);
        long snapLength = interfaces.get(interfaceIndex).snapLength();
        originalLength = unsignedIntAt(body);
        long captured = snapLength == 0 ? originalLength : Math.min(originalLength, snapLength);
        takePacket(body + Pcapng.SIMPLE_PACKET_BODY_LENGTH, captured, body);
        timestampNanos = 0;
    }

    private void takeInterface(int body, long interfaceInSection) {
        int known = interfaces.size() - sectionInterfaces;
        if (interfaceInSection >= known) {
            throw malformed(
                    window.fileOffset(body),
                    "one of the section's %d interfaces".formatted(known),
                    "interface " + interfaceInSection);
        }
        interfaceIndex = sectionInterfaces + (int) interfaceInSection;
        linkType = interfaces.get(interfaceIndex).linkType();
    }

    private void takePacket(int packet, long captured, int lengthField) {
        int room = (int) (position + blockLength - Pcapng.BLOCK_TRAILER_LENGTH - window.fileOffset(packet));
        int longest = Math.min(room, LinkType.maximumLength(linkType));
        if (captured > longest) {
            throw malformed(window.fileOffset(lengthField), "a packet of at most " + longest + " bytes", captured);
        }
        capturedLength = (int) captured;
        offset = packet;
    }

    @Override
    public CaptureFormat format() {
        return CaptureFormat.PCAPNG;
    }

    @Override
    public List<CaptureInterface> interfaces() {
        return interfacesView;
    }
}
