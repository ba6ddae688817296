package dev.osmia.cli.run;

import dev.osmia.runtime.capture.Truncation;
import java.util.List;

/**
 * What a run came to.
 *
 * @param counts packets and verdicts
 * @param nanoseconds wall time of the packets alone, without loading
 * @param truncations where captures were cut off
 */
record RunResult(Counts counts, long nanoseconds, List<Truncation> truncations) {
    double packetsPerSecond() {
        return counts.packets() * 1e9 / Math.max(nanoseconds, 1);
    }
}
