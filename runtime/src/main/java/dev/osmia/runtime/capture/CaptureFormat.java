package dev.osmia.runtime.capture;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The file formats of captures. */
public enum CaptureFormat {
    /** What tcpdump writes: one link type, time stamps in microseconds or nanoseconds. */
    PCAP,
    /** What Wireshark writes: blocks, several interfaces. */
    PCAPNG;

    /** The format that a file name's extension asks for; empty where it asks for none of them. */
    public static Optional<CaptureFormat> ofFileName(Path file) {
        var name = file.getFileName();
        var text = name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
        if (text.endsWith(".pcap") || text.endsWith(".cap") || text.endsWith(".dmp")) {
            return Optional.of(PCAP);
        }
        if (text.endsWith(".pcapng") || text.endsWith(".ntar")) {
            return Optional.of(PCAPNG);
        }
        return Optional.empty();
    }
}
