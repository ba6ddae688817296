package dev.osmia.runtime.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.uapi.MapFlags;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.memory.Pointer;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EvictionTest {
    private BpfMap create(MapType type) {
        return Environment.builder().cpus(1).build().maps().create(MapSpec.of("recent", type, 1, 8, 4));
    }

    private static void put(BpfMap map, int key) {
        assertThat(map.update(0, new byte[] {(byte) key}, 0, new byte[8], 0, MapFlags.BPF_ANY))
                .isZero();
    }

    private static Set<Integer> keys(BpfMap map) {
        var keys = new TreeSet<Integer>();
        map.forEach((key, value) -> keys.add((int) key[0]));
        return keys;
    }

    @ParameterizedTest
    @EnumSource(
            value = MapType.class,
            names = {"LRU_HASH", "LRU_PERCPU_HASH"})
    void evictsTheOldestOfThoseThatWereNotUsed(MapType type) {
        var map = create(type);
        for (int key = 1; key <= 4; key++) {
            put(map, key);
        }
        put(map, 5);
        assertThat(keys(map)).containsExactly(2, 3, 4, 5);
        put(map, 6);
        assertThat(keys(map)).containsExactly(3, 4, 5, 6);
    }

    @ParameterizedTest
    @EnumSource(
            value = MapType.class,
            names = {"LRU_HASH", "LRU_PERCPU_HASH"})
    void sparesWhatWasUsed(MapType type) {
        var map = create(type);
        for (int key = 1; key <= 4; key++) {
            put(map, key);
        }
        assertThat(map.lookup(0, new byte[] {1}, 0)).isNotEqualTo(Pointer.NULL);
        put(map, 3);
        put(map, 5);
        assertThat(keys(map)).containsExactly(1, 3, 4, 5);
        for (int key = 10; key < 30; key++) {
            put(map, key);
            assertThat(keys(map)).hasSize(4).contains(key);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = MapType.class,
            names = {"LRU_HASH", "LRU_PERCPU_HASH"})
    void fillsWhatWasDeletedBeforeItEvicts(MapType type) {
        var map = create(type);
        for (int key = 1; key <= 4; key++) {
            put(map, key);
        }
        map.remove(new byte[] {3});
        put(map, 5);
        assertThat(keys(map)).containsExactly(1, 2, 4, 5);
    }
}
