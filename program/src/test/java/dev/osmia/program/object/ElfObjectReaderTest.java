package dev.osmia.program.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.osmia.program.ProgramType;
import dev.osmia.program.Subprogram.Linkage;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElfObjectReaderTest {
    @ParameterizedTest
    @ValueSource(strings = {"linking.o", "linking.clang-16.o", "linking.clang-14.o"})
    void findsTheProgramsOfAnObject(String name) {
        var object = TestObjects.read(name);

        assertThat(object.license()).isEqualTo("Dual BSD/GPL");
        assertThat(object.programs())
                .extracting(
                        ProgramSpec::section,
                        ProgramSpec::name,
                        program -> program.hook().orElseThrow().type())
                .containsExactly(
                        tuple("xdp", "first", ProgramType.XDP),
                        tuple("xdp", "second", ProgramType.XDP),
                        tuple("tc", "with_kfuncs", ProgramType.SCHED_CLS),
                        tuple("?xdp.frags", "weak_kfunc", ProgramType.XDP));
    }

    @Test
    void takesLinkageFromBindingAndVisibility() {
        assertThat(TestObjects.read("linking.o").functions())
                .filteredOn(function -> !function.entry())
                .extracting(FunctionSpec::name, FunctionSpec::linkage)
                .containsExactlyInAnyOrder(
                        tuple("over_limit", Linkage.GLOBAL),
                        tuple("hidden_helper", Linkage.STATIC),
                        tuple("scramble", Linkage.STATIC),
                        tuple("pick", Linkage.STATIC),
                        tuple("count_one", Linkage.STATIC));
    }

    @Test
    void tellsWhoIsToDefineAnExtern() {
        assertThat(TestObjects.read("linking.o").externals())
                .extracting(ExternalSpec::symbol, ExternalSpec::kind, ExternalSpec::weak, ExternalSpec::offset)
                .containsExactly(
                        tuple("LINUX_KERNEL_VERSION", ExternalSpec.Kind.CONFIGURATION, false, 0),
                        tuple("CONFIG_BPF_UNHEARD_OF", ExternalSpec.Kind.CONFIGURATION, true, 4),
                        tuple("bpf_kfunc_of_no_kernel", ExternalSpec.Kind.KERNEL_FUNCTION, true, 0),
                        tuple("bpf_rcu_read_lock", ExternalSpec.Kind.KERNEL_FUNCTION, false, 0),
                        tuple("bpf_rcu_read_unlock", ExternalSpec.Kind.KERNEL_FUNCTION, false, 0));
    }

    @Test
    void readsBuffersOfAnyPositionAndOrder() {
        var bytes = TestObjects.bytes("maps.o");
        var buffer =
                ByteBuffer.allocateDirect(bytes.length + 5).put(new byte[5]).put(bytes);
        buffer.position(5);

        var object = ElfObjectReader.read("maps.o", buffer);

        assertThat(object.programs()).hasSize(2);
        assertThat(buffer.position()).isEqualTo(5);
    }

    @Test
    void readsAllExamples() {
        assertThat(TestObjects.examples()).isNotEmpty();
        for (var file : TestObjects.examples()) {
            assertThat(TestObjects.read(file).programs()).as("%s", file).isNotEmpty();
        }
    }

    @Test
    void saysWhichProgramsThereAre() {
        var object = TestObjects.read("maps.o");

        assertThatThrownBy(() -> object.program("foo"))
                .isInstanceOf(UnknownProgramException.class)
                .hasMessageEndingWith("maps.o: no program 'foo', the object has: tail_one, tail_two");
        assertThatThrownBy(object::onlyProgram)
                .hasMessageEndingWith("maps.o: which program? the object has: tail_one, tail_two");
        assertThat(TestObjects.read("types.o").onlyProgram().name()).isEqualTo("read");
    }
}
