package dev.osmia.runtime.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads a pcap or pcapng file packet by packet, as a cursor: {@link #next} moves to a packet, the other methods tell about it. Packet
 * bytes are not copied: they are a range of the mapped file. Moving on allocates nothing but a new window per GiB of file.
 *
 * <p>A file that was cut off in the middle of a packet gives all its whole packets; then {@link #next} returns false and
 * {@link #truncation} tells. Anything else that is wrong with the file is a {@link MalformedCaptureException}.
 *
 * <p>The file must not be made shorter while it is being read: the JVM then throws an {@link InternalError} on access to the mapping.
 * Instances are not safe for use by several threads; buffers that they gave out are.
 */
public abstract sealed class CaptureReader implements Closeable permits PcapReader, PcapngReader {
    final MappedWindow window;

    /** Offset in the file of the record or block that the next call looks at. */
    long position;

    /** Whether multi-byte fields are big-endian. */
    boolean bigEndian;

    long timestampNanos;
    long originalLength;
    int capturedLength;
    int interfaceIndex;
    int linkType;
    int offset;

    private Truncation truncation;

    CaptureReader(MappedWindow window) {
        this.window = window;
    }

    /**
     * Opens a capture; its first bytes tell the format.
     *
     * @throws MalformedCaptureException if the file is not a capture, or its header is damaged
     * @throws IOException if the file cannot be read; the message is one line with the file's name
     */
    public static CaptureReader open(Path file) throws IOException {
        return open(file, MappedWindow.MAXIMUM_SIZE);
    }

    static CaptureReader open(Path file, int windowSize) throws IOException {
        return CaptureOpener.open(file, windowSize);
    }

    /**
     * Moves to the next packet.
     *
     * @return false behind the last whole packet
     * @throws MalformedCaptureException if the file is damaged here
     * @throws IOException if the file cannot be mapped
     */
    public abstract boolean next() throws IOException;

    /** The file's format. */
    public abstract CaptureFormat format();

    /**
     * The interfaces that were seen up to the current packet, in the order of the file; a view that grows. Interfaces described before
     * the first packet are there from the start.
     */
    public abstract List<CaptureInterface> interfaces();

    /** The buffer that holds the current packet: read-only, little-endian; its position and limit must not be changed. */
    public final ByteBuffer buffer() {
        return window.buffer();
    }

    /** Index in {@link #buffer()} of the packet's first byte; the packet has {@link #capturedLength()} bytes. */
    public final int offset() {
        return offset;
    }

    /** How many bytes of the packet are in the file. */
    public final int capturedLength() {
        return capturedLength;
    }

    /** How many bytes the packet had on the wire, as the file says; an unsigned 32-bit number. */
    public final long originalLength() {
        return originalLength;
    }

    /**
     * When the packet was captured, in nanoseconds since 1970-01-01 UTC; 0 where the file does not tell (simple packet blocks). Finer
     * times are cut to the nanosecond; times that nanoseconds in 64 bits cannot hold become {@link Long#MAX_VALUE} or
     * {@link Long#MIN_VALUE}.
     */
    public final long timestampNanos() {
        return timestampNanos;
    }

    /** Which of {@link #interfaces()} the packet was captured on; 0 in pcap files. */
    public final int interfaceIndex() {
        return interfaceIndex;
    }

    /** What the packet's first bytes are, see {@link LinkType}. */
    public final int linkType() {
        return linkType;
    }

    /** The file's name. */
    public final Path file() {
        return window.file();
    }

    /** How the file was cut off, once {@link #next} has returned false because of it. */
    public final Optional<Truncation> truncation() {
        return Optional.ofNullable(truncation);
    }

    /** Frees the file; buffers that were given out stay valid. */
    @Override
    public final void close() throws IOException {
        window.close();
    }

    /** How many bytes there are from the current position to the end of the file. */
    final long remaining() {
        return window.fileSize() - position;
    }

    /** Notes that a record or block at the current position goes on behind the end of the file. */
    final boolean cutOff(long expected) {
        truncation = new Truncation(window.file().toString(), position, expected, remaining());
        return false;
    }

    final int intAt(int index) {
        int value = window.buffer().getInt(index);
        return bigEndian ? Integer.reverseBytes(value) : value;
    }

    final long unsignedIntAt(int index) {
        return Integer.toUnsignedLong(intAt(index));
    }

    final int unsignedShortAt(int index) {
        short value = window.buffer().getShort(index);
        return Short.toUnsignedInt(bigEndian ? Short.reverseBytes(value) : value);
    }

    final long longAt(int index) {
        long value = window.buffer().getLong(index);
        return bigEndian ? Long.reverseBytes(value) : value;
    }

    final MalformedCaptureException malformed(long at, String expected, Object found) {
        return new MalformedCaptureException(window.file(), at, expected, String.valueOf(found));
    }
}
