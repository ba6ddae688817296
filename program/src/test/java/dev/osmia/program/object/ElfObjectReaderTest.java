package dev.osmia.program.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.osmia.program.MapType;
import dev.osmia.program.Subprogram;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ElfObjectReaderTest {
    @Test
    void findsProgramsMapsAndExternsOfAnExample() throws IOException {
        var object = ElfObjectReader.read(Examples.object("metadata.o"));

        assertThat(object.license()).isEqualTo("GPL");
        assertThat(object.programs())
                .extracting(ProgramSpec::section, ProgramSpec::name)
                .contains(tuple("xdp", "stamp_metadata"), tuple("tc", "account_flows"));
        assertThat(object.externals())
                .extracting(ExternalSpec::symbol)
                .contains("bpf_dynptr_from_skb_meta")
                .isSorted();
        assertThat(object.functions())
                .filteredOn(function -> function.section().equals(".text"))
                .extracting(FunctionSpec::linkage)
                .contains(Subprogram.Linkage.STATIC);
    }

    @Test
    void readsSizesAndTypesOfMaps() throws IOException {
        var object = ElfObjectReader.read(Examples.object("flow_counter.o"));

        var flowTable = object.maps().stream()
                .filter(map -> map.name().equals("flow_table"))
                .findFirst()
                .orElseThrow();
        assertThat(flowTable.type()).isEqualTo(MapType.HASH);
        var types = flowTable.types().orElseThrow();
        assertThat(types.btf().declaration(types.key())).isEqualTo("struct flow_key");
        assertThat(types.btf().sizeOf(types.key())).hasValue(flowTable.keySize());
        assertThat(types.btf().sizeOf(types.value())).hasValue(flowTable.valueSize());
    }

    @Test
    void readsAllExamples() throws IOException {
        assertThat(Examples.objects()).isNotEmpty();
        for (var file : Examples.objects()) {
            assertThat(ElfObjectReader.read(file).programs()).as("%s", file).isNotEmpty();
        }
    }

    @Test
    void saysWhichProgramsThereAre() throws IOException {
        var object = ElfObjectReader.read(Examples.object("lpm_blocklist.o"));

        assertThatThrownBy(() -> object.program("foo"))
                .isInstanceOf(UnknownProgramException.class)
                .hasMessageEndingWith("lpm_blocklist.o: no program 'foo', the object has: drop_listed_sources");
    }
}
