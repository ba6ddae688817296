package dev.osmia.runtime.capture;

/**
 * Layout of pcapng (draft-ietf-opsawg-pcapng), lengths in bytes:
 *
 * <pre>
 * block:                  type(4) totalLength(4) body totalLength(4)
 * section header:         byteOrderMagic(4) major(2) minor(2) sectionLength(8) options
 * interface description:  linkType(2) reserved(2) snapLength(4) options
 * enhanced packet:        interface(4) timeHigh(4) timeLow(4) capturedLength(4) originalLength(4) packet options
 * packet (obsolete):      interface(2) drops(2) timeHigh(4) timeLow(4) capturedLength(4) originalLength(4) packet options
 * simple packet:          originalLength(4) packet
 * option:                 code(2) length(2) value
 * </pre>
 *
 * Packets and option values are filled up to {@link #ALIGNMENT}; lengths of blocks count the filling, those of packets and options do
 * not.
 */
final class Pcapng {
    /** Reads the same in both byte orders. */
    static final int SECTION_HEADER_BLOCK = 0x0a0d_0d0a;

    static final int INTERFACE_DESCRIPTION_BLOCK = 1;
    static final int PACKET_BLOCK = 2;
    static final int SIMPLE_PACKET_BLOCK = 3;
    static final int ENHANCED_PACKET_BLOCK = 6;

    static final int BYTE_ORDER_MAGIC = 0x1a2b_3c4d;
    static final int MAJOR_VERSION = 1;
    static final int MINOR_VERSION = 0;

    /** Some writers give 1.2 for what is 1.0; readers are to take it. */
    static final int MINOR_VERSION_AS_WELL = 2;

    static final long UNKNOWN_SECTION_LENGTH = -1;

    static final int ALIGNMENT = 4;
    static final int BLOCK_HEADER_LENGTH = 8;
    static final int BLOCK_TRAILER_LENGTH = 4;
    static final int BLOCK_FRAME_LENGTH = BLOCK_HEADER_LENGTH + BLOCK_TRAILER_LENGTH;
    static final int SECTION_BODY_LENGTH = 16;
    static final int INTERFACE_BODY_LENGTH = 8;
    static final int ENHANCED_PACKET_BODY_LENGTH = 20;
    static final int SIMPLE_PACKET_BODY_LENGTH = 4;

    static final int OPTION_HEADER_LENGTH = 4;
    static final int OPT_ENDOFOPT = 0;
    static final int SHB_USERAPPL = 4;
    static final int IF_NAME = 2;
    static final int IF_TSRESOL = 9;
    static final int IF_TSOFFSET = 14;

    /** Set in {@code if_tsresol} where the rest is a power of two rather than of ten. */
    static final int BINARY_RESOLUTION = 0x80;

    static final int DEFAULT_RESOLUTION = 6;
    static final int NANOSECOND_RESOLUTION = 9;

    private Pcapng() {}

    /** How long the fixed part of a block's body is; 0 for blocks that are not looked into. */
    static int minimumBodyLength(int blockType) {
        return switch (blockType) {
            case SECTION_HEADER_BLOCK -> SECTION_BODY_LENGTH;
            case INTERFACE_DESCRIPTION_BLOCK -> INTERFACE_BODY_LENGTH;
            case PACKET_BLOCK, ENHANCED_PACKET_BLOCK -> ENHANCED_PACKET_BODY_LENGTH;
            case SIMPLE_PACKET_BLOCK -> SIMPLE_PACKET_BODY_LENGTH;
            default -> 0;
        };
    }

    static String describe(int blockType) {
        return switch (blockType) {
            case SECTION_HEADER_BLOCK -> "a section header block";
            case INTERFACE_DESCRIPTION_BLOCK -> "an interface description block";
            case PACKET_BLOCK -> "a packet block";
            case SIMPLE_PACKET_BLOCK -> "a simple packet block";
            case ENHANCED_PACKET_BLOCK -> "an enhanced packet block";
            default -> "a block of type 0x%08x".formatted(blockType);
        };
    }

    static int aligned(int length) {
        return (length + ALIGNMENT - 1) & -ALIGNMENT;
    }
}
