package dev.osmia.runtime.packet;

import dev.osmia.runtime.memory.Pointer;
import java.nio.ByteBuffer;

/**
 * A packet with its metadata and the fields that a program's context shows: the caller fills it, programs change it, the caller reads
 * it. One packet is used for many: {@link #wrap} it again for the next frame, which allocates nothing.
 *
 * <p>Packet and metadata are two ranges of two buffers, heap or direct, the caller's own where possible. A packet pointer's offset is
 * {@link Pointer#PACKET_BIAS} plus the index in the packet's buffer; the metadata's last byte lies directly in front of the packet's
 * first.
 */
public final class Packet extends PacketFields {
    /** Bytes in front of a packet that XDP programs may grow into ({@code XDP_PACKET_HEADROOM}). */
    public static final int HEADROOM = 256;

    private ByteBuffer data;
    private int dataStart;
    private int dataEnd;
    private ByteBuffer metadata;
    private int metadataStart;
    private int metadataEnd;

    private Packet() {
        metadata = ByteBuffer.allocateDirect(HEADROOM);
        metadataStart = HEADROOM;
        metadataEnd = HEADROOM;
    }

    /** A packet over the bytes between the buffer's position and limit, which stay the caller's. */
    public static Packet of(ByteBuffer frame) {
        var packet = new Packet();
        packet.wrap(frame, frame.position(), frame.limit());
        return packet;
    }

    /** Takes another frame, from one index of a buffer to another; all metadata and context fields are reset. */
    public void wrap(ByteBuffer frame, int start, int end) {
        if (start < 0 || end < start || end > frame.limit()) {
            throw new IllegalArgumentException(
                    "start=" + start + " and end=" + end + " are no range of limit=" + frame.limit());
        }
        data = frame;
        dataStart = start;
        dataEnd = end;
        metadataStart = metadataEnd;
        resetFields();
    }

    /** The buffer that holds the packet; bytes {@link #dataStart()} to {@link #dataEnd()} of it are the packet. */
    public ByteBuffer data() {
        return data;
    }

    /** Index of the packet's first byte. */
    public int dataStart() {
        return dataStart;
    }

    /** Index behind the packet's last byte. */
    public int dataEnd() {
        return dataEnd;
    }

    /** The packet's length in bytes. */
    public int length() {
        return dataEnd - dataStart;
    }

    /** The buffer that holds the metadata; bytes {@link #metadataStart()} to {@link #metadataEnd()} of it are the metadata. */
    public ByteBuffer metadata() {
        return metadata;
    }

    /** Index of the metadata's first byte. */
    public int metadataStart() {
        return metadataStart;
    }

    /** Index behind the metadata's last byte. */
    public int metadataEnd() {
        return metadataEnd;
    }

    /** The metadata's length in bytes, 0 where there is none. */
    public int metadataLength() {
        return metadataEnd - metadataStart;
    }

    /** What a metadata pointer's offset is ahead of the index in the metadata's buffer. */
    public int metadataShift() {
        return Pointer.PACKET_BIAS + dataStart - metadataEnd;
    }

    /** The pointer that the context's {@code data} shows. */
    public long dataPointer() {
        return Pointer.of(Pointer.PACKET, Pointer.PACKET_BIAS + dataStart);
    }

    /** The pointer that the context's {@code data_end} shows. */
    public long dataEndPointer() {
        return Pointer.of(Pointer.PACKET, Pointer.PACKET_BIAS + dataEnd);
    }

    /** The pointer that the context's {@code data_meta} shows. */
    public long dataMetaPointer() {
        return Pointer.of(Pointer.PACKET, Pointer.PACKET_BIAS + dataStart - metadataLength());
    }

    /** The length on the wire: {@link #length()} unless it was set. */
    public int wireLength() {
        int set = wireLengthSet();
        return set == 0 ? length() : set;
    }

    /** The pointer that the context's {@code flow_keys} shows. */
    public long flowKeysPointer() {
        return Pointer.of(Pointer.FLOW_KEYS, 0);
    }

    /** The pointer that the context's {@code sk} shows: null, since no packet belongs to a socket. */
    public long socketPointer() {
        return Pointer.NULL;
    }

    /** 1, 2 or 4 bytes of the packet in network order, zero-extended, as the legacy packet loads read them; -1 out of bounds. */
    public long loadBigEndian(int offset, int bytes) {
        if (offset < 0 || offset > length() - bytes) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = (value << 8) | (data.get(dataStart + offset + i) & 0xff);
        }
        return value;
    }
}
