package dev.osmia.jit;

import static dev.osmia.program.assembly.Assembly.add;
import static dev.osmia.program.assembly.Assembly.exit;
import static dev.osmia.program.assembly.Assembly.ifEqual;
import static dev.osmia.program.assembly.Assembly.ifGreater;
import static dev.osmia.program.assembly.Assembly.instruction;
import static dev.osmia.program.assembly.Assembly.label;
import static dev.osmia.program.assembly.Assembly.load;
import static dev.osmia.program.assembly.Assembly.loadMapValue;
import static dev.osmia.program.assembly.Assembly.mov;
import static dev.osmia.program.assembly.Assembly.store;
import static dev.osmia.program.instruction.MemorySize.BYTE;
import static dev.osmia.program.instruction.MemorySize.DOUBLE_WORD;
import static dev.osmia.program.instruction.MemorySize.WORD;
import static dev.osmia.program.instruction.Register.R0;
import static dev.osmia.program.instruction.Register.R1;
import static dev.osmia.program.instruction.Register.R2;
import static dev.osmia.program.instruction.Register.R5;
import static dev.osmia.program.instruction.Register.R6;
import static dev.osmia.program.instruction.Register.R7;
import static dev.osmia.program.instruction.Register.R8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.assembly.Assembly;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.InstructionDecoder;
import dev.osmia.program.instruction.RawInstruction;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.packet.Packet;
import dev.osmia.testkit.RecordedTruth;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the running kernel did for jumps without a condition, for constants, and for the legacy loads from packets. */
class EngineControlTest {
    private static final int PACKET_BYTES = 64;
    private static final int ETH_HLEN = 14;

    /** Offsets of {@code data} and {@code data_end} in {@code struct __sk_buff}. */
    private static final int DATA = 76;

    private static final int DATA_END = 80;

    private final Environment environment = Environment.create();
    private final ExecutionContext context = environment.newContext(0);

    @ParameterizedTest
    @EnumSource
    void jumpsWithoutAConditionAsTheKernelDoes(Engine engine) {
        assertThat(RecordedTruth.unconditionalJumps()).hasSize(5);
        for (var recorded : RecordedTruth.unconditionalJumps()) {
            var code = Assembly.program(
                    load(WORD, R2, R1, 0),
                    mov(R5, 1),
                    ifEqual(R2, 77, "left out"),
                    instruction(decode(List.of(recorded.slot()))),
                    label("left out"),
                    mov(R5, 0),
                    mov(R0, R5),
                    exit());
            int result = ready(engine, Program.of("jump", ProgramType.SCHED_CLS, code))
                    .run(context, packet(0));

            assertThat(result).as("%s", recorded).isEqualTo(recorded.taken() ? 1 : 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void loadsConstantsAsTheKernelDoes(Engine engine) {
        assertThat(RecordedTruth.constants()).isNotEmpty();
        for (var recorded : RecordedTruth.constants()) {
            var code = Assembly.program(
                    instruction(decode(recorded.slots())),
                    loadMapValue(R1, 0, 0),
                    store(DOUBLE_WORD, R1, 0, R2),
                    mov(R0, 0),
                    exit());
            var results = MapSpec.of("results", MapType.ARRAY, 4, 8, 1);
            var program = Program.of("constant", ProgramType.SCHED_CLS, code).withMaps(List.of(results));
            ready(engine, program).run(context, packet(0));

            var value =
                    environment.maps().find("results").orElseThrow().values().order(ByteOrder.LITTLE_ENDIAN);
            assertThat(value.getLong(0)).as("%s", recorded).isEqualTo(recorded.result());
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesBytesOutOfPacketsAsTheKernelDoes(Engine engine) {
        assertThat(RecordedTruth.packetLoads()).hasSizeGreaterThan(200);
        for (var recorded : RecordedTruth.packetLoads()) {
            var packet = packet(recorded.index());
            ready(engine, takesBytes(decode(List.of(recorded.slot())))).run(context, packet);
            var bytes = packet.data().order(ByteOrder.LITTLE_ENDIAN);
            boolean wentOn = bytes.get(packet.dataStart() + 32) == 1;

            assertThat(wentOn).as("%s", recorded).isEqualTo(recorded.goesOn());
            if (wentOn) {
                assertThat(bytes.getLong(packet.dataStart() + 24))
                        .as("%s", recorded)
                        .isEqualTo(recorded.result());
            }
        }
    }

    private static Program takesBytes(Instruction load) {
        var code = Assembly.program(
                mov(R6, R1),
                load(WORD, R7, R1, DATA),
                load(WORD, R8, R1, DATA_END),
                mov(R2, R7),
                add(R2, PACKET_BYTES),
                ifGreater(R2, R8, "out"),
                load(DOUBLE_WORD, R2, R7, 16),
                instruction(load),
                store(DOUBLE_WORD, R7, 24, R0),
                store(BYTE, R7, 32, 1),
                label("out"),
                mov(R0, 0),
                exit());
        return Program.of("packet_load", ProgramType.SCHED_CLS, code);
    }

    private static Packet packet(long index) {
        var bytes = ByteBuffer.allocate(PACKET_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < PACKET_BYTES; i++) {
            bytes.put(i, (byte) (0x80 + i));
        }
        bytes.put(12, (byte) 0x88).put(13, (byte) 0xb5).putLong(16, index).put(32, (byte) 0);
        var packet = Packet.of(bytes);
        packet.headers(0, ETH_HLEN);
        return packet;
    }

    private static Instruction decode(List<Long> slots) {
        return InstructionDecoder.decode(
                        slots.stream().map(RawInstruction::ofLong).toList())
                .at(0);
    }

    private LoadedProgram ready(Engine engine, Program program) {
        return BpfProgram.of(program, environment).load(engine).orElseThrow();
    }
}
