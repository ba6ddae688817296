package dev.osmia.program.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.osmia.program.External;
import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.Subprogram;
import dev.osmia.program.input.MalformedObjectException;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Reference;
import dev.osmia.program.object.ProgramSpec;
import dev.osmia.program.object.SectionNames;
import dev.osmia.program.object.TestObjects;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkerTest {
    private static Program link(String object, String program) {
        var spec = TestObjects.read(object);
        return Linker.link(spec, spec.program(program));
    }

    @ParameterizedTest
    @ValueSource(strings = {"linking.o", "linking.clang-16.o", "linking.clang-14.o"})
    void putsSubprogramsInTheOrderOfFirstCalls(String name) {
        assertThat(link(name, "first").subprograms())
                .extracting(Subprogram::name)
                .containsExactly("first", "count_one", "pick", "scramble", "over_limit");
        assertThat(link(name, "second").subprograms())
                .extracting(Subprogram::name)
                .containsExactly("second", "hidden_helper", "over_limit", "scramble");
    }

    @Test
    void countsCallsAndCallbacksToTheirFunctions() {
        var program = link("linking.o", "first");

        assertThat(targets(program)).isEqualTo(starts(program, "count_one", "over_limit", "pick", "pick", "scramble"));
    }

    private static List<Integer> targets(Program program) {
        var targets = new ArrayList<Integer>();
        for (int slot = 0; slot < program.code().slots(); slot = program.code().next(slot)) {
            var instruction = program.code().at(slot);
            if (instruction instanceof Instruction.CallLocal call) {
                targets.add(slot + 1 + call.offset());
            } else if (instruction instanceof Instruction.LoadReference load
                    && load.reference() instanceof Reference.FunctionAddress function) {
                targets.add(slot + 1 + function.offset());
            }
        }
        return targets;
    }

    private static List<Integer> starts(Program program, String... names) {
        return Arrays.stream(names)
                .map(name -> program.subprograms().stream()
                        .filter(subprogram -> subprogram.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .start())
                .toList();
    }

    @Test
    void givesEachSubprogramItsLines() {
        var program = link("linking.o", "first");

        assertThat(program.subprograms())
                .extracting(
                        Subprogram::name,
                        subprogram ->
                                program.lines().get(subprogram.start()).text().strip())
                .containsExactly(
                        tuple("first", "__u32 key = ctx->ingress_ifindex;"),
                        tuple("count_one", "seen += pick(index);"),
                        tuple("pick", "return scramble(value) % sample_rate;"),
                        tuple("scramble", "return value * 2654435761u + state[value & 3];"),
                        tuple("over_limit", "return value > limit + custom;"));
        assertThat(program.lineAt(0)).get().hasToString("linking.bpf.c:67");
    }

    @Test
    void givesEachSubprogramItsPrototype() {
        var program = link("linking.o", "second");

        assertThat(program.subprograms())
                .extracting(subprogram -> program.btf()
                        .orElseThrow()
                        .declaration(subprogram.btfFunction().orElseThrow()))
                .containsExactly(
                        "int second(struct xdp_md *ctx)",
                        "int hidden_helper(__u32 value)",
                        "int over_limit(__u32 value)",
                        "__u32 scramble(__u32 value)");
    }

    @Test
    void refersToMapsGlobalDataAndExterns() {
        var program = link("linking.o", "second");

        assertThat(references(program))
                .contains(
                        new Reference.MapAddress(index(program, "total")),
                        new Reference.MapValueAddress(index(program, ".data"), 0),
                        new Reference.MapValueAddress(index(program, ".data"), 4),
                        new Reference.MapValueAddress(index(program, ".data.custom"), 0),
                        new Reference.MapValueAddress(index(program, ".kconfig"), 0),
                        new Reference.MapValueAddress(index(program, ".kconfig"), 4));
        assertThat(program.externals()).isEmpty();
    }

    @Test
    void refersToArenasAndVariablesInThem() {
        var program = link("arena.o", "sum");

        assertThat(references(program))
                .contains(
                        new Reference.MapAddress(index(program, "arena")),
                        new Reference.MapValueAddress(index(program, "arena"), 0),
                        new Reference.MapValueAddress(index(program, "arena"), 4));
        assertThat(program.maps().get(index(program, "arena")).content().bytes())
                .containsExactly(5, 0, 0, 0, 7, 0, 0, 0);
    }

    private static List<Reference> references(Program program) {
        return program.code().instructions().stream()
                .filter(Instruction.LoadReference.class::isInstance)
                .map(load -> ((Instruction.LoadReference) load).reference())
                .toList();
    }

    private static int index(Program program, String map) {
        for (int index = 0; index < program.maps().size(); index++) {
            if (program.maps().get(index).name().equals(map)) {
                return index;
            }
        }
        throw new AssertionError("no map " + map);
    }

    @Test
    void countsKfuncsInTheOrderOfFirstUse() {
        var program = link("linking.o", "with_kfuncs");

        assertThat(program.externals())
                .extracting(External::name, External::function, External::weak)
                .containsExactly(tuple("bpf_rcu_read_lock", true, false), tuple("bpf_rcu_read_unlock", true, false));
        assertThat(program.code().instructions()).contains(new Instruction.CallKfunc(0), new Instruction.CallKfunc(1));
    }

    @Test
    void keepsWeakKfuncsForTheVerifierToDecide() {
        var program = link("linking.o", "weak_kfunc");

        assertThat(program.externals())
                .extracting(External::name, External::weak)
                .containsExactly(tuple("bpf_kfunc_of_no_kernel", true));
        assertThat(references(program)).containsExactly(new Reference.KernelSymbol(0));
    }

    @Test
    void answersTheConfigurationAsAsked() {
        var object = TestObjects.read("linking.o");

        var plain = Linker.link(object, object.program("second"));
        var configured = Linker.link(
                object,
                object.program("second"),
                Optional.empty(),
                new KernelConfiguration(Map.of("CONFIG_BPF_UNHEARD_OF", "y", "LINUX_KERNEL_VERSION", "0x50a00")));

        assertThat(configuration(plain)).isEqualTo(new Configuration(0x61200, (byte) 0));
        assertThat(configuration(configured)).isEqualTo(new Configuration(0x50a00, (byte) 1));
    }

    private record Configuration(int version, byte unheardOf) {}

    private static Configuration configuration(Program program) {
        var content = program.maps().get(index(program, ".kconfig")).content().bytes();
        var values = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        return new Configuration(values.getInt(), values.get());
    }

    @Test
    void takesTheTypeThatItIsGiven() {
        var object = TestObjects.read("linking.o");

        var program = Linker.link(object, object.program("first").withType(ProgramType.SCHED_CLS));

        assertThat(program.type()).isEqualTo(ProgramType.SCHED_CLS);
    }

    @Test
    void refusesSectionsThatTellNoType() {
        var object = TestObjects.read("linking.o");
        var program = new ProgramSpec(object.program("first").function(), SectionNames.find("xdp_first"));

        assertThatThrownBy(() -> Linker.link(object, program))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageContaining("linking.o: offset 0x")
                .hasMessageContaining("expected a section name that tells the type of program first, such as xdp or tc")
                .hasMessageEndingWith("found 'xdp'");
    }

    @Test
    void linksAllExamples() {
        for (var file : TestObjects.examples()) {
            var object = TestObjects.read(file);
            for (var spec : object.programs()) {
                var program = Linker.link(object, spec);
                assertThat(program.subprograms()
                                .get(program.subprograms().size() - 1)
                                .end())
                        .as("%s of %s", spec.name(), file)
                        .isEqualTo(program.code().slots());
                assertThat(program.subprograms()).extracting(Subprogram::start).containsAll(targets(program));
            }
        }
    }
}
