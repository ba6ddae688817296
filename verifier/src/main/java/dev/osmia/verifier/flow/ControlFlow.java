package dev.osmia.verifier.flow;

import dev.osmia.program.Program;
import dev.osmia.program.contract.Contracts;
import java.util.ArrayList;
import java.util.List;

/** Checks a program's shape and draws its control-flow graph. */
public final class ControlFlow {
    private ControlFlow() {}

    /** Analyses a program under the rules for privileged programs: loops are allowed. */
    public static FlowResult analyse(Program program, Contracts contracts) {
        return analyse(program, contracts, true);
    }

    /**
     * Analyses a program.
     *
     * @param privileged whether loops and subprograms are allowed ({@code CAP_BPF})
     */
    public static FlowResult analyse(Program program, Contracts contracts, boolean privileged) {
        try {
            return graph(program, contracts, privileged);
        } catch (MalformedCode malformed) {
            return malformed.result();
        }
    }

    private static FlowGraph graph(Program program, Contracts contracts, boolean privileged) throws MalformedCode {
        var code = program.code();
        var layout = SubprogramLayout.of(program, privileged);
        JumpRanges.check(code, layout.starts());
        OpcodeCheck.check(code);
        Reachability.check(code, layout.exceptionCallbackStart(), privileged);
        var edges = Edges.of(code, layout.starts());
        var marker = new Marker(program, contracts);
        marker.markAll();
        var effects = SubprogramEffects.of(program, contracts, layout.starts());
        return new FlowGraph(
                subprograms(layout.starts(), code.slots(), effects),
                layout.exceptionCallback(),
                edges,
                marker.marks(),
                Loops.of(edges, marker.marks().callbackCalls, code.slots()),
                LiveRegisters.of(program, contracts, edges));
    }

    private static List<FlowSubprogram> subprograms(List<Integer> starts, int slots, SubprogramEffects effects) {
        var subprograms = new ArrayList<FlowSubprogram>();
        for (int index = 0; index < starts.size(); index++) {
            int end = index + 1 < starts.size() ? starts.get(index + 1) : slots;
            subprograms.add(new FlowSubprogram(
                    index,
                    starts.get(index),
                    end,
                    effects.changesPacketData.get(index),
                    effects.mightSleep.get(index),
                    effects.hasTailCall.get(index),
                    effects.hasPacketLoad.get(index)));
        }
        return subprograms;
    }
}
