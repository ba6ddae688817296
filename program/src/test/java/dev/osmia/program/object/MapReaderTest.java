package dev.osmia.program.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.btf.BtfFormatter;
import dev.osmia.program.elf.Elf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapReaderTest {
    private static final int BPF_F_NO_PREALLOC = 1;
    private static final int BPF_F_NUMA_NODE = 1 << 2;
    private static final int BPF_F_RDONLY_PROG = 1 << 7;
    private static final int BPF_F_MMAPABLE = 1 << 10;

    @ParameterizedTest
    @ValueSource(strings = {"maps.o", "maps.clang-16.o", "maps.clang-14.o"})
    void readsEveryAttributeOfADefinition(String name) {
        assertThat(TestObjects.read(name).maps())
                .extracting(
                        MapSpec::name,
                        MapSpec::type,
                        MapSpec::keySize,
                        MapSpec::valueSize,
                        MapSpec::maxEntries,
                        MapSpec::flags,
                        MapSpec::extra)
                .containsExactly(
                        tuple("inner_one", MapType.ARRAY, 4, 8, 4, 0, 0L),
                        tuple("inner_two", MapType.ARRAY, 4, 8, 4, 0, 0L),
                        tuple("outer", MapType.ARRAY_OF_MAPS, 4, 4, 3, 0, 0L),
                        tuple("jumps", MapType.PROG_ARRAY, 4, 4, 5, 0, 0L),
                        tuple("blocked", MapType.LPM_TRIE, 8, 1, 100, BPF_F_NO_PREALLOC, 0L),
                        tuple("events", MapType.RINGBUF, 0, 0, 8192, 0, 0L),
                        tuple("known", MapType.BLOOM_FILTER, 0, 8, 10, BPF_F_NUMA_NODE, 3L),
                        tuple("pinned", MapType.LRU_HASH, 6, 24, 1024, 0, 0L));
    }

    @Test
    void keepsTheTypesOfKeysAndValues() {
        var types =
                TestObjects.map(TestObjects.read("maps.o"), "blocked").types().orElseThrow();

        assertThat(types.btf().declaration(types.key())).isEqualTo("struct key");
        assertThat(types.btf().declaration(types.value())).isEqualTo("__u8");
        assertThat(TestObjects.map(TestObjects.read("maps.o"), "pinned").types())
                .isEmpty();
    }

    @Test
    void readsInnerMapsAndInitialValues() {
        var object = TestObjects.read("maps.o");
        var outer = TestObjects.map(object, "outer");

        var inner = outer.inner().orElseThrow();
        assertThat(inner.name()).isEqualTo("outer.inner");
        assertThat(inner.sameDefinition(TestObjects.map(object, "inner_one"))).isFalse();
        assertThat(inner.valueSize()).isEqualTo(8);
        assertThat(outer.slots()).containsExactly(new MapSpec.Slot(0, "inner_one"), new MapSpec.Slot(2, "inner_two"));
        assertThat(TestObjects.map(object, "jumps").slots())
                .containsExactly(new MapSpec.Slot(1, "tail_one"), new MapSpec.Slot(4, "tail_two"));
    }

    @Test
    void readsNumbersOfSixtyFourBits() {
        assertThat(TestObjects.map(TestObjects.read("arena.o"), "arena").extra())
                .isEqualTo(1L << 44);
    }

    @Test
    void readsDefinitionsOfTheTimeBeforeBtf() {
        var definitions = ByteBuffer.allocate(2 * 28).order(ByteOrder.LITTLE_ENDIAN);
        definitions
                .putInt(MapType.HASH.number())
                .putInt(4)
                .putInt(8)
                .putInt(100)
                .putInt(1)
                .putInt(0)
                .putInt(0);
        definitions
                .putInt(MapType.PERF_EVENT_ARRAY.number())
                .putInt(4)
                .putInt(4)
                .putInt(0);
        var elf = new ElfBuilder();
        int maps = elf.section("maps", Elf.SHT_PROGBITS, ElfBuilder.WRITABLE, definitions.array());
        elf.section("version", Elf.SHT_PROGBITS, ElfBuilder.WRITABLE, new byte[] {0, 18, 6, 0});
        elf.symbol("counts", Elf.STB_GLOBAL << 4 | 1, maps, 0, 28);
        elf.symbol("events", Elf.STB_GLOBAL << 4 | 1, maps, 28, 28);

        var object = elf.read();

        assertThat(object.maps())
                .containsExactly(
                        MapSpec.of("counts", MapType.HASH, 4, 8, 100).withFlags(BPF_F_NO_PREALLOC),
                        MapSpec.of("events", MapType.PERF_EVENT_ARRAY, 4, 4, 0));
        assertThat(object.version()).hasValue(0x61200);
    }

    @Test
    void makesGlobalDataMaps() {
        var object = TestObjects.read("linking.o");

        assertThat(object.maps())
                .filteredOn(map -> map.name().startsWith("."))
                .extracting(MapSpec::name, MapSpec::type, MapSpec::valueSize, MapSpec::flags)
                .containsExactly(
                        tuple(".rodata", MapType.ARRAY, 4, BPF_F_RDONLY_PROG | BPF_F_MMAPABLE),
                        tuple(".data", MapType.ARRAY, 20, BPF_F_MMAPABLE),
                        tuple(".data.custom", MapType.ARRAY, 4, BPF_F_MMAPABLE),
                        tuple(".bss", MapType.ARRAY, 8, BPF_F_MMAPABLE),
                        tuple(".kconfig", MapType.ARRAY, 5, BPF_F_RDONLY_PROG | BPF_F_MMAPABLE));
        assertThat(TestObjects.map(object, ".bss").content()).isEqualTo(MapSpec.GlobalData.NONE);
    }

    @Test
    void knowsWhereGlobalVariablesAre() {
        var data = TestObjects.map(TestObjects.read("linking.o"), ".data");
        var types = data.types().orElseThrow();

        var value = BtfFormatter.read(
                types.btf(), types.value(), ByteBuffer.wrap(data.content().bytes()));

        assertThat(value).hasToString("{limit: 1000, state: [1, 2, 3, 4]}");
    }
}
