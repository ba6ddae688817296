package dev.osmia.runtime.packet;

/**
 * What a context shows of a packet besides its bytes: the scalar fields of {@code xdp_md} and {@code __sk_buff}
 * ({@code linux/bpf.h}). Names are the UAPI's. Fields of 16 or 8 bits in the kernel keep so many bits of what is set.
 */
public abstract sealed class PacketFields permits Packet {
    /** Bytes of {@code cb} in {@code __sk_buff}. */
    public static final int CONTROL_BLOCK_BYTES = 20;

    /** The {@link #checksumLevel()} of packets whose checksums nobody has checked ({@code CHECKSUM_NONE}). */
    public static final int NO_CHECKSUM = -1;

    /** {@code queue_mapping} values from here on are not taken ({@code NO_QUEUE_MAPPING}). */
    private static final int NO_QUEUE_MAPPING = 0xffff;

    private static final byte[] ZEROS = new byte[CONTROL_BLOCK_BYTES];

    private int ingressIfindex;
    private int ifindex;
    private int rxQueueIndex;
    private int egressIfindex;
    private int packetType;
    private int mark;
    private int queueMapping;
    private int protocol;
    private boolean vlanPresent;
    private int vlanTci;
    private int vlanProto;
    private int priority;
    private int tcIndex;
    private int hash;
    private boolean hashKnown;
    private int tcClassid;
    private int napiId;
    private long tstamp;
    private int tstampType;
    private long hwtstamp;
    private int wireLength;
    private int gsoSegments;
    private int gsoSize;
    private int checksumLevel;
    private final byte[] controlBlock = new byte[CONTROL_BLOCK_BYTES];

    PacketFields() {}

    /** All fields as they are before anything is known of a packet. */
    void resetFields() {
        ingressIfindex = 0;
        ifindex = 0;
        rxQueueIndex = 0;
        egressIfindex = 0;
        packetType = 0;
        mark = 0;
        queueMapping = 0;
        protocol = 0;
        vlanPresent = false;
        vlanTci = 0;
        vlanProto = 0;
        priority = 0;
        tcIndex = 0;
        clearHash();
        tcClassid = 0;
        napiId = 0;
        tstamp = 0;
        tstampType = 0;
        hwtstamp = 0;
        wireLength = 0;
        gsoSegments = 0;
        gsoSize = 0;
        checksumLevel = NO_CHECKSUM;
        System.arraycopy(ZEROS, 0, controlBlock, 0, CONTROL_BLOCK_BYTES);
    }

    /** The interface that the packet came in by. */
    public int ingressIfindex() {
        return ingressIfindex;
    }

    public void ingressIfindex(int value) {
        ingressIfindex = value;
    }

    /** The interface that the packet is at. */
    public int ifindex() {
        return ifindex;
    }

    public void ifindex(int value) {
        ifindex = value;
    }

    /** The receive queue of the ingress interface. */
    public int rxQueueIndex() {
        return rxQueueIndex;
    }

    public void rxQueueIndex(int value) {
        rxQueueIndex = value;
    }

    /** The interface that a program in a device map sends to. */
    public int egressIfindex() {
        return egressIfindex;
    }

    public void egressIfindex(int value) {
        egressIfindex = value;
    }

    /** {@code PACKET_HOST}, {@code PACKET_BROADCAST}, … of {@code linux/if_packet.h}; 3 bits. */
    public int packetType() {
        return packetType;
    }

    public void packetType(int value) {
        packetType = value & 7;
    }

    public int mark() {
        return mark;
    }

    public void mark(int value) {
        mark = value;
    }

    /** The transmit queue; 16 bits. */
    public int queueMapping() {
        return queueMapping;
    }

    /** Sets the transmit queue; values that are no queue are not taken, as in the kernel. */
    public void queueMapping(int value) {
        if (Integer.compareUnsigned(value, NO_QUEUE_MAPPING) < 0) {
            queueMapping = value;
        }
    }

