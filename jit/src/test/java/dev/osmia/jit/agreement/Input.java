package dev.osmia.jit.agreement;

import dev.osmia.runtime.packet.Packet;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * What one run of a random program starts from.
 *
 * @param frame the packet's bytes
 * @param metadata the bytes in front of it
 * @param values the double words that the verifier does not know
 * @param direct whether the packet lies in a direct buffer
 */
public record Input(byte[] frame, byte[] metadata, byte[] values, boolean direct) {
    /** The kernel's test runs take no fewer bytes than an Ethernet header. */
    private static final int LEAST_BYTES = 14;

    /** Bytes around the frame that nobody may change. */
    static final int MARGIN = 40;

    static final byte MARGIN_BYTE = 0x5a;

    static Input random(RandomGenerator random, boolean withMetadata) {
        var choice = new Choice(random);
        var frame = choice.bytes(choice.between(LEAST_BYTES, choice.coin() ? 40 : 200));
        // Test runs of the kernel look at the headers of what claims to be IP.
        frame[12] = (byte) 0x88;
        frame[13] = (byte) 0xb5;
        var metadata = choice.bytes(withMetadata ? choice.between(0, 8) * 4 : 0);
        var values = ByteBuffer.allocate(64);
        while (values.hasRemaining()) {
            values.putLong(Long.reverseBytes(choice.value()));
        }
        return new Input(frame, metadata, values.array(), choice.coin());
    }

    /** A packet in the middle of a larger buffer. */
    public Packet packet() {
        int bytes = frame.length + 2 * MARGIN;
        var buffer = direct ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            buffer.put(MARGIN_BYTE);
        }
        buffer.put(MARGIN, frame);
        var packet = Packet.create();
        packet.wrap(buffer, MARGIN, MARGIN + frame.length);
        packet.headers(0, LEAST_BYTES);
        if (metadata.length > 0) {
            packet.metadata(ByteBuffer.wrap(metadata));
        }
        return packet;
    }

    /** Reads what {@link #toString} writes. */
    static Input parse(String text) {
        var words = text.split(" ", -1);
        var hex = HexFormat.of();
        return new Input(
                hex.parseHex(words[1]), hex.parseHex(words[2]), hex.parseHex(words[3]), words[0].equals("direct"));
    }

    /** The kind of buffer, then packet, metadata and values in hexadecimal. */
    @Override
    public String toString() {
        var hex = HexFormat.of();
        return String.join(
                " ", direct ? "direct" : "heap", hex.formatHex(frame), hex.formatHex(metadata), hex.formatHex(values));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Input input
                && Arrays.equals(frame, input.frame)
                && Arrays.equals(metadata, input.metadata)
                && Arrays.equals(values, input.values)
                && direct == input.direct;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(frame);
    }
}
