package dev.osmia.runtime.capture;

/** The LINKTYPE values that tell what a packet's first bytes are (tcpdump.org/linktypes.html). */
public final class LinkType {
    /** BSD loopback: 4 bytes of address family in the capturing host's byte order. */
    public static final int NULL = 0;
    /** Ethernet, without preamble and, as a rule, without frame check sequence. */
    public static final int ETHERNET = 1;
    /** IPv4 or IPv6, told apart by its first nibble. */
    public static final int RAW = 101;
    /** IEEE 802.11. */
    public static final int IEEE802_11 = 105;
    /** OpenBSD loopback: 4 bytes of address family in network byte order. */
    public static final int LOOP = 108;
    /** Linux "cooked" capture: what tcpdump writes for the interface {@code any}. */
    public static final int LINUX_SLL = 113;
    /** IEEE 802.11 behind a radiotap header. */
    public static final int IEEE802_11_RADIOTAP = 127;
    /** IPv4. */
    public static final int IPV4 = 228;
    /** IPv6. */
    public static final int IPV6 = 229;
    /** Linux "cooked" capture, version 2. */
    public static final int LINUX_SLL2 = 276;

    /** The longest packet of any link type, in bytes. */
    static final int MAXIMUM_LENGTH = 128 << 20;

    private static final int DBUS = 231;
    private static final int USBPCAP = 249;
    private static final int EBHSCR = 279;

    private LinkType() {}

    /** The name and number, such as {@code LINKTYPE_ETHERNET (1)}; {@code LINKTYPE 147} where the name is not known here. */
    public static String describe(int linkType) {
        return switch (linkType) {
            case NULL -> "LINKTYPE_NULL (0)";
            case ETHERNET -> "LINKTYPE_ETHERNET (1)";
            case RAW -> "LINKTYPE_RAW (101)";
            case IEEE802_11 -> "LINKTYPE_IEEE802_11 (105)";
            case LOOP -> "LINKTYPE_LOOP (108)";
            case LINUX_SLL -> "LINKTYPE_LINUX_SLL (113)";
            case IEEE802_11_RADIOTAP -> "LINKTYPE_IEEE802_11_RADIOTAP (127)";
            case IPV4 -> "LINKTYPE_IPV4 (228)";
            case IPV6 -> "LINKTYPE_IPV6 (229)";
            case LINUX_SLL2 -> "LINKTYPE_LINUX_SLL2 (276)";
            default -> "LINKTYPE " + linkType;
        };
    }

    /**
     * The longest packet that tcpdump and Wireshark take for a link type, in bytes. A greater length in a file is damage, whatever the
     * file's own snapshot length claims.
     */
    static int maximumLength(int linkType) {
        return switch (linkType) {
            case DBUS, USBPCAP -> MAXIMUM_LENGTH;
            case EBHSCR -> 8 << 20;
            default -> 256 << 10;
        };
    }
}
