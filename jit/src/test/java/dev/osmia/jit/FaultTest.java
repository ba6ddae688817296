package dev.osmia.jit;

import static dev.osmia.program.assembly.Assembly.exit;
import static dev.osmia.program.assembly.Assembly.load;
import static dev.osmia.program.assembly.Assembly.loadMapValue;
import static dev.osmia.program.assembly.Assembly.mov;
import static dev.osmia.program.assembly.Assembly.store;
import static dev.osmia.program.instruction.MemorySize.DOUBLE_WORD;
import static dev.osmia.program.instruction.Register.R0;
import static dev.osmia.program.instruction.Register.R1;
import static dev.osmia.program.instruction.Register.R2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.assembly.Assembly;
import dev.osmia.program.assembly.Line;
import dev.osmia.program.btf.SourceLine;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.ProgramFault;
import dev.osmia.runtime.helper.HelperCatalog;
import dev.osmia.runtime.packet.Packet;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An access that is wrong although the verifier accepted it, as it would be if the verifier were wrong: here the map is not the one promised. */
class FaultTest {
    private static final MapSpec PROMISED = MapSpec.of("values", MapType.ARRAY, 4, 64, 1);
    private static final MapSpec GIVEN = MapSpec.of("values", MapType.ARRAY, 4, 8, 1);
    private static final SourceLine SOURCE = new SourceLine("src/fault.bpf.c", 42, 5, "return values[7];");

    /** Behind a load of two slots and a move. */
    private static final int SLOT = 3;

    @ParameterizedTest
    @EnumSource
    void namesInstructionAndLineOfALoadOutOfBounds(Engine engine) {
        expectFault(engine, load(DOUBLE_WORD, R0, R1, 56));
    }

    @ParameterizedTest
    @EnumSource
    void namesInstructionAndLineOfAStoreOutOfBounds(Engine engine) {
        expectFault(engine, store(DOUBLE_WORD, R1, 56, R2));
    }

    private static void expectFault(Engine engine, Line access) {
        var environment = Environment.create();
        var map = environment.maps().open(GIVEN);
        var loaded = new Loader(environment, () -> List.of(map), HelperCatalog.standard())
                .load(program(access), engine)
                .orElseThrow();

        var fault = catchThrowableOfType(ProgramFault.class, () -> loaded.run(Packet.create()));

        assertThat(fault.program()).isEqualTo("fault");
        assertThat(fault.slot()).isEqualTo(SLOT);
        assertThat(fault.source()).contains(SOURCE);
        assertThat(fault).hasMessageContaining("faulted at instruction 3 (fault.bpf.c:42)");
    }

    private static Program program(Line access) {
        var code = Assembly.program(loadMapValue(R1, 0, 0), mov(R2, 7), access, mov(R0, 2), exit());
        var one = Program.of("fault", ProgramType.XDP, code).withMaps(List.of(PROMISED));
        var lines = new TreeMap<Integer, SourceLine>();
        lines.put(SLOT, SOURCE);
        return new Program(
                one.name(),
                one.section(),
                one.type(),
                one.license(),
                one.sleepable(),
                one.code(),
                one.subprograms(),
                one.maps(),
                one.externals(),
                one.btf(),
                lines);
    }
}
