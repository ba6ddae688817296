package dev.osmia.verifier.flow;

import static dev.osmia.program.assembly.Assembly.call;
import static dev.osmia.program.assembly.Assembly.callHelper;
import static dev.osmia.program.assembly.Assembly.exit;
import static dev.osmia.program.assembly.Assembly.label;
import static dev.osmia.program.assembly.Assembly.loadFunction;
import static dev.osmia.program.assembly.Assembly.program;
import static dev.osmia.program.instruction.Register.R2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.assembly.Line;
import dev.osmia.verifier.flow.CallChains.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CallChainsTest {
    @Test
    void roundsEachFrameUpTo16Bytes() {
        Line[] lines = {call("other"), exit(), label("other"), exit()};

        assertThat(check(lines, plain(496), plain(1))).isEmpty();
        assertThat(check(lines, plain(497), plain(1))).contains("combined stack size of 2 calls is 528. Too large");
        assertThat(check(lines, plain(520), plain(0))).contains("combined stack size of 1 calls is 528. Too large");
    }

    @Test
    void allowsEightFrames() {
        assertThat(check(chain(7), frames(8))).isEmpty();
        assertThat(check(chain(8), frames(9))).contains("the call stack of 8 frames is too deep !");
    }

    @Test
    void recursionIsTooDeep() {
        Line[] lines = {call("self"), exit(), label("self"), call("self"), exit()};

        assertThat(check(lines, plain(0), plain(0))).contains("the call stack of 8 frames is too deep !");
    }

    @Test
    void callbacksCountAsCalls() {
        Line[] lines = {loadFunction(R2, "callback"), callHelper(SomeContracts.LOOP), exit(), label("callback"), exit()
        };

        assertThat(check(lines, plain(256), new Frame(272, true, false)))
                .contains("combined stack size of 2 calls is 528. Too large");
    }

    @Test
    void laterCallbacksHaveAStackOfTheirOwn() {
        Line[] lines = {
            loadFunction(R2, "callback"),
            callHelper(SomeContracts.TIMER_SET_CALLBACK),
            exit(),
            label("callback"),
            exit()
        };

        assertThat(check(lines, plain(512), new Frame(512, true, true))).isEmpty();
        assertThat(check(lines, plain(512), new Frame(513, true, true)))
                .contains("combined stack size of 1 calls is 528. Too large");
    }

    @Test
    void tracingProgramsMayUseMoreWithPrivateStacks() {
        Line[] lines = {call("other"), exit(), label("other"), exit()};

        assertThat(check(ProgramType.KPROBE, lines, plain(512), plain(512))).isEmpty();
        assertThat(check(ProgramType.KPROBE, lines, plain(512), plain(528)))
                .contains("stack size of subprog 1 is 528. Too large");
    }

    private static Frame plain(int depth) {
        return new Frame(depth, false, false);
    }

    private static Frame[] frames(int count) {
        var frames = new Frame[count];
        Arrays.fill(frames, plain(0));
        return frames;
    }

    /** A main function and so many more, each calling the next. */
    private static Line[] chain(int callees) {
        var lines = new ArrayList<Line>();
        for (int i = 0; i < callees; i++) {
            lines.addAll(List.of(call("f" + i), exit(), label("f" + i)));
        }
        lines.add(exit());
        return lines.toArray(Line[]::new);
    }

    private static Optional<String> check(Line[] lines, Frame... frames) {
        return check(ProgramType.SCHED_CLS, lines, frames);
    }

    private static Optional<String> check(ProgramType type, Line[] lines, Frame... frames) {
        var source = Program.of("test", type, program(lines));
        var graph = (FlowGraph) ControlFlow.analyse(source, new SomeContracts());
        return CallChains.check(source, graph, List.of(frames)).map(FlowResult.Malformed::message);
    }
}
