package dev.osmia.runtime.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes captures byte by byte, in either byte order and as wrong as a test wants them. */
final class CaptureBytes {
    private final ByteBuffer buffer;

    private CaptureBytes(ByteOrder order, int capacity) {
        buffer = ByteBuffer.allocate(capacity).order(order);
    }

    static CaptureBytes in(ByteOrder order) {
        return in(order, 512 << 10);
    }

    static CaptureBytes in(ByteOrder order, int capacity) {
        return new CaptureBytes(order, capacity);
    }

    static Path fixture(String name) {
        try {
            return Path.of(CaptureBytes.class.getResource("/captures/" + name).toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    CaptureBytes order(ByteOrder order) {
        buffer.order(order);
        return this;
    }

    CaptureBytes raw(byte... bytes) {
        buffer.put(bytes);
        return this;
    }

    CaptureBytes ints(int... values) {
        Arrays.stream(values).forEach(buffer::putInt);
        return this;
    }

    CaptureBytes shorts(int... values) {
        Arrays.stream(values).forEach(value -> buffer.putShort((short) value));
        return this;
    }

    CaptureBytes longs(long... values) {
        Arrays.stream(values).forEach(buffer::putLong);
        return this;
    }

    CaptureBytes pcapHeader(int magic, int major, int minor, int snapLength, int linkType) {
        return ints(magic).shorts(major, minor).ints(0, 0, snapLength, linkType);
    }

    CaptureBytes pcapHeader() {
        return pcapHeader(PcapReader.MICROSECOND_MAGIC, 2, 4, 262144, LinkType.ETHERNET);
    }

    CaptureBytes pcapRecord(int seconds, int fraction, int originalLength, byte... packet) {
        return ints(seconds, fraction, packet.length, originalLength).raw(packet);
    }

    CaptureBytes section() {
        return block(
                Pcapng.SECTION_HEADER_BLOCK,
                body().ints(Pcapng.BYTE_ORDER_MAGIC).shorts(1, 0).longs(-1));
    }

    CaptureBytes interfaceOf(int linkType, int snapLength, CaptureBytes options) {
        return block(
                Pcapng.INTERFACE_DESCRIPTION_BLOCK,
                body().shorts(linkType, 0).ints(snapLength).raw(options.bytes()));
    }

    CaptureBytes interfaceOf(int linkType) {
        return interfaceOf(linkType, 0, body());
    }

    CaptureBytes option(int code, byte... value) {
        return shorts(code, value.length).padded(value);
    }

    CaptureBytes enhanced(int interfaceId, long time, int originalLength, byte... packet) {
        return block(
                Pcapng.ENHANCED_PACKET_BLOCK,
                body().ints(interfaceId, (int) (time >>> 32), (int) time, packet.length, originalLength)
                        .padded(packet));
    }

    CaptureBytes obsolete(int interfaceId, long time, int originalLength, byte... packet) {
        return block(
                Pcapng.PACKET_BLOCK,
                body().shorts(interfaceId, 0xffff)
                        .ints((int) (time >>> 32), (int) time, packet.length, originalLength)
                        .padded(packet));
    }

    CaptureBytes simple(int originalLength, byte... packet) {
        return block(Pcapng.SIMPLE_PACKET_BLOCK, body().ints(originalLength).padded(packet));
    }

    CaptureBytes block(int type, CaptureBytes body) {
        int length = Pcapng.BLOCK_FRAME_LENGTH + body.buffer.position();
        return ints(type, length).raw(body.bytes()).ints(length);
    }

    CaptureBytes padded(byte... bytes) {
        return raw(Arrays.copyOf(bytes, Pcapng.aligned(bytes.length)));
    }

    /** For what goes into a block or option of this capture. */
    CaptureBytes body() {
        return in(buffer.order());
    }

    /** Writes over what is already there. */
    CaptureBytes patchInt(int at, int value) {
        buffer.putInt(at, value);
        return this;
    }

    int length() {
        return buffer.position();
    }

    byte[] bytes() {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    Path to(Path file) {
        try {
            return Files.write(file, bytes());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
