package dev.osmia.verifier.flow;

import static dev.osmia.program.assembly.Assembly.add;
import static dev.osmia.program.assembly.Assembly.call;
import static dev.osmia.program.assembly.Assembly.callHelper;
import static dev.osmia.program.assembly.Assembly.callKfunc;
import static dev.osmia.program.assembly.Assembly.exit;
import static dev.osmia.program.assembly.Assembly.ifEqual;
import static dev.osmia.program.assembly.Assembly.ifLess;
import static dev.osmia.program.assembly.Assembly.instruction;
import static dev.osmia.program.assembly.Assembly.jump;
import static dev.osmia.program.assembly.Assembly.label;
import static dev.osmia.program.assembly.Assembly.loadConstant;
import static dev.osmia.program.assembly.Assembly.loadFunction;
import static dev.osmia.program.assembly.Assembly.loadPacket;
import static dev.osmia.program.assembly.Assembly.mayGoto;
import static dev.osmia.program.assembly.Assembly.mov;
import static dev.osmia.program.assembly.Assembly.program;
import static dev.osmia.program.instruction.Register.R0;
import static dev.osmia.program.instruction.Register.R1;
import static dev.osmia.program.instruction.Register.R2;
import static dev.osmia.program.instruction.Register.R6;
import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.External;
import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.assembly.Line;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.MemorySize;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ControlFlowTest {
    @Test
    void findsSubprogramsInTheOrderOfTheirCode() {
        var graph = graph(call("second"), call("first"), exit(), label("first"), exit(), label("second"), exit());

        assertThat(graph.subprograms()).extracting(FlowSubprogram::start).containsExactly(0, 3, 4);
        assertThat(graph.subprograms()).extracting(FlowSubprogram::end).containsExactly(3, 4, 5);
        assertThat(graph.subprogramAt(2).index()).isZero();
        assertThat(graph.subprogramAt(4).index()).isEqualTo(2);
        assertThat(graph.subprogramReferredTo(0)).hasValue(graph.subprograms().get(2));
        assertThat(graph.subprogramReferredTo(2)).isEmpty();
    }

    @Test
    void findsSubprogramsThatAreOnlyReferredTo() {
        var graph =
                graph(loadFunction(R2, "callback"), callHelper(SomeContracts.LOOP), exit(), label("callback"), exit());

        assertThat(graph.subprograms()).extracting(FlowSubprogram::start).containsExactly(0, 4);
        assertThat(graph.subprogramReferredTo(0)).hasValue(graph.subprograms().get(1));
    }

    @Test
    void rejectsJumpOutOfTheProgram() {
        assertMalformed("jump out of range from insn 0 to 5", 0, instruction(new Instruction.Jump(4, false)), exit());
    }

    @Test
    void rejectsJumpIntoAnotherSubprogram() {
        assertMalformed(
                "jump out of range from insn 1 to 3",
                1,
                call("other"),
                instruction(new Instruction.Jump(1, false)),
                exit(),
                label("other"),
                exit());
    }

    @Test
    void rejectsSubprogramThatRunsIntoTheNext() {
        assertMalformed("last insn is not an exit or jmp", 1, call("next"), mov(R0, 0), label("next"), exit());
    }

    @Test
    void rejectsCallOutOfTheProgram() {
        assertMalformed("call to invalid destination", 0, instruction(new Instruction.CallLocal(-2)), exit());
    }

    @Test
    void rejectsCodeThatNothingReaches() {
        assertMalformed("unreachable insn 1", 1, jump("end"), mov(R0, 0), label("end"), exit());
    }

    @Test
    void rejectsJumpIntoTheMiddleOfAWideLoad() {
        assertMalformed(
                "jump into the middle of ldimm64 insn 1",
                1,
                ifEqual(R1, 0, "load"),
                label("load"),
                loadConstant(R0, 7),
                instruction(new Instruction.Jump(-2, false)));
    }

    @Test
    void rejectsLegacyPacketLoadInSubprogramOfUnknownType() {
        assertMalformed(
                "LD_ABS is not allowed in subprogs without BTF",
                2,
                call("other"),
                exit(),
                label("other"),
                loadPacket(MemorySize.BYTE, 0),
                exit());
    }

    @Test
    void rejectsMoreThan256Subprograms() {
        var lines = new ArrayList<Line>();
        for (int i = 0; i < 256; i++) {
            lines.add(call("f" + i));
        }
        lines.add(exit());
        for (int i = 0; i < 256; i++) {
            lines.add(label("f" + i));
            lines.add(exit());
        }
        assertMalformed("too many subprograms", 255, lines.toArray(Line[]::new));
    }

    @Test
    void onlyPrivilegedProgramsMayJumpBack() {
        var looping = source(mov(R0, 0), label("loop"), add(R0, 1), ifLess(R0, 9, "loop"), exit());

        assertThat(ControlFlow.analyse(looping, new SomeContracts())).isInstanceOf(FlowGraph.class);
        assertThat(ControlFlow.analyse(looping, new SomeContracts(), false))
                .isEqualTo(new FlowResult.Malformed("back-edge from insn 2 to 1", 2));
    }

    @Test
    void onlyPrivilegedProgramsMayCallSubprograms() {
        var calling = source(call("other"), exit(), label("other"), exit());

        assertThat(ControlFlow.analyse(calling, new SomeContracts(), false))
                .isEqualTo(new FlowResult.Malformed(
                        "loading/calling other bpf or kernel functions are allowed for CAP_BPF and CAP_SYS_ADMIN", 0));
    }

    @Test
    void marksBranchesAndTheirTargets() {
        var graph = graph(mov(R0, 0), ifEqual(R1, 0, "end"), mov(R0, 1), label("end"), exit());

        assertThat(slots(graph, graph::isPrunePoint)).containsExactly(1, 3);
        assertThat(slots(graph, graph::isJumpPoint)).containsExactly(3);
        assertThat(slots(graph, graph::isJumpTarget)).containsExactly(3);
        assertThat(graph.successors(1)).containsExactly(2, 3);
        assertThat(graph.successors(3)).isEmpty();
    }

    @Test
    void marksJumpTargetsButNotTheJump() {
        var graph = graph(jump("end"), label("end"), exit());

        assertThat(slots(graph, graph::isPrunePoint)).containsExactly(1);
        assertThat(slots(graph, graph::isJumpPoint)).containsExactly(1);
    }

    @Test
    void marksCallsTheirReturnAndTheirCallee() {
        var graph = graph(call("other"), mov(R0, 0), exit(), label("other"), exit());

        assertThat(slots(graph, graph::isPrunePoint)).containsExactly(0, 1, 3);
        assertThat(slots(graph, graph::isJumpPoint)).containsExactly(1, 3);
        assertThat(graph.successors(0)).containsExactly(1);
    }

    @Test
    void forcesCheckpointsWhereLoopsConverge() {
        var graph = graph(
                mayGoto("callback"),
                label("callback"),
                loadFunction(R2, "body"),
                callHelper(SomeContracts.LOOP),
                callKfunc(0),
                callHelper(SomeContracts.TIMER_SET_CALLBACK),
                exit(),
                label("body"),
                exit());

        assertThat(slots(graph, graph::isForcedCheckpoint)).containsExactly(0, 3, 4);
        assertThat(slots(graph, graph::isCallbackCall)).containsExactly(3);
        assertThat(graph.isPrunePoint(3)).isTrue();
        assertThat(graph.isJumpPoint(3)).isTrue();
        assertThat(graph.isPrunePoint(5)).isTrue();
    }

    @Test
    void effectsReachCallersThroughAllCallees() {
        var graph = graph(
                call("middle"),
                exit(),
                label("middle"),
                call("last"),
                exit(),
                label("last"),
                callHelper(SomeContracts.SKB_PULL_DATA),
                callKfunc(1),
                exit());

        assertThat(graph.subprograms()).allMatch(FlowSubprogram::changesPacketData);
        assertThat(graph.subprograms()).allMatch(FlowSubprogram::mightSleep);
    }

    @Test
    void tailCallsMayChangeThePacket() {
        var graph = graph(callHelper(SomeContracts.TAIL_CALL), exit());

        assertThat(graph.subprograms().get(0).hasTailCall()).isTrue();
        assertThat(graph.subprograms().get(0).changesPacketData()).isTrue();
        assertThat(graph(callHelper(SomeContracts.PRANDOM), exit())
                        .subprograms()
                        .get(0)
                        .changesPacketData())
                .isFalse();
    }

    @Test
    void numbersLoopsAndLeavesStraightCodeOut() {
        var graph = graph(
                mov(R0, 0),
                label("first"),
                add(R0, 1),
                ifLess(R0, 9, "first"),
                mov(R6, 0),
                label("second"),
                ifLess(R6, 9, "second"),
                exit());

        assertThat(IntStream.range(0, 6).map(graph::component)).containsExactly(0, 2, 2, 0, 1, 0);
        assertThat(graph.components()).isEqualTo(2);
    }

    @Test
    void postOrderPutsSuccessorsFirst() {
        var graph = graph(ifEqual(R1, 0, "end"), mov(R0, 1), label("end"), exit());

        assertThat(graph.postOrder()).containsExactly(2, 1, 0);
    }

    private static List<Integer> slots(FlowGraph graph, IntPredicate marked) {
        int end = graph.subprograms().get(graph.subprograms().size() - 1).end();
        return IntStream.range(0, end).filter(marked).boxed().toList();
    }

    private static FlowGraph graph(Line... lines) {
        return (FlowGraph) ControlFlow.analyse(source(lines), new SomeContracts());
    }

    private static void assertMalformed(String message, int slot, Line... lines) {
        assertThat(ControlFlow.analyse(source(lines), new SomeContracts()))
                .isEqualTo(new FlowResult.Malformed(message, slot));
    }

    private static Program source(Line... lines) {
        return Program.of("test", ProgramType.SCHED_CLS, program(lines))
                .withExternals(List.of(
                        new External("bpf_iter_num_next", true, false, OptionalInt.empty()),
                        new External("bpf_wait", true, false, OptionalInt.empty())));
    }
}
