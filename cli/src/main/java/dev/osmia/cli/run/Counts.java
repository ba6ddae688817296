package dev.osmia.cli.run;

import dev.osmia.program.uapi.TcAction;
import dev.osmia.program.uapi.XdpAction;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many packets and bytes there were, and how often each verdict came. Of one thread; {@link #add} joins those of several. */
final class Counts {
    private final long[] xdp = new long[XdpAction.values().length];
    private final long[] tc = new long[TcAction.values().length];
    private long packets;
    private long bytes;

    void count(int length, Outcome outcome) {
        packets++;
        bytes += length;
        if (outcome.sawXdp()) {
            xdp[outcome.xdpAction().ordinal()]++;
        }
        if (outcome.sawTc()) {
            tc[outcome.tcAction().ordinal()]++;
        }
    }

    void add(Counts other) {
        packets += other.packets;
        bytes += other.bytes;
        for (int i = 0; i < xdp.length; i++) {
            xdp[i] += other.xdp[i];
        }
        for (int i = 0; i < tc.length; i++) {
            tc[i] += other.tc[i];
        }
    }

    long packets() {
        return packets;
    }

    /** Bytes of the packets as captured. */
    long bytes() {
        return bytes;
    }

    /** The XDP verdicts that came, by name. */
    Map<String, Long> xdp() {
        var counts = new LinkedHashMap<String, Long>();
        for (var action : XdpAction.values()) {
            if (xdp[action.ordinal()] > 0) {
                counts.put(action.name(), xdp[action.ordinal()]);
            }
        }
        return counts;
    }

    /** The tc verdicts that came, by name. */
    Map<String, Long> tc() {
        var counts = new LinkedHashMap<String, Long>();
        for (var action : TcAction.values()) {
            if (tc[action.ordinal()] > 0) {
                counts.put(action.name(), tc[action.ordinal()]);
            }
        }
        return counts;
    }
}
