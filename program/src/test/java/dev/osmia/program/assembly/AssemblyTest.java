package dev.osmia.program.assembly;

import static dev.osmia.program.assembly.Assembly.*;
import static dev.osmia.program.instruction.MemorySize.DOUBLE_WORD;
import static dev.osmia.program.instruction.MemorySize.WORD;
import static dev.osmia.program.instruction.Register.R0;
import static dev.osmia.program.instruction.Register.R1;
import static dev.osmia.program.instruction.Register.R10;
import static dev.osmia.program.instruction.Register.R2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.JumpCondition;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.program.instruction.Reference;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssemblyTest {

    @Test
    void countsForwardOffsetsInSlotsFromTheNextSlot() {
        var code = program(ifEqual(R0, 0, "out"), loadConstant(R1, -1L), mov(R2, 1), label("out"), exit());
        assertThat(code.at(0))
                .isEqualTo(new Instruction.Branch(
                        OperationWidth.W64, JumpCondition.EQUAL, R0, Operand.immediate(0), (short) 3));
    }

    @Test
    void countsBackwardOffsets() {
        var code = program(label("top"), add(R0, 1), jump("top"));
        assertThat(code.at(1)).isEqualTo(new Instruction.Jump(-2, false));
    }

    @Test
    void countsTheOffsetOfAFunctionAddressFromItsFirstSlot() {
        var code = program(loadFunction(R2, "callback"), exit(), label("callback"), exit());
        assertThat(code.at(0)).isEqualTo(new Instruction.LoadReference(R2, new Reference.FunctionAddress(2)));
    }

    @Test
    void resolvesCallsAndLongJumps() {
        var code = program(call("f"), jumpLong("out"), label("f"), mov(R0, 7), label("out"), exit());
        assertThat(code.at(0)).isEqualTo(new Instruction.CallLocal(1));
        assertThat(code.at(1)).isEqualTo(new Instruction.Jump(1, true));
    }

    @Test
    void takesABlockForOneLine() {
        var countDown = block(label("again"), sub(R1, 1), ifNotEqual(R1, 0, "again"));
        var code = program(mov(R1, 4), countDown, exit());
        assertThat(code.slots()).isEqualTo(4);
    }

    @Test
    void namesTheLabelThatStandsNowhere() {
        assertThatThrownBy(() -> program(mov(R0, 0), jump("away"), label("here"), exit()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("slot 1 refers to label away, which stands nowhere; there are [here]");
    }

    @Test
    void namesTheLabelThatStandsTwice() {
        assertThatThrownBy(() -> program(label("here"), mov(R0, 0), label("here"), exit()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("label here stands at slot 0 and again at slot 1");
    }

    @Test
    void refusesAJumpBeyondSixteenBits() {
        List<Line> far = Collections.nCopies(Short.MAX_VALUE + 1, mov(R0, 0));
        assertThatThrownBy(() -> program(jump("out"), block(far), label("out"), exit()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("label out is 32768 slots from slot 0, beyond the reach of a 16-bit offset");
        assertThat(program(jumpLong("out"), block(far), label("out"), exit()).at(0))
                .isEqualTo(new Instruction.Jump(Short.MAX_VALUE + 1, true));
    }

    @Test
    void refusesAMemoryOffsetBeyondSixteenBits() {
        assertThatThrownBy(() -> load(WORD, R0, R1, 32768))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("offset=32768 is beyond 16 bits");
    }

    @Test
    void givesWhatNoKernelTakesAsUndecodable() {
        assertThat(messageOf(program(div(R0, 0)))).isEqualTo("div by zero");
        assertThat(messageOf(program(lsh32(R0, 32)))).isEqualTo("invalid shift 32");
        assertThat(messageOf(program(loadSigned(DOUBLE_WORD, R0, R10, -8)))).isEqualTo("unknown opcode 99");
    }

    private static String messageOf(Code code) {
        return ((Instruction.Undecodable) code.at(0)).message();
    }
}
