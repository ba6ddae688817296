package dev.osmia.cli.run;

import dev.osmia.cli.input.UnusableInputException;
import dev.osmia.runtime.SimulatedClock;
import dev.osmia.runtime.capture.CaptureReader;
import dev.osmia.runtime.capture.LinkType;
import dev.osmia.runtime.capture.Truncation;
import dev.osmia.runtime.packet.Packet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends the packets of captures through a pipeline on one thread. Packets stay in the mapped file unless a program changes them. With
 * several threads, each reads all captures and takes the packets of its flows, so that the packets of a flow stay in order.
 */
final class CaptureRun {
    private final Pipeline pipeline;
    private final SimulatedClock clock;
    private final List<PacketListener> listeners;
    private final FlowShare share;
    private final Progress progress;
    private final Packet packet = Packet.create();
    private final Outcome outcome = new Outcome();
    private final Counts counts = new Counts();
    private final List<Truncation> truncations = new ArrayList<>();
    private long number;

    CaptureRun(
            Pipeline pipeline,
            SimulatedClock clock,
            List<PacketListener> listeners,
            FlowShare share,
            Progress progress) {
        this.pipeline = pipeline;
        this.clock = clock;
        this.listeners = List.copyOf(listeners);
        this.share = share;
        this.progress = progress;
    }

    /** Runs all packets of a capture; one that is cut off ends with its last whole packet. */
    void run(Path file) throws IOException {
        try (var capture = CaptureReader.open(file)) {
            while (capture.next()) {
                if (capture.linkType() != LinkType.ETHERNET) {
                    throw new UnusableInputException("%s: packet %d is %s, but XDP and tc programs run over %s"
                            .formatted(
                                    file,
                                    number,
                                    LinkType.describe(capture.linkType()),
                                    LinkType.describe(LinkType.ETHERNET)));
                }
                if (share.takes(capture.buffer(), capture.offset(), capture.capturedLength())) {
                    run(capture);
                }
                number++;
            }
            capture.truncation().ifPresent(truncations::add);
        }
    }

    private void run(CaptureReader capture) throws IOException {
        int start = capture.offset();
        packet.wrap(capture.buffer(), start, start + capture.capturedLength());
        // Interfaces of a capture count from 0, those of a host from 1.
        packet.ingressIfindex(capture.interfaceIndex() + 1);
        clock.set(capture.timestampNanos());
        pipeline.run(packet, outcome);
        counts.count(capture.capturedLength(), outcome);
        for (var listener : listeners) {
            listener.packet(number, capture, packet, outcome);
        }
        progress.packet(capture.capturedLength());
    }

    Counts counts() {
        return counts;
    }

    /** Where captures were cut off. */
    List<Truncation> truncations() {
        return truncations;
    }
}