    /** The EtherType as it lies in the packet: {@code 0x0008} for IPv4 on little-endian machines; 16 bits. */
    public int protocol() {
        return protocol;
    }

    public void protocol(int value) {
        protocol = value & 0xffff;
    }

    /** 1 where a VLAN tag is kept beside the packet. */
    public int vlanPresent() {
        return vlanPresent ? 1 : 0;
    }

    /** The tag control information of the tag beside the packet; 16 bits. */
    public int vlanTci() {
        return vlanTci;
    }

    /** The tag protocol identifier of the tag beside the packet, as it would lie in the packet; 16 bits. */
    public int vlanProto() {
        return vlanProto;
    }

    /** Keeps a VLAN tag beside the packet. */
    public void vlanTag(int proto, int tci) {
        vlanPresent = true;
        vlanProto = proto & 0xffff;
        vlanTci = tci & 0xffff;
    }

    /** Keeps no VLAN tag beside the packet. */
    public void clearVlanTag() {
        vlanPresent = false;
        vlanProto = 0;
        vlanTci = 0;
    }

    public int priority() {
        return priority;
    }

    public void priority(int value) {
        priority = value;
    }

    /** 16 bits. */
    public int tcIndex() {
        return tcIndex;
    }

    public void tcIndex(int value) {
        tcIndex = value & 0xffff;
    }

    /** The flow hash; 0 where none was computed. */
    public int hash() {
        return hash;
    }

    public void hash(int value) {
        hash = value;
        hashKnown = true;
    }

    /** Whether the flow hash was computed or set. */
    public boolean hashKnown() {
        return hashKnown;
    }

    /** Forgets the flow hash. */
    public final void clearHash() {
        hash = 0;
        hashKnown = false;
    }

    /** 16 bits. */
    public int tcClassid() {
        return tcClassid;
    }

    public void tcClassid(int value) {
        tcClassid = value & 0xffff;
    }

    public int napiId() {
        return napiId;
    }

    public void napiId(int value) {
        napiId = value;
    }

    /** The time stamp in nanoseconds. */
    public long tstamp() {
        return tstamp;
    }

    public void tstamp(long value) {
        tstamp = value;
    }

    /** The clock of {@link #tstamp()}: {@code BPF_SKB_CLOCK_REALTIME} (0), {@code _MONOTONIC} (1) or {@code _TAI} (2). */
    public int tstampType() {
        return tstampType;
    }

    public void tstampType(int value) {
        tstampType = value & 3;
    }

    /** The network card's time stamp in nanoseconds; 0 where there is none. */
    public long hwtstamp() {
        return hwtstamp;
    }

    public void hwtstamp(long value) {
        hwtstamp = value;
    }

    /** The length on the wire, where it differs from the packet's own; 0 where not set. */
    final int wireLengthSet() {
        return wireLength;
    }

    public void wireLength(int value) {
        wireLength = value;
    }

    /** Segments of a packet that is to be segmented; 16 bits. */
    public int gsoSegments() {
        return gsoSegments;
    }

    public void gsoSegments(int value) {
        gsoSegments = value & 0xffff;
    }

    /** Bytes of each segment; 16 bits. */
    public int gsoSize() {
        return gsoSize;
    }

    public void gsoSize(int value) {
        gsoSize = value & 0xffff;
    }

    /**
     * How many checksums, one inside the other, the network card has found right beyond the first ({@code CHECKSUM_UNNECESSARY},
     * {@code csum_level}); {@link #NO_CHECKSUM} where it has checked none.
     */
    public int checksumLevel() {
        return checksumLevel;
    }

    public void checksumLevel(int value) {
        checksumLevel = value;
    }

    /** {@code cb}: {@link #CONTROL_BLOCK_BYTES} bytes in which tc programs leave words for each other. */
    public byte[] controlBlock() {
        return controlBlock;
    }
}
