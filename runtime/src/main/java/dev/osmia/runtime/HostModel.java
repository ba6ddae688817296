package dev.osmia.runtime;

import java.util.Optional;

/**
 * The machine that programs believe to run on, as far as helpers ask for it. The application describes one; {@link #EMPTY} is a kernel
 * with nothing configured.
 */
public interface HostModel {
    /** A host with nothing but the loopback interface. */
    HostModel EMPTY = index -> index == 1 ? Optional.of(new NetworkInterface(1, "lo", 65536)) : Optional.empty();

    /** The interface with this number; numbers start at 1. */
    Optional<NetworkInterface> networkInterface(int index);

    /**
     * A network interface with Ethernet frames.
     *
     * @param index its number
     * @param name such as {@code eth0}
     * @param mtu bytes that it sends at most, link-layer header apart
     */
    record NetworkInterface(int index, String name, int mtu) {}
}
