package dev.osmia.runtime.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.uapi.MapFlags;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.memory.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class MapCreationTest {
    private final Environment environment = Environment.builder().cpus(2).build();

    @ParameterizedTest
    @CsvSource({
        "ARRAY, 4, 8, 0, 0, max_entries is 0",
        "ARRAY, 8, 8, 4, 0, key_size is not 4",
        "ARRAY, 4, 0, 4, 0, value_size is 0",
        "ARRAY, 4, -1, 4, 0, value_size is beyond what memory can hold",
        "ARRAY, 4, 8, -1, 0, max_entries is beyond what memory can hold",
        "ARRAY, 4, 8, 2147483647, 0, 'needs 17179869176 bytes, more than the limit of 2147479551'",
        "PERCPU_ARRAY, 4, 32769, 1, 0, value_size of a per-CPU map is more than 32768",
        "HASH, 0, 8, 4, 0, key_size is 0",
        "HASH, 8, 4194304, 4, 0, key and value are not less than 4194304 bytes",
        "HASH, 4, 8, 4, 2, the flag BPF_F_NO_COMMON_LRU is not allowed",
        "HASH, 4, 8, 2147483647, 0, max_entries is beyond what memory can hold",
        "HASH, 512, 65536, 100000, 0, 'needs 6605666056 bytes, more than the limit of 2147479551'",
        "LRU_HASH, 4, 8, 4, 1, the flag BPF_F_NO_PREALLOC is not allowed",
        "LPM_TRIE, 8, 8, 4, 0, the flag BPF_F_NO_PREALLOC is missing",
        "LPM_TRIE, 4, 8, 4, 1, key_size is not from 5 to 260",
        "LPM_TRIE, 261, 8, 4, 1, key_size is not from 5 to 260",
        "RINGBUF, 4, 0, 4096, 0, key_size is not 0",
        "RINGBUF, 0, 0, 4095, 0, max_entries is no power of 2 and multiple of 4096",
        "RINGBUF, 0, 0, 2048, 0, max_entries is no power of 2 and multiple of 4096",
        "RINGBUF, 0, 0, -2147483648, 0, max_entries is more than the limit of 536870912",
        "QUEUE, 4, 8, 4, 0, key_size is not 0",
        "STACK, 0, 4194305, 4, 0, value_size is more than 4194304",
        "PROG_ARRAY, 4, 8, 4, 0, key_size and value_size are not 4",
        "PROG_ARRAY, 4, 4, 2000000000, 0, max_entries is not from 1 to 1048576",
        "PERF_EVENT_ARRAY, 4, 8, 4, 0, value_size is not 4"
    })
    void refusesWhatTheKernelRefusesAndWhatMemoryCannotHold(
            MapType type, int keySize, int valueSize, int maxEntries, int flags, String reason) {
        var spec = MapSpec.of("table", type, keySize, valueSize, maxEntries).withFlags(flags);
        assertThatThrownBy(() -> environment.maps().open(spec))
                .isInstanceOf(MapCreationException.class)
                .hasMessage("map 'table' (" + type.kernelName() + ", key_size=" + keySize + ", value_size=" + valueSize
                        + ", max_entries=" + Integer.toUnsignedString(maxEntries) + ", flags=0x"
                        + Integer.toHexString(flags) + "): " + reason);
        assertThat(environment.maps().find("table")).isEmpty();
    }

    @Test
    void makesLargeMapsOutOfMemoryThatIsNotUsedYet() {
        long before = residentBytes();
        for (int i = 0; i < 8; i++) {
            var map = environment.maps().open(MapSpec.of("table" + i, MapType.HASH, 40, 64, 2_000_000));
            map.put(new byte[40], new byte[64]);
            assertThat(map.get(new byte[40])).isPresent();
        }
        assertThat(residentBytes() - before).isLessThan(100L << 20);
    }

    private static long residentBytes() {
        try {
            return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * 4096;
        } catch (IOException absent) {
            return 0;
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = MapType.class,
            names = {"ARRAY", "HASH", "LRU_HASH", "PERCPU_HASH"})
    void givesOneMapToTwoObjectsThatDefineTheSame(MapType type) {
        var spec = MapSpec.of("flows", type, 4, 8, 16);
        var map = environment.maps().open(spec);
        assertThat(environment.maps().open(MapSpec.of("flows", type, 4, 8, 16))).isSameAs(map);
        assertThat(environment.maps().open(MapSpec.of("other", type, 4, 8, 16))).isNotSameAs(map);
        assertThat(environment.maps().all()).hasSize(2);
        assertThat(environment.map(map.pointer())).isSameAs(map);
        assertThatThrownBy(() -> environment.maps().open(MapSpec.of("flows", type, 4, 8, 17)))
                .isInstanceOf(MapCreationException.class)
                .hasMessageContaining("max_entries=17")
                .hasMessageContaining("another object defines a map of this name as")
                .hasMessageContaining("max_entries=16");
    }

    @Test
    void startsGlobalDataWithItsContent() {
        var spec = MapSpec.of(".rodata", MapType.ARRAY, 4, 6, 1)
                .withFlags(MapFlags.BPF_F_RDONLY_PROG)
                .withContent(new byte[] {1, 2, 3, 4, 5, 6});
        var map = environment.maps().create(spec);
        assertThat(map.get(new byte[4])).contains(new byte[] {1, 2, 3, 4, 5, 6});
        assertThat(map.values().isReadOnly()).isTrue();
        long third = map.valuePointer(2);
        assertThat(environment.newContext(0).region(third).loadByte(Pointer.offset(third)))
                .isEqualTo(3);
        map.put(new byte[4], new byte[] {9, 8, 7, 6, 5, 4});
        assertThat(environment.newContext(0).region(third).loadByte(Pointer.offset(third)))
                .isEqualTo(7);
    }

    @Test
    void namesMapPointersThatAreNone() {
        assertThatThrownBy(() -> environment.map(Pointer.of(Pointer.MAP, 3)))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("region 4 offset 3 is no map");
    }
}
