package dev.osmia.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osmia.kernel.testing.RunningKernel;
import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.uapi.MapFlags;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.map.QueueMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(RunningKernel.class)
final class KernelMapTest {
    private final KernelMaps maps = new KernelMaps();

    @AfterEach
    void close() {
        maps.close();
    }

    static List<MapSpec> definitions() {
        int word = Integer.BYTES;
        var inner = Optional.of(MapSpec.of("inner", MapType.ARRAY, word, 8, 1));
        return List.of(
                MapSpec.of("hash", MapType.HASH, 6, 10, 100),
                MapSpec.of("array", MapType.ARRAY, word, 12, 5),
                MapSpec.of("programs", MapType.PROG_ARRAY, word, word, 2),
                MapSpec.of("events", MapType.PERF_EVENT_ARRAY, word, word, 0),
                MapSpec.of("hash_on_each_cpu", MapType.PERCPU_HASH, word, 12, 4),
                MapSpec.of("array_on_each_cpu", MapType.PERCPU_ARRAY, word, 12, 4),
                MapSpec.of("stacks", MapType.STACK_TRACE, word, 64, 4),
                MapSpec.of("recent", MapType.LRU_HASH, word, word, 4),
                MapSpec.of("recent_on_each_cpu", MapType.LRU_PERCPU_HASH, word, word, 4),
                MapSpec.of("prefixes", MapType.LPM_TRIE, 8, word, 4).withFlags(MapFlags.BPF_F_NO_PREALLOC),
                withInner(MapSpec.of("maps", MapType.ARRAY_OF_MAPS, word, word, 2), inner),
                withInner(MapSpec.of("maps_by_name", MapType.HASH_OF_MAPS, 8, word, 2), inner),
                MapSpec.of("devices", MapType.DEVMAP, word, word, 2),
                MapSpec.of("devices_by_name", MapType.DEVMAP_HASH, word, word, 2),
                MapSpec.of("cpus", MapType.CPUMAP, word, word, 2),
                MapSpec.of("queue", MapType.QUEUE, 0, word, 4),
                MapSpec.of("stack", MapType.STACK, 0, word, 4),
                MapSpec.of("records", MapType.RINGBUF, 0, 0, 4096),
                MapSpec.of("seen", MapType.BLOOM_FILTER, 0, word, 100),
                MapSpec.of("requests", MapType.USER_RINGBUF, 0, 0, 4096),
                MapSpec.of("arena", MapType.ARENA, 0, 0, 2).withFlags(MapFlags.BPF_F_MMAPABLE));
    }

