package dev.osmia.runtime.capture;

import java.util.Objects;

/**
 * An interface that packets of a capture came in on.
 *
 * @param linkType what the packets' first bytes are, see {@link LinkType}
 * @param snapLength the most bytes that were kept of a packet, 0 for no limit; an unsigned 32-bit number
 * @param name the interface's name, such as {@code eth0}; empty where the capture does not tell
 */
public record CaptureInterface(int linkType, long snapLength, String name) {
    private static final int MAXIMUM_LINK_TYPE = 0xffff;
    private static final long MAXIMUM_SNAP_LENGTH = 0xffff_ffffL;

    /** Checks the ranges that both file formats can hold. */
    public CaptureInterface {
        if (linkType < 0 || linkType > MAXIMUM_LINK_TYPE) {
            throw new IllegalArgumentException("linkType=" + linkType + " does not fit 16 bits");
        }
        if (snapLength < 0 || snapLength > MAXIMUM_SNAP_LENGTH) {
            throw new IllegalArgumentException("snapLength=" + snapLength + " does not fit 32 bits");
        }
        Objects.requireNonNull(name, "name");
    }

    /** An interface without a name that keeps whole packets. */
    public static CaptureInterface of(int linkType) {
        return new CaptureInterface(linkType, 0, "");
    }
}
