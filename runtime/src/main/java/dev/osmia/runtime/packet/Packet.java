package dev.osmia.runtime.packet;

import dev.osmia.runtime.memory.LittleEndian;
import dev.osmia.runtime.memory.Pointer;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A packet with its metadata and the fields that a program's context shows: the caller fills it, programs change it, the caller reads
 * it. One packet is used for many: {@link #wrap} it again for the next frame, which allocates nothing.
 *
 * <p>Packet and metadata are two ranges of two buffers, heap or direct, the caller's own where possible. A packet pointer's offset is
 * {@link Pointer#PACKET_BIAS} plus the index in the packet's buffer; the metadata's last byte lies directly in front of the packet's
 * first.
 *
 * <p>Of the caller's buffer nothing outside the frame is ever touched: programs see a duplicate that ends where the packet ends, so that
 * the JVM itself stops an access behind it. When a program makes the packet grow, it moves into a buffer that the packet keeps for this;
 * so it does before the run where the caller's buffer is read-only and the program writes ({@link #makeWritable}).
 */
public final class Packet extends PacketFields {
    /** Bytes in front of a packet that XDP programs may grow into ({@code XDP_PACKET_HEADROOM}). */
    public static final int HEADROOM = 256;

    /** Offsets of legacy loads from the network header begin here. */
    private static final int SKF_NET_OFF = -0x100000;

    /** Likewise from the link-layer header. */
    private static final int SKF_LL_OFF = -0x200000;

    /**
     * Where in its buffer a packet can end at most: pointers into it, moved by as much as verified programs move them, stay within an
     * {@code int}.
     */
    public static final int LAST_INDEX = 1 << 30;

    /** Room around a packet that has moved into the packet's own buffer: more than helpers take as a rule. */
    private static final int OWN_ROOM = 1024;

    private ByteBuffer given;
    private ByteBuffer givenView;

    /** Limited to {@code dataEnd}. */
    private ByteBuffer data;

    private int dataStart;
    private int dataEnd;
    private final FrontMemory front = new FrontMemory();

    // The indices of `data` that are this packet's to use, and the first that holds what the packet put there.
    private int roomStart;
    private int roomEnd;
    private int contentStart;

    // Header positions as indices of `data`, and how far `dataStart` has moved since the packet was received.
    private int macStart;
    private int networkStart;
    private int receivedStart;

    private ByteBuffer own;
    private boolean inOwnBuffer;
    private boolean cloned;

    private Packet() {}

    /** A packet without bytes yet, to be {@link #wrap wrapped} around frames. */
    public static Packet create() {
        return of(ByteBuffer.allocate(0));
    }

    /** A packet over the bytes between the buffer's position and limit, which stay the caller's. */
    public static Packet of(ByteBuffer frame) {
        var packet = new Packet();
        packet.wrap(frame, frame.position(), frame.limit());
        return packet;
    }

    /**
     * Takes another frame, from one index of a buffer to another; all metadata and context fields are reset. Allocates nothing where the
     * buffer is the one of the frame before, as with a mapped file or a ring.
     */
    @SuppressWarnings("ReferenceEquality") // equal contents are not the same memory
    public void wrap(ByteBuffer frame, int start, int end) {
        if (start < 0 || end < start || end > frame.limit()) {
            throw new IllegalArgumentException(
                    "start=" + start + " and end=" + end + " are no range of limit=" + frame.limit());
        }
        if (end > LAST_INDEX) {
            throw new IllegalArgumentException(
                    "end=" + end + " is beyond limit=" + LAST_INDEX + "; wrap a slice of the buffer instead");
        }
        if (frame != given) {
            given = frame;
            givenView = frame.duplicate();
        }
        data = givenView;
        dataStart = start;
        end(end);
        front.clear();
        roomStart = start;
        roomEnd = end;
        contentStart = start;
        macStart = start;
        networkStart = start;
        receivedStart = start;
        inOwnBuffer = false;
        cloned = false;
        resetFields();
    }

    private void end(int index) {
        dataEnd = index;
        data.limit(index);
    }

    /** The buffer that holds the packet: bytes {@link #dataStart()} to its limit are the packet. */
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
        return front.buffer();
    }

    /** Index of the metadata's first byte. */
    public int metadataStart() {
        return front.start();
    }

    /** Index behind the metadata's last byte. */
    public int metadataEnd() {
        return front.end();
    }

    /** The metadata's length in bytes, 0 where there is none. */
    public int metadataLength() {
        return front.length();
    }

    /** What a metadata pointer's offset is ahead of the index in the metadata's buffer. */
    public int metadataShift() {
        return Pointer.PACKET_BIAS + dataStart - front.end();
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

    /** Bytes from the packet's start to its link-layer header; not positive. */
    public int macOffset() {
        return macStart - dataStart;
    }

    /** Bytes from the packet's start to its network-layer header. */
    public int networkOffset() {
        return networkStart - dataStart;
    }

    /** Says where the headers are, in bytes from the packet's start. */
    public void headers(int macOffset, int networkOffset) {
        macStart = dataStart + macOffset;
        networkStart = dataStart + networkOffset;
    }

    /** How many bytes the packet's start lies behind where it was when the packet was received; negative where it lies in front. */
    public int startMoved() {
        return dataStart - receivedStart;
    }

    /**
     * Moves the packet's start, and the metadata with it: forward, which takes bytes off, or back, which uncovers what lay there: what
     * packet or metadata left when they were longer before, else zeros.
     */
    public void moveStart(int by) {
        if (by > length()) {
            throw new IllegalArgumentException("by=" + by + " is beyond length=" + length());
        }
        if (by >= 0) {
            front.startMovesForward(by, this);
            dataStart += by;
            return;
        }
        makeRoom(-by, 0);
        dataStart += by;
        if (dataStart < contentStart) {
            zero(dataStart, contentStart);
            contentStart = dataStart;
        }
        front.startMovedBack(-by, this);
    }

    /** Moves the packet's end: back, which takes bytes off, or forward, which adds zeros. */
    public void moveEnd(int by) {
        if (by < -length()) {
            throw new IllegalArgumentException("by=" + by + " is beyond length=" + length());
        }
        if (by > 0) {
            makeRoom(0, by);
            end(dataEnd + by);
            zero(dataEnd - by, dataEnd);
        } else {
            end(dataEnd + by);
        }
    }

    /**
     * Makes room for bytes at an offset: what is in front of it moves to the front, over the memory that lies there. As in the kernel,
     * the metadata stay as long as they are but are not moved along: they are then what lay in front of them. Where the packet's headroom
     * does not suffice there are none afterwards. The new bytes are zeros.
     */
    public void insert(int offset, int bytes) {
        Objects.checkIndex(offset, length() + 1);
        unshare();
        if (bytes > HEADROOM + startMoved()) {
            front.clear();
        }
        makeRoom(bytes, 0);
        dataStart -= bytes;
        data.put(dataStart, data, dataStart + bytes, offset);
        zero(dataStart + offset, dataStart + offset + bytes);
        contentStart = Math.min(contentStart, dataStart);
        front.coveredBy(bytes, this);
    }

    /**
     * Takes bytes out at an offset: what is in front of them moves back to close the gap. As in the kernel, the metadata are not moved
     * along: they are then what the packet left there.
     */
    public void remove(int offset, int bytes) {
        Objects.checkFromIndexSize(offset, bytes, length());
        makeWritable();
        front.uncoveredBy(bytes, this);
        closeGap(offset, bytes);
    }

    /** Takes bytes out at an offset, and moves the metadata along. */
    void removeUnderMetadata(int offset, int bytes) {
        Objects.checkFromIndexSize(offset, bytes, length());
        makeWritable();
        front.startMovesForward(bytes, this);
        closeGap(offset, bytes);
    }

    private void closeGap(int offset, int bytes) {
        data.put(dataStart + bytes, data, dataStart, offset);
        dataStart += bytes;
    }

    /** Whether somebody else looks at the same bytes, as behind a packet socket: the kernel hands programs a clone then. */
    public boolean cloned() {
        return cloned;
    }

    /**
     * Says whether somebody else looks at the same bytes ({@code skb_cloned}). The metadata of a clone is read-only to dynptrs; the first
     * that writes to the packet gets a copy of its own, which has no metadata.
     */
    public void cloned(boolean value) {
        cloned = value;
    }

    /** Whether the packet has to be made writable before a program may write to it. */
    public boolean needsCopyToWrite() {
        return cloned || data.isReadOnly();
    }

    private void unshare() {
        if (cloned) {
            cloned = false;
            front.clear();
        }
    }

    /**
     * Makes the metadata so many bytes longer, or shorter where negative. New bytes are what lay there: what metadata or packet left when
     * they were longer before, else zeros.
     *
     * @throws IllegalArgumentException if it would be negative or longer than {@link #HEADROOM}
     */
    public void growMetadata(int by) {
        int longer = metadataLength() + by;
        if (longer < 0 || longer > HEADROOM) {
            throw new IllegalArgumentException("metadata length=" + longer + " is beyond limit=" + HEADROOM);
        }
        front.length(longer, this);
    }

    /** The byte so far in front of the packet, where the packet's buffer has content of its own there; else 0. */
    byte contentInFront(int distance) {
        int index = dataStart - distance;
        return index >= contentStart ? data.get(index) : 0;
    }

    /** Gives the packet metadata: a copy of the bytes between the buffer's position and limit. */
    public void metadata(ByteBuffer bytes) {
        growMetadata(bytes.remaining() - metadataLength());
        front.buffer().put(front.start(), bytes, bytes.position(), bytes.remaining());
    }

    /**
     * Makes sure that the packet's bytes can be written, by moving them into the packet's own buffer where the caller's is read-only. A
     * {@link #cloned} packet is none any more.
     * Engines call it before a run that may write, since pointers that a program holds do not survive it.
     */
    public void makeWritable() {
        unshare();
        if (data.isReadOnly()) {
            makeRoom(0, 0);
        }
    }

    /** Makes sure that the packet is writable and may grow so much without moving again. */
    private void makeRoom(int front, int behind) {
        if (dataStart - front >= roomStart && dataEnd + behind <= roomEnd && !data.isReadOnly()) {
            return;
        }
        int head = dataStart - contentStart + Math.max(front, OWN_ROOM);
        int size = Math.addExact(Math.addExact(head, length()), Math.max(behind, OWN_ROOM));
        var source = data;
        if (own == null || inOwnBuffer || own.capacity() < size) {
            own = ByteBuffer.allocateDirect(size);
        }
        own.clear();
        own.put(head - (dataStart - contentStart), source, contentStart, dataEnd - contentStart);
        shift(head - dataStart);
        data = own;
        data.limit(dataEnd);
        inOwnBuffer = true;
        roomStart = 0;
        roomEnd = own.capacity();
    }

    private void shift(int by) {
        contentStart += by;
        dataStart += by;
        dataEnd += by;
        macStart += by;
        networkStart += by;
        receivedStart += by;
    }

    private void zero(int from, int to) {
        int index = from;
        for (; index <= to - Long.BYTES; index += Long.BYTES) {
            LittleEndian.LONG_IN_BUFFER.set(data, index, 0L);
        }
        for (; index < to; index++) {
            data.put(index, (byte) 0);
        }
    }

    /**
     * 1, 2 or 4 bytes of the packet in network order, zero-extended, as the legacy packet loads read them; -1 out of bounds.
     *
     * @param offset from the packet's start; from a header, where it is in the range of {@code SKF_NET_OFF} or {@code SKF_LL_OFF}
     */
    public long loadBigEndian(int offset, int bytes) {
        long place = offset >= 0 ? offset : placeOfHeader(offset);
        if (place < Math.min(0, macOffset()) || place > length() - bytes) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = (value << 8) | (data.get(dataStart + (int) place + i) & 0xff);
        }
        return value;
    }

    /** Where a negative offset of a legacy load leads; out of the packet, where it is from no header. */
    private long placeOfHeader(int offset) {
        if (offset >= SKF_NET_OFF) {
            return (long) networkOffset() + offset - SKF_NET_OFF;
        }
        return offset >= SKF_LL_OFF ? (long) macOffset() + offset - SKF_LL_OFF : Long.MAX_VALUE;
    }
}
