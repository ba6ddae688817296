package dev.osmia.cli.agreement;

import static dev.osmia.program.assembly.Assembly.add;
import static dev.osmia.program.assembly.Assembly.exit;
import static dev.osmia.program.assembly.Assembly.mov;
import static dev.osmia.program.assembly.Assembly.program;
import static dev.osmia.program.instruction.Register.R0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osmia.jit.Engine;
import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That a disagreement is found, whatever it is in. */
final class EngineAgreementTest {
    private static final Program FIVE = Program.of("five", ProgramType.XDP, program(mov(R0, 2), add(R0, 3), exit()));
    private static final Program UNSET = Program.of("unset", ProgramType.XDP, program(exit()));
    private static final List<Input> ONE_PACKET = List.of(Input.of(new byte[60]));

    /** An engine that answers with another's outcome, changed. */
    private record Liar(EngineUnderTest honest, Outcome outcome, Map<String, Map<String, String>> entries)
            implements EngineUnderTest {
        @Override
        public String name() {
            return "LIAR";
        }

        @Override
        public Loaded load(Program program) {
            var loaded = honest.load(program);
            return loaded instanceof EngineUnderTest.Runnable runnable
                    ? new Lying(runnable, outcome, entries)
                    : new Rejected("because");
        }
    }

    private record Lying(EngineUnderTest.Runnable honest, Outcome outcome, Map<String, Map<String, String>> entries)
            implements EngineUnderTest.Runnable {
        @Override
        public Outcome run(Input input) {
            return outcome == null ? honest.run(input) : outcome;
        }

        @Override
        public Map<String, Map<String, String>> entries() {
            return entries;
        }

        @Override
        public Map<String, List<String>> records() {
            return honest.records();
        }

        @Override
        public void close() {}
    }

    private final EngineUnderTest interpreter = new JvmEngine(Engine.INTERPRETER);

    @Test
    void enginesThatAgreeAgree() {
        var agreement = new EngineAgreement(List.of(interpreter, new JvmEngine(Engine.JIT)));

        assertThat(agreement.check(FIVE, ONE_PACKET).accepted()).isTrue();
        assertThat(agreement.check(UNSET, ONE_PACKET).accepted()).isFalse();
    }

    @Test
    void findsAnotherResult() {
        var outcome = new Outcome(6, "00".repeat(60), "", "");

        assertThatThrownBy(() -> with(new Liar(interpreter, outcome, Map.of())).check(FIVE, ONE_PACKET))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("program five: outcome of frame 0000")
                .hasMessageContaining("INTERPRETER: Outcome[result=5")
                .hasMessageContaining("LIAR: Outcome[result=6");
    }

    @Test
    void findsAnotherMap() {
        var entries = Map.of("flows", Map.of("01", "02"));

        assertThatThrownBy(() -> with(new Liar(interpreter, null, entries)).check(FIVE, ONE_PACKET))
                .hasMessageStartingWith("program five: maps");
    }

    @Test
    void findsAnotherMessage() {
        assertThatThrownBy(() -> with(new Liar(interpreter, null, Map.of())).check(UNSET, ONE_PACKET))
                .hasMessageContainingAll("verdict", "INTERPRETER: R0 !read_ok", "LIAR: because");
    }

    private EngineAgreement with(EngineUnderTest other) {
        return new EngineAgreement(List.of(interpreter, other));
    }
}
