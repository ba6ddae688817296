package dev.osmia.runtime.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes a pcap or pcapng file, little-endian. The file appears under its name, whole, with {@link #commit}; closing without it leaves
 * what was there before untouched and nothing else behind. So a capture may be rewritten under its own name.
 *
 * <pre>{@code
 * try (var reader = CaptureReader.open(in); var writer = CaptureWriter.like(reader, out)) {
 *     while (reader.next()) {
 *         writer.write(reader);
 *     }
 *     writer.commit();
 * }
 * }</pre>
 *
 * <p>Writing allocates nothing per packet. Instances are not safe for use by several threads.
 */
public abstract sealed class CaptureWriter implements Closeable permits PcapWriter, PcapngWriter {
    private static final long MAXIMUM_ORIGINAL_LENGTH = 0xffff_ffffL;

    final OutputFile output;

    private final List<CaptureInterface> interfaces = new ArrayList<>();

    /** For each capture that packets were taken from, this file's interfaces in the order of the capture's. */
    private final Map<CaptureReader, List<Integer>> interfacesBySource = new IdentityHashMap<>();

    private CaptureReader lastSource;
    private List<Integer> lastSourceInterfaces = List.of();

    CaptureWriter(OutputFile output) {
        this.output = output;
    }

    /**
     * Starts a pcap file.
     *
     * @param linkType what the packets' first bytes are, see {@link LinkType}
     * @param nanosecond whether times are kept to the nanosecond rather than the microsecond
     * @throws IOException if the file cannot be written; the message is one line with the file's name
     */
    public static CaptureWriter pcap(Path file, int linkType, boolean nanosecond) throws IOException {
        var description = CaptureInterface.of(linkType);
        return begin(new PcapWriter(OutputFile.create(file), linkType, nanosecond), List.of(description));
    }

    /**
     * Starts a pcapng file with the interfaces that are known; more can be added. Times are kept to the nanosecond.
     *
     * @throws IOException if the file cannot be written; the message is one line with the file's name
     */
    public static CaptureWriter pcapng(Path file, List<CaptureInterface> interfaces) throws IOException {
        return begin(new PcapngWriter(OutputFile.create(file)), interfaces);
    }

    /**
     * Starts a file for packets of a capture. The file name's extension tells the format; where it does not, it is the capture's. A
     * pcap file is to the microsecond only where the capture is such a pcap file. The capture's interfaces are taken over, without
     * their snapshot lengths: programs make packets longer.
     *
     * @throws IOException if the file cannot be written, or if it is to be pcap and the capture's interfaces differ in link type; the
     *     message is one line with the file's name
     */
    public static CaptureWriter like(CaptureReader source, Path file) throws IOException {
        boolean nanosecond = !(source instanceof PcapReader pcap) || pcap.nanosecond();
        // A capture without interfaces has no packets either, and any link type will do.
        int linkType = source.interfaces().isEmpty()
                ? LinkType.ETHERNET
                : source.interfaces().get(0).linkType();
        var writer = switch (CaptureFormat.ofFileName(file).orElse(source.format())) {
            case PCAP -> new PcapWriter(OutputFile.create(file), linkType, nanosecond);
            case PCAPNG -> new PcapngWriter(OutputFile.create(file));
        };
        begin(writer, List.of());
        try {
            writer.takeInterfaces(source, source.interfaces().size());
            return writer;
        } catch (IOException | RuntimeException failure) {
            writer.close();
            throw failure;
        }
    }

    private static CaptureWriter begin(CaptureWriter writer, List<CaptureInterface> descriptions) throws IOException {
        try {
            writer.writeHeader();
            for (var description : descriptions) {
                writer.addInterface(description);
            }
            return writer;
        } catch (IOException | RuntimeException failure) {
            writer.close();
            throw failure;
        }
    }

    /**
     * Adds an interface.
     *
     * @return its index, counted from 0
     * @throws IOException if it cannot be written, or the file is pcap and has another link type
     */
    public final int addInterface(CaptureInterface description) throws IOException {
        writeInterface(description);
        interfaces.add(description);
        return interfaces.size() - 1;
    }

    /**
     * Which interface of this file stands for the one that a capture's current packet came in on. Interfaces of the capture that this
     * file does not have yet are added.
     *
     * @throws IOException as {@link #addInterface}
     */
    public final int interfaceIndexFor(CaptureReader source) throws IOException {
        int index = source.interfaceIndex();
        if (source != lastSource || index >= lastSourceInterfaces.size()) {
            takeInterfaces(source, index + 1);
        }
        return lastSourceInterfaces.get(index);
    }

    private void takeInterfaces(CaptureReader source, int count) throws IOException {
        lastSource = source;
        lastSourceInterfaces = interfacesBySource.computeIfAbsent(source, unseen -> new ArrayList<>());
        while (lastSourceInterfaces.size() < count) {
            var description = source.interfaces().get(lastSourceInterfaces.size());
            lastSourceInterfaces.add(addInterface(new CaptureInterface(description.linkType(), 0, description.name())));
        }
    }

    /** Writes a capture's current packet as it is. */
    public final void write(CaptureReader source) throws IOException {
        write(
                interfaceIndexFor(source),
                source.timestampNanos(),
                source.originalLength(),
                source.buffer(),
                source.offset(),
                source.capturedLength());
    }

    /**
     * Writes what has become of a capture's current packet: its interface and time, other bytes. The original length grows or shrinks
     * as the bytes did.
     */
    public final void write(CaptureReader source, ByteBuffer data, int offset, int length) throws IOException {
        write(
                interfaceIndexFor(source),
                source.timestampNanos(),
                originalLengthNow(source, length),
                data,
                offset,
                length);
    }

    /** Writes what has become of a capture's current packet, in two pieces, each from the buffer's position to its limit. */
    public final void write(CaptureReader source, ByteBuffer head, ByteBuffer tail) throws IOException {
        long originalLength = originalLengthNow(source, head.remaining() + tail.remaining());
        write(interfaceIndexFor(source), source.timestampNanos(), originalLength, head, tail);
    }

    /**
     * Writes a packet.
     *
     * @param interfaceIndex one of the interfaces that were added, counted from 0
     * @param timestampNanos nanoseconds since 1970-01-01 UTC; where the format cannot hold it, the nearest that it can
     * @param originalLength bytes that the packet had on the wire, an unsigned 32-bit number
     * @param data holds the packet; position and limit stay as they are
     * @param offset index of the packet's first byte
     * @param length the packet's length in bytes
     */
    public final void write(
            int interfaceIndex, long timestampNanos, long originalLength, ByteBuffer data, int offset, int length)
            throws IOException {
        Objects.checkFromIndexSize(offset, length, data.limit());
        beginPacket(interfaceIndex, timestampNanos, originalLength, length);
        output.put(data, offset, length);
        endPacket(length);
    }

    /** Writes a packet in two pieces, each from the buffer's position to its limit, which stay as they are. */
    public final void write(
            int interfaceIndex, long timestampNanos, long originalLength, ByteBuffer head, ByteBuffer tail)
            throws IOException {
        int length = head.remaining() + tail.remaining();
        beginPacket(interfaceIndex, timestampNanos, originalLength, length);
        output.put(head, head.position(), head.remaining());
        output.put(tail, tail.position(), tail.remaining());
        endPacket(length);
    }

    private void beginPacket(int interfaceIndex, long timestampNanos, long originalLength, int length)
            throws IOException {
        var description = interfaces.get(Objects.checkIndex(interfaceIndex, interfaces.size()));
        long longest = LinkType.maximumLength(description.linkType());
        if (description.snapLength() != 0) {
            longest = Math.min(longest, description.snapLength());
        }
        if (length > longest) {
            throw new IllegalArgumentException("length=" + length + " is beyond longest=" + longest);
        }
        if (originalLength < 0 || originalLength > MAXIMUM_ORIGINAL_LENGTH) {
            throw new IllegalArgumentException("originalLength=" + originalLength + " does not fit 32 bits");
        }
        writePacketHeader(interfaceIndex, timestampNanos, length, (int) originalLength);
    }

    private static long originalLengthNow(CaptureReader source, int length) {
        long notCaptured = Math.max(0, source.originalLength() - source.capturedLength());
        return Math.min(length + notCaptured, MAXIMUM_ORIGINAL_LENGTH);
    }

    abstract void writeHeader() throws IOException;

    abstract void writeInterface(CaptureInterface description) throws IOException;

    abstract void writePacketHeader(int interfaceIndex, long timestampNanos, int length, int originalLength)
            throws IOException;

    /** Writes what follows a packet of this length. */
    abstract void endPacket(int length) throws IOException;

    /**
     * Finishes the file and gives it its name.
     *
     * @throws IOException if that fails; nothing is left behind then
     */
    public final void commit() throws IOException {
        output.commit();
    }

    /** Without a {@link #commit} before, drops everything that was written. */
    @Override
    public final void close() throws IOException {
        output.close();
    }
}
