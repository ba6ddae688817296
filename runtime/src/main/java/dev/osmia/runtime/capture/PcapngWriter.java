package dev.osmia.runtime.capture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes pcapng as one section of enhanced packet blocks, times in nanoseconds. {@link Pcapng} has the layout. */
final class PcapngWriter extends CaptureWriter {
    private static final byte[] APPLICATION = "Osmia".getBytes(StandardCharsets.UTF_8);

    /** Options have 16 bits for their length; no interface has a name that long. */
    private static final int MAXIMUM_NAME_LENGTH = 0xff00;

    PcapngWriter(OutputFile output) {
        super(output);
    }

    @Override
    void writeHeader() throws IOException {
        int length = Pcapng.BLOCK_FRAME_LENGTH
                + Pcapng.SECTION_BODY_LENGTH
                + optionLength(APPLICATION)
                + Pcapng.OPTION_HEADER_LENGTH;
        output.reserve(length)
                .putInt(Pcapng.SECTION_HEADER_BLOCK)
                .putInt(length)
                .putInt(Pcapng.BYTE_ORDER_MAGIC)
                .putShort((short) Pcapng.MAJOR_VERSION)
                .putShort((short) Pcapng.MINOR_VERSION)
                .putLong(Pcapng.UNKNOWN_SECTION_LENGTH);
        putOption(Pcapng.SHB_USERAPPL, APPLICATION);
        endOptions(length);
    }

    @Override
    void writeInterface(CaptureInterface description) throws IOException {
        var name = description.name().getBytes(StandardCharsets.UTF_8);
        if (name.length > MAXIMUM_NAME_LENGTH) {
            throw new IllegalArgumentException("name of " + name.length + " bytes");
        }
        byte[] resolution = {Pcapng.NANOSECOND_RESOLUTION};
        int length = Pcapng.BLOCK_FRAME_LENGTH
                + Pcapng.INTERFACE_BODY_LENGTH
                + (name.length == 0 ? 0 : optionLength(name))
                + optionLength(resolution)
                + Pcapng.OPTION_HEADER_LENGTH;
        output.reserve(length)
                .putInt(Pcapng.INTERFACE_DESCRIPTION_BLOCK)
                .putInt(length)
                .putShort((short) description.linkType())
                .putShort((short) 0)
                .putInt((int) description.snapLength());
        if (name.length != 0) {
            putOption(Pcapng.IF_NAME, name);
        }
        putOption(Pcapng.IF_TSRESOL, resolution);
        endOptions(length);
    }

    @Override
    void writePacketHeader(int interfaceIndex, long timestampNanos, int length, int originalLength) throws IOException {
        long time = Math.max(0, timestampNanos);
        output.reserve(Pcapng.BLOCK_HEADER_LENGTH + Pcapng.ENHANCED_PACKET_BODY_LENGTH)
                .putInt(Pcapng.ENHANCED_PACKET_BLOCK)
                .putInt(blockLength(length))
                .putInt(interfaceIndex)
                .putInt((int) (time >>> Integer.SIZE))
                .putInt((int) time)
                .putInt(length)
                .putInt(originalLength);
    }

    @Override
    void endPacket(int length) throws IOException {
        var buffer = output.reserve(Pcapng.ALIGNMENT + Pcapng.BLOCK_TRAILER_LENGTH);
        for (int i = length; i < Pcapng.aligned(length); i++) {
            buffer.put((byte) 0);
        }
        buffer.putInt(blockLength(length));
    }

    private static int blockLength(int packetLength) {
        return Pcapng.BLOCK_FRAME_LENGTH + Pcapng.ENHANCED_PACKET_BODY_LENGTH + Pcapng.aligned(packetLength);
    }

    private static int optionLength(byte[] value) {
        return Pcapng.OPTION_HEADER_LENGTH + Pcapng.aligned(value.length);
    }

    private void putOption(int code, byte[] value) throws IOException {
        output.reserve(optionLength(value))
                .putShort((short) code)
                .putShort((short) value.length)
                .put(Arrays.copyOf(value, Pcapng.aligned(value.length)));
    }

    private void endOptions(int blockLength) throws IOException {
        output.reserve(Pcapng.OPTION_HEADER_LENGTH + Pcapng.BLOCK_TRAILER_LENGTH)
                .putShort((short) Pcapng.OPT_ENDOFOPT)
                .putShort((short) 0)
                .putInt(blockLength);
    }
}
