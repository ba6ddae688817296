package dev.osmia.program.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.Program;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.object.ObjectSpec;
import dev.osmia.program.object.TestObjects;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What instructions become against other types; the values are those that libbpf 1.1 gives with the same two files. */
class CoreRelocationTest {
    private static final int BAD_RELOCATION = 0xbad2310;

    private final ObjectSpec object = TestObjects.read("core.o");

    private Program against(String target, String program) {
        return Linker.link(
                object, object.program(program), TestObjects.read(target).btf());
    }

    @ParameterizedTest
    @CsvSource({
        "index_offset, 8",
        "mtu_offset, 12",
        "second_port_offset, 60",
        "mtu_size, 4",
        "addresses_size, 36",
        "mtu_exists, 1",
        "removed_exists, 0",
        "legacy_exists, 0",
        "fourth_address_exists, 0",
        "index_signed, 1",
        "mtu_signed, 0",
        "speed_offset, 16",
        "speed_size, 4",
        "speed_left, 43",
        "speed_right, 57",
        "device_exists, 1",
        "unknown_exists, 0",
        "device_size, 80",
        "unknown_size, 0",
        "address_matches, 1",
        "device_matches, 0",
        "handler_exists, 1",
        "device_local, 19",
        "device_target, 1",
        "unknown_target, 0",
        "mode_on, 7",
        "mode_on_exists, 1",
        "mode_gone_exists, 0"
    })
    void takesOperandsFromTheTargetsTypes(String program, long expected) {
        assertThat(returned(against("core_target.o", program))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "index_offset, 0",
        "mtu_offset, 4",
        "second_port_offset, 20",
        "mtu_size, 2",
        "removed_exists, 1",
        "legacy_exists, 1",
        "fourth_address_exists, 1",
        "device_matches, 1",
        "unknown_exists, 1",
        "mode_on, 1",
        "mode_gone_exists, 1"
    })
    void leavesOperandsAsTheyAreAgainstTheObjectsOwnTypes(String program, long expected) {
        assertThat(returned(against("core.o", program))).isEqualTo(expected);
        assertThat(returned(Linker.link(object, object.program(program)))).isEqualTo(expected);
    }

    /** The constant in R0 at the end. */
    private static long returned(Program program) {
        var instructions = program.code().instructions();
        var last = instructions.get(instructions.size() - 2);
        if (last instanceof Instruction.LoadImmediate64 load) {
            return load.value();
        }
        var source = ((Instruction.Alu) last).source();
        return ((Operand.Immediate) source).value();
    }

    @Test
    void movesAndWidensLoads() {
        var program = against("core_target.o", "loads");

        var loads = loads(program);
        assertThat(loads).extracting(Instruction.Load::offset).contains((short) 8, (short) 32);
        assertThat(loads)
                .filteredOn(load -> load.offset() == 32)
                .extracting(Instruction.Load::size)
                .containsExactly(MemorySize.DOUBLE_WORD);
    }

    private static List<Instruction.Load> loads(Program program) {
        return program.code().instructions().stream()
                .filter(Instruction.Load.class::isInstance)
                .map(Instruction.Load.class::cast)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"loads_removed", "loads_narrowed", "mode_gone"})
    void makesInstructionsUnrunnableThatTheTargetHasNothingFor(String program) {
        assertThat(against("core_target.o", program).code().instructions())
                .contains(new Instruction.CallHelper(BAD_RELOCATION));
        assertThat(Linker.link(object, object.program(program), Optional.empty())
                        .code()
                        .instructions())
                .doesNotContain(new Instruction.CallHelper(BAD_RELOCATION));
    }
}