    private static MapSpec withInner(MapSpec map, Optional<MapSpec> inner) {
        return new MapSpec(
                map.name(),
                map.type(),
                map.keySize(),
                map.valueSize(),
                map.maxEntries(),
                map.flags(),
                map.extra(),
                map.types(),
                inner,
                map.slots(),
                map.content());
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void createsMapsOfEachType(MapSpec spec, Kernel kernel) {
        assertThat(maps.open(spec).spec()).isEqualTo(spec);
        assertThat(maps.find(spec.name())).isPresent();
    }

    @Test
    void storesFindsAndRemoves(Kernel kernel) {
        var map = maps.open(MapSpec.of("hash", MapType.HASH, 2, 3, 2));

        assertThat(map.get(bytes(1, 1))).isEmpty();
        map.put(bytes(1, 1), bytes(1, 2, 3));
        map.put(bytes(2, 2), bytes(4, 5, 6));

        assertThat(map.get(bytes(1, 1))).hasValue(bytes(1, 2, 3));
        assertThat(map.take(bytes(2, 2))).hasValue(bytes(4, 5, 6));
        assertThat(map.remove(bytes(1, 1))).isTrue();
        assertThat(map.remove(bytes(1, 1))).isFalse();
    }

    @Test
    void refusesWhatTheKernelRefuses(Kernel kernel) {
        var map = maps.open(MapSpec.of("small", MapType.HASH, 1, 1, 1));
        map.put(bytes(1), bytes(1));

        assertThatThrownBy(() -> map.put(bytes(2), bytes(2)))
                .isInstanceOf(KernelException.class)
                .hasMessage("BPF_MAP_UPDATE_ELEM of map 'small': E2BIG");
        assertThatThrownBy(() -> map.put(bytes(1), bytes(2), MapFlags.BPF_NOEXIST))
                .hasMessage("BPF_MAP_UPDATE_ELEM of map 'small': EEXIST");
        assertThatThrownBy(() -> map.put(bytes(1, 2), bytes(1))).hasMessageContaining("key of bytes=2");
        assertThatThrownBy(() -> map.put(bytes(1), bytes(1, 2))).hasMessageContaining("value of bytes=2");
    }

    @Test
    void listsAllEntries(Kernel kernel) {
        var map = maps.open(MapSpec.of("hash", MapType.HASH, 4, 4, 1000));
        for (int i = 0; i < 1000; i++) {
            map.put(number(i), number(-i));
        }
        var found = new TreeMap<Integer, Integer>();
        map.forEach((key, value) -> found.put(number(key), number(value)));

        assertThat(found)
                .hasSize(1000)
                .allSatisfy((key, value) -> assertThat(value).isEqualTo(-key));
    }

    @Test
    void showsTheValuesOfAllCpus(Kernel kernel) {
        var map = maps.open(MapSpec.of("counters", MapType.PERCPU_ARRAY, 4, 4, 1));
        var value = new byte[8 * PossibleCpus.count()];
        value[value.length - 8] = 7;
        map.put(number(0), value);

        assertThat(map.isPerCpu()).isTrue();
        assertThat(map.get(number(0))).hasValue(value);
    }

    @Test
    void takesValuesWithoutKeysInTheirOrder(Kernel kernel) {
        var queue = maps.open(MapSpec.of("queue", MapType.QUEUE, 0, 4, 4));
        var stack = maps.open(MapSpec.of("stack", MapType.STACK, 0, 4, 4));
        for (int i = 1; i <= 3; i++) {
            queue.put(bytes(), number(i));
            stack.put(bytes(), number(i));
        }

        assertThat(queue.get(bytes())).hasValue(number(1));
        assertThat(queue.takeAll()).containsExactly(number(1), number(2), number(3));
        assertThat(stack.takeAll()).containsExactly(number(3), number(2), number(1));
        assertThat(queue.take(bytes())).isEmpty();
    }

    @Test
    void remembersInABloomFilter(Kernel kernel) {
        var filter = maps.open(MapSpec.of("seen", MapType.BLOOM_FILTER, 0, 4, 1000));
        filter.put(bytes(), number(1));

        assertThat(filter.mayContain(number(1))).isTrue();
        assertThat(filter.mayContain(number(2))).isFalse();
    }

    @Test
    void freezesDataThatProgramsOnlyRead(Kernel kernel) {
        var spec = MapSpec.of(".rodata", MapType.ARRAY, 4, 4, 1)
                .withFlags(MapFlags.BPF_F_RDONLY_PROG)
                .withContent(number(42));
        var map = maps.open(spec);

        assertThat(map.get(number(0))).hasValue(number(42));
        assertThatThrownBy(() -> map.put(number(0), number(43))).hasMessageContaining("EPERM");
    }

    @Test
    void sharesMapsByNameAndDefinitionButDataOnlyWithinAnObject(Kernel kernel) {
        var map = maps.open(MapSpec.of("flows", MapType.HASH, 4, 4, 8));
        var data = maps.open(MapSpec.of(".data", MapType.ARRAY, 4, 4, 1).withContent(number(1)));

        assertThat(maps.open(MapSpec.of("flows", MapType.HASH, 4, 4, 8))).isSameAs(map);
        assertThat(maps.open(data.spec())).isSameAs(data);
        assertThat(maps.open(MapSpec.of(".data", MapType.ARRAY, 4, 4, 1).withContent(number(2))))
                .isNotSameAs(data);
        assertThatThrownBy(() -> maps.open(MapSpec.of("flows", MapType.HASH, 4, 4, 9)))
                .isInstanceOf(KernelException.class)
                .hasMessage("map 'flows': EEXIST, another object defines a map of this name otherwise");
    }

    @Test
    void fillsMapsOfMapsWithTheMapsTheyName(Kernel kernel) {
        var opened = maps.openAll(ExampleObjects.feature("write_inner").maps());
        var outer = opened.stream()
                .filter(map -> map.spec().type() == MapType.ARRAY_OF_MAPS)
                .findFirst()
                .orElseThrow();

        assertThat(outer.get(number(0))).isPresent();
        assertThat(outer.get(number(1))).isEmpty();
        assertThat(outer.get(number(2))).isPresent();
    }

    static List<MapSpec> copied() {
        return definitions().stream()
                .filter(spec -> switch (spec.type()) {
                    case HASH, ARRAY, LRU_HASH, LPM_TRIE, PERCPU_HASH, PERCPU_ARRAY -> true;
                    default -> false;
                })
                .toList();
    }

    @ParameterizedTest
    @MethodSource("copied")
    void copiesEntriesBothWays(MapSpec spec, Kernel kernel) {
        var environment = Environment.builder().cpus(PossibleCpus.count()).build();
        var here = environment.maps().open(spec);
        var there = maps.open(spec);
        boolean removable = spec.type() != MapType.ARRAY && spec.type() != MapType.PERCPU_ARRAY;
        here.put(key(spec, 1), value(here.valueBytes(), 11));
        here.put(key(spec, 2), value(here.valueBytes(), 12));
        there.put(key(spec, 3), value(there.valueBytes(), 23));

        assertThat(there.copyFrom(here)).isTrue();

        assertThat(there.get(key(spec, 1))).hasValue(value(there.valueBytes(), 11));
        assertThat(there.get(key(spec, 2))).hasValue(value(there.valueBytes(), 12));
        var third = there.get(key(spec, 3));
        assertThat(third.isPresent()).isNotEqualTo(removable);
        third.ifPresent(value -> assertThat(value).containsOnly(0));

        there.put(key(spec, 2), value(there.valueBytes(), 32));
        if (removable) {
            there.remove(key(spec, 1));
        }
        maps.copyTo(environment.maps());

        assertThat(here.get(key(spec, 2))).hasValue(value(here.valueBytes(), 32));
        assertThat(here.get(key(spec, 1)).isPresent()).isNotEqualTo(removable);
    }

    @Test
    void copiesValuesOfAsManyCpusAsBothHave(Kernel kernel) {
        var spec = MapSpec.of("counters", MapType.PERCPU_ARRAY, 4, 8, 1);
        var here = Environment.builder()
                .cpus(PossibleCpus.count() + 1)
                .build()
                .maps()
                .open(spec);
        var there = maps.open(spec);
        there.put(number(0), value(there.valueBytes(), 5));

        there.copyTo(here);

        var expected = new byte[here.valueBytes()];
        System.arraycopy(value(there.valueBytes(), 5), 0, expected, 0, there.valueBytes());
        assertThat(here.get(number(0))).hasValue(expected);
    }

    @Test
    void movesQueuesAndStacks(Kernel kernel) {
        for (var type : List.of(MapType.QUEUE, MapType.STACK)) {
            var spec = MapSpec.of("waiting_" + type.kernelName(), type, 0, 4, 4);
            var here = (QueueMap) Environment.create().maps().open(spec);
            var there = maps.open(spec);
            here.push(number(1));
            here.push(number(2));

            there.copyFrom(here);
            there.put(bytes(), number(3));
            here.pop();
            here.pop();
            there.copyTo(here);

            var values = new ArrayList<Integer>();
            here.forEach((key, value) -> values.add(number(value)));
            assertThat(values).as(type.kernelName()).containsExactly(1, 2, 3);
            assertThat(there.take(bytes())).isEmpty();
        }
    }

    @Test
    void closesItsFileDescriptor(Kernel kernel) {
        var map = maps.open(MapSpec.of("closed", MapType.ARRAY, 4, 4, 1));
        maps.close();

        assertThatThrownBy(() -> map.get(number(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed");
        assertThat(maps.all()).isEmpty();
    }

    /** A key with the number in its last byte; of a trie, a whole one. */
    private static byte[] key(MapSpec spec, int number) {
        var key = new byte[spec.keySize()];
        if (spec.type() == MapType.LPM_TRIE) {
            key[0] = 32;
            key[key.length - 1] = (byte) number;
        } else {
            key[0] = (byte) number;
        }
        return key;
    }

    /** A value of which the first byte of each eight says the number, as far as a per-CPU value keeps its bytes. */
    private static byte[] value(int bytes, int number) {
        var value = new byte[bytes];
        for (int i = 0; i < bytes; i += 8) {
            value[i] = (byte) number;
        }
        return value;
    }

    private static byte[] bytes(int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] number(int value) {
        return MapCreation.number(value);
    }

    private static int number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }
}
