package dev.osmia.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What programs made of packets in short, as {@code examples/expected/README.md} describes it: SHA-256 over verdicts, fields and bytes. */
public final class OutcomeDigest {
    private static final int SHORT_DIGITS = 8;

    private final MessageDigest all = sha256();
    private final List<String> each = new ArrayList<>();

    /** Adds a packet after an XDP program. */
    public void xdp(int verdict, ByteBuffer metadata, ByteBuffer packet) {
        add(metadata, packet, verdict, metadata.remaining(), packet.remaining());
    }

    /**
     * Adds a packet after a tc program.
     *
     * @param vlanProto EtherType of the tag beside the packet, in host order; 0 for none
     * @param vlanTci its control information; 0 for none
     */
    public void tc(int verdict, int mark, int vlanProto, int vlanTci, ByteBuffer metadata, ByteBuffer packet) {
        add(metadata, packet, verdict, mark, vlanProto, vlanTci, metadata.remaining(), packet.remaining());
    }

    private void add(ByteBuffer metadata, ByteBuffer packet, int... numbers) {
        var bytes = ByteBuffer.allocate(numbers.length * Integer.BYTES + metadata.remaining() + packet.remaining())
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int number : numbers) {
            bytes.putInt(number);
        }
        bytes.put(metadata.duplicate()).put(packet.duplicate());
        all.update(bytes.array());
        each.add(HexFormat.of().formatHex(sha256().digest(bytes.array())).substring(0, SHORT_DIGITS));
    }

    /** The digest over all packets so far, in hex. No more packets may be added. */
    public String digest() {
        return HexFormat.of().formatHex(all.digest());
    }

    /** The first 8 hex digits of each packet's own digest, to find the first packet that differs. */
    public List<String> packetDigests() {
        return List.copyOf(each);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new AssertionError(missing);
        }
    }
}
