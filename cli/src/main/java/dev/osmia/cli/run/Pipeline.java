package dev.osmia.cli.run;

import dev.osmia.cli.engine.EngineSession;
import dev.osmia.program.uapi.TcAction;
import dev.osmia.program.uapi.XdpAction;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.packet.Packet;
import java.util.List;

/**
 * The way of a packet: through the XDP programs as long as they pass it, then as a socket buffer through the tc programs. Of tc
 * programs, the next one runs after {@code TC_ACT_UNSPEC} and after every value that is no final verdict to the kernel
 * ({@code cls_bpf_exec_opcode}), such as {@code TC_ACT_PIPE}.
 */
final class Pipeline {
    private final List<Stage> xdp;
    private final List<Stage> tc;
    private final EngineSession engine;
    private final ExecutionContext context;

    /** A pipeline for one thread. */
    Pipeline(List<Stage> xdp, List<Stage> tc, EngineSession engine, ExecutionContext context) {
        this.engine = engine;
        this.xdp = xdp;
        this.tc = tc;
        this.context = context;
    }

    /** Runs all programs that get to see the packet. */
    void run(Packet packet, Outcome outcome) {
        outcome.reset();
        for (var stage : xdp) {
            outcome.xdp(stage.run(context, packet));
            if (outcome.xdpAction() != XdpAction.XDP_PASS) {
                return;
            }
        }
        if (tc.isEmpty()
                || !engine.receive(packet, tc.get(0).program().program().type())) {
            return;
        }
        for (var stage : tc) {
            outcome.tc(stage.run(context, packet));
            if (isFinal(outcome.tcAction())) {
                return;
            }
        }
    }

    private static boolean isFinal(TcAction action) {
        return switch (action) {
            case TC_ACT_OK, TC_ACT_SHOT, TC_ACT_STOLEN, TC_ACT_TRAP, TC_ACT_REDIRECT -> true;
            case TC_ACT_UNSPEC, TC_ACT_RECLASSIFY, TC_ACT_PIPE, TC_ACT_QUEUED, TC_ACT_REPEAT -> false;
        };
    }
}
