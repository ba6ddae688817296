package dev.osmia.kernel.load;

import static dev.osmia.program.assembly.Assembly.callKfunc;
import static dev.osmia.program.assembly.Assembly.exit;
import static dev.osmia.program.assembly.Assembly.loadKernelSymbol;
import static dev.osmia.program.assembly.Assembly.loadMap;
import static dev.osmia.program.assembly.Assembly.loadMapValue;
import static dev.osmia.program.assembly.Assembly.program;
import static dev.osmia.program.instruction.Register.R1;
import static dev.osmia.program.instruction.Register.R2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.kernel.load.Symbols.Resolved;
import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.assembly.Line;
import dev.osmia.program.instruction.RawInstruction;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LoadableCodeTest {
    private static final int WIDE_LOAD = 0x18;
    private static final int CALL = 0x85;

    @Test
    void namesMapsByFileDescriptor() {
        assertThat(slots(loadMap(R1, 1), loadMapValue(R2, 0, 24), exit()))
                .startsWith(
                        new RawInstruction(WIDE_LOAD, 1, 1, (short) 0, 77),
                        second(0),
                        new RawInstruction(WIDE_LOAD, 2, 2, (short) 0, 66),
                        second(24));
    }

    @Test
    void leavesAnIndexWithoutMapToTheKernel() {
        assertThat(slots(loadMap(R1, 9), exit())).startsWith(new RawInstruction(WIDE_LOAD, 1, 1, (short) 0, 9));
    }

    @Test
    void namesSymbolsByIdOrAddress() {
        assertThat(slots(callKfunc(0), loadKernelSymbol(R1, 0), loadKernelSymbol(R2, 1), exit()))
                .startsWith(
                        new RawInstruction(CALL, 0, 2, (short) 0, 63887),
                        new RawInstruction(WIDE_LOAD, 1, 3, (short) 0, 63887),
                        second(0),
                        new RawInstruction(WIDE_LOAD, 2, 0, (short) 0, 0x8100_0000),
                        second(-1));
    }

    @Test
    void makesAbsentSymbolsNullAndTheirCallsImpossible() {
        assertThat(slots(callKfunc(2), loadKernelSymbol(R1, 2), exit()))
                .startsWith(
                        new RawInstruction(CALL, 0, 0, (short) 0, 2_002_000_002),
                        new RawInstruction(WIDE_LOAD, 1, 0, (short) 0, 0),
                        second(0));
    }

    private static RawInstruction second(int immediate) {
        return new RawInstruction(0, 0, 0, (short) 0, immediate);
    }

    private static List<RawInstruction> slots(Line... lines) {
        List<Resolved> symbols =
                List.of(new Resolved.Typed(63887), new Resolved.Address(0xffff_ffff_8100_0000L), new Resolved.Absent());
        var loadable = Program.of("test", ProgramType.XDP, program(lines));
        var bytes = ByteBuffer.wrap(LoadableCode.of(loadable, new int[] {66, 77}, symbols))
                .order(ByteOrder.LITTLE_ENDIAN);
        var slots = new ArrayList<RawInstruction>();
        while (bytes.hasRemaining()) {
            slots.add(RawInstruction.ofLong(bytes.getLong()));
        }
        return slots;
    }
}
