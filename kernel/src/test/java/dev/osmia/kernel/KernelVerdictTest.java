package dev.osmia.kernel;

import static dev.osmia.program.assembly.Assembly.callKfunc;
import static dev.osmia.program.assembly.Assembly.exit;
import static dev.osmia.program.assembly.Assembly.ifEqual;
import static dev.osmia.program.assembly.Assembly.label;
import static dev.osmia.program.assembly.Assembly.loadKernelSymbol;
import static dev.osmia.program.assembly.Assembly.mov;
import static dev.osmia.program.assembly.Assembly.program;
import static dev.osmia.program.instruction.Register.R0;
import static dev.osmia.program.instruction.Register.R1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.kernel.KernelVerdict.Accepted;
import dev.osmia.kernel.KernelVerdict.Refused;
import dev.osmia.kernel.KernelVerdict.Stage;
import dev.osmia.kernel.testing.RunningKernel;
import dev.osmia.program.External;
import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.assembly.Line;
import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.testkit.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningKernel.class)
final class KernelVerdictTest {
    /** A line of {@code verdicts.tsv}. */
    record Recorded(
            String object, String program, String error, int instruction, String source, String message, String log) {
        @Override
        public String toString() {
            return object;
        }
    }

    // Root may do what stack_uninitialised.o does, and loop_without_bound.o keeps the kernel busy for many seconds.
    static List<Recorded> recorded() throws IOException {
        return Files.readAllLines(Checkout.file("examples/programs/rejected/verdicts.tsv")).stream()
                .skip(1)
                .map(line -> line.split("\t"))
                .filter(fields -> fields[2].equals("all") && !fields[0].equals("loop_without_bound.o"))
                .map(fields -> new Recorded(
                        fields[0], fields[1], fields[3], Integer.parseInt(fields[4]), fields[5], fields[6], fields[7]))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void saysWhatWasRecordedOfRejectedPrograms(Recorded recorded, Kernel kernel) {
        var verdict = kernel.verdict(ExampleObjects.program("rejected/" + recorded.object(), recorded.program()));

        assertThat(verdict).isInstanceOf(Refused.class);
        var refused = (Refused) verdict;
        assertThat(refused.stage()).isEqualTo(Stage.VERIFIER);
        assertThat(refused.message()).isEqualTo(recorded.message());
        assertThat(refused.errorName()).isEqualTo(recorded.error().equals("Permission denied") ? "EACCES" : "EINVAL");
        assertThat(refused.instruction()).hasValue(recorded.instruction());
        assertThat(refused.source().orElseThrow()).hasToString(recorded.source());
        assertThat(String.join(" | ", refused.log().end())).isEqualTo(recorded.log());
    }

    static List<String> objects() throws IOException {
        return ExampleObjects.names();
    }

    @ParameterizedTest
    @MethodSource("objects")
    void acceptsEachExample(String object, Kernel kernel) {
        for (var program : ExampleObjects.programs(object)) {
            var verdict = kernel.verdict(program);

            assertThat(verdict).as(program.name()).isInstanceOf(Accepted.class);
            assertThat(verdict.log().text()).doesNotContain("BTF refused");
            assertThat(verdict.log().statistics()).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "count_locked",
                "start_timer",
                "plant",
                "call_functions",
                "write_inner",
                "called_last",
                "call_last"
            })
    void givesTheKernelTheTypesThatItNeeds(String program, Kernel kernel) {
        var verdict = kernel.verdict(ExampleObjects.feature(program));

        assertThat(verdict).isInstanceOf(Accepted.class);
        assertThat(verdict.log().text()).doesNotContain("BTF refused");
    }

    @Test
    void findsSymbolsOfTheKernel(Kernel kernel) {
        var verdict = kernel.verdict(ExampleObjects.feature("read_symbols"));

        // A kernel that was built without CONFIG_KALLSYMS_ALL does not know its own variables.
        assertThat(verdict)
                .satisfiesAnyOf(
                        accepted -> assertThat(accepted).isInstanceOf(Accepted.class),
                        refused -> assertThat(((Refused) refused).message())
                                .isEqualTo("ldimm64 failed to find the address for kernel symbol 'bpf_prog_active'."));
    }

    @Test
    void showsSourceLinesAndStatesWhereAsked(Kernel kernel) {
        var verdict = kernel.verdict(ExampleObjects.program("header_parse.o", "parse_udp"), LogLevel.STATES);

        assertThat(verdict).isInstanceOf(Accepted.class);
        assertThat(verdict.log().text())
                .containsPattern("(?m)^; .* @ header_parse\\.bpf\\.c:\\d+$")
                .containsPattern("(?m)^\\d+: \\(61\\) .* ; R1.*=ctx\\(\\)");
    }

    @Test
    void findsTheReasonOfRejectionsBeforeAnyInstruction(Kernel kernel) {
        var program = xdp(Code.of(List.of(new Instruction.Jump(5, false))));

        assertThat(kernel.verdict(program)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.message()).isEqualTo("jump out of range from insn 0 to 6");
            assertThat(refused.stage()).isEqualTo(Stage.VERIFIER);
            assertThat(refused.instruction()).isEmpty();
        });
    }

    @Test
    void keepsTheWholeLogHoweverLong(Kernel kernel) {
        var lines = new ArrayList<Line>();
        for (int i = 0; i < 5000; i++) {
            lines.add(mov(R0, i));
        }
        lines.add(exit());

        var verdict = kernel.verdict(xdp(program(lines)), LogLevel.STATES);

        assertThat(verdict).isInstanceOf(Accepted.class);
        assertThat(verdict.log().text()).hasSizeGreaterThan(1 << 17).contains("\n0: (b7) r0 = 0 ", "\n5000: (95) exit");
    }

    @Test
    void tellsAMapThatCannotBeFromAProgramThatIsUnsafe(Kernel kernel) {
        var program = xdp(program(mov(R0, 2), exit())).withMaps(List.of(MapSpec.of("keyless", MapType.HASH, 0, 4, 1)));

        assertThat(kernel.verdict(program)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.stage()).isEqualTo(Stage.MAPS);
            assertThat(refused.message()).isEqualTo("BPF_MAP_CREATE of map 'keyless': EINVAL");
        });
    }

    @Test
    void namesAKernelFunctionThatIsNotThere(Kernel kernel) {
        assertThat(kernel.verdict(callOf("bpf_no_such_function", false)))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.stage()).isEqualTo(Stage.SYMBOLS);
                    assertThat(refused.message())
                            .isEqualTo("extern (func ksym) 'bpf_no_such_function': not found in kernel or module BTFs");
                });
    }

    @Test
    void letsAWeakFunctionBeAbsentWhereItIsNotCalled(Kernel kernel) {
        var code =
                program(mov(R0, 2), loadKernelSymbol(R1, 0), ifEqual(R1, 0, "out"), callKfunc(0), label("out"), exit());
        var external = new External("bpf_no_such_function", true, true, OptionalInt.empty());

        assertThat(kernel.verdict(xdp(code).withExternals(List.of(external)))).isInstanceOf(Accepted.class);
        assertThat(kernel.verdict(callOf("bpf_no_such_function", true)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.message()).startsWith("invalid func unknown#"));
    }

    private static Program callOf(String function, boolean weak) {
        var code = program(callKfunc(0), exit());
        return xdp(code).withExternals(List.of(new External(function, true, weak, OptionalInt.empty())));
    }

    private static Program xdp(Code code) {
        return Program.of("test", ProgramType.XDP, code);
    }
}
