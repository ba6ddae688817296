package dev.osmia.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The CPUs that the kernel is prepared for: each has its own value in per-CPU maps. */
final class PossibleCpus {
    private static final Path POSSIBLE = Path.of("/sys/devices/system/cpu/possible");

    private PossibleCpus() {}

    /** How many there are. */
    static int count() {
        try {
            return count(Files.readString(POSSIBLE).strip());
        } catch (IOException | NumberFormatException unreadable) {
            return Runtime.getRuntime().availableProcessors();
        }
    }

    /** How many CPUs a list such as {@code 0-3,8} names. */
    static int count(String list) {
        int count = 0;
        for (var range : list.split(",")) {
            var ends = range.split("-");
            count += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
        }
        return count;
    }
}
