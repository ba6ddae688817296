package dev.osmia.verifier.flow;

import dev.osmia.program.Program;
import dev.osmia.program.contract.Contracts;
import dev.osmia.program.instruction.Instruction.Undecodable;
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
        var leaving = Leaving.of(code);
        var layout = SubprogramLayout.of(program, leaving, privileged);
        JumpRanges.check(code, leaving, layout.starts());
        EarlyEnds.check(program, layout.starts());
        Encodings.check(code, Undecodable.Stage.SLOTS);
        Reachability.check(code, leaving, layout.exceptionCallbackStart(), privileged);
        var edges = Edges.of(leaving, layout.starts());
        var marker = new Marker(program, leaving, contracts);
        marker.markAll();
        var effects = SubprogramEffects.of(program, leaving, contracts, layout.starts());
        return new FlowGraph(
                subprograms(layout.starts(), code.slots(), effects),
                layout.exceptionCallback(),
                leaving,
                edges,
                marker.marks(),
                Loops.of(edges, code.slots()),
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
