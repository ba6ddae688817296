package dev.osmia.runtime.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.uapi.Errno;
import dev.osmia.program.uapi.MapFlags;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.memory.LittleEndian;
import dev.osmia.runtime.memory.Pointer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds of every map with keys and values. */
final class MapContractTest {
    private static final int ENTRIES = 8;
    private static final int CPUS = 3;

    /** The map types, with values of 12 bytes and keys of which {@link #key} makes different ones. */
    enum Kind {
        ARRAY(MapType.ARRAY, 0),
        PERCPU_ARRAY(MapType.PERCPU_ARRAY, 0),
        HASH(MapType.HASH, 0),
        HASH_WITHOUT_PREALLOCATION(MapType.HASH, MapFlags.BPF_F_NO_PREALLOC),
        PERCPU_HASH(MapType.PERCPU_HASH, 0),
        LRU_HASH(MapType.LRU_HASH, 0),
        LRU_PERCPU_HASH(MapType.LRU_PERCPU_HASH, 0),
        LPM_TRIE(MapType.LPM_TRIE, MapFlags.BPF_F_NO_PREALLOC);

        private final MapType type;
        private final int flags;

        Kind(MapType type, int flags) {
            this.type = type;
            this.flags = flags;
        }

        boolean array() {
            return type == MapType.ARRAY || type == MapType.PERCPU_ARRAY;
        }

        boolean evicts() {
            return type == MapType.LRU_HASH || type == MapType.LRU_PERCPU_HASH;
        }

        boolean perCpu() {
            return type == MapType.PERCPU_ARRAY || type == MapType.PERCPU_HASH || type == MapType.LRU_PERCPU_HASH;
        }

        int keySize() {
            return type == MapType.LPM_TRIE ? 8 : 4;
        }

        byte[] key(int number) {
            var key = new byte[keySize()];
            if (type == MapType.LPM_TRIE) {
                LittleEndian.INT_IN_ARRAY.set(key, 0, 32);
            }
            LittleEndian.INT_IN_ARRAY.set(key, keySize() - 4, number);
            return key;
        }
    }

    private final Environment environment = Environment.builder().cpus(CPUS).build();

    private BpfMap create(Kind kind) {
        return environment
                .maps()
                .create(MapSpec.of("map", kind.type, kind.keySize(), 12, ENTRIES)
                        .withFlags(kind.flags));
    }

    private static byte[] value(int number) {
        var value = new byte[12];
        LittleEndian.INT_IN_ARRAY.set(value, 0, number);
        value[11] = (byte) ~number;
        return value;
    }

    private static byte[] at(BpfMap map, long pointer) {
        var value = new byte[12];
        map.values().get(Pointer.offset(pointer), value);
        return value;
    }

    @ParameterizedTest
    @EnumSource
    void findsWhatWasStored(Kind kind) {
        var map = create(kind);
        for (int i = 0; i < ENTRIES; i++) {
            assertThat(map.update(1, kind.key(i), 0, value(i), 0, MapFlags.BPF_ANY))
                    .isZero();
        }
        for (int i = 0; i < ENTRIES; i++) {
            long pointer = map.lookup(1, kind.key(i), 0);
            assertThat(Pointer.region(pointer)).isEqualTo(map.region());
            assertThat(Pointer.offset(pointer) % 8).isZero();
            assertThat(at(map, pointer)).isEqualTo(value(i));
            assertThat(environment.maps().owner(pointer)).isSameAs(map);
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsKeyAndValueWhereTheyLie(Kind kind) {
        var map = create(kind);
        var keys = new byte[3 + kind.keySize()];
        System.arraycopy(kind.key(2), 0, keys, 3, kind.keySize());
        var values = new byte[20];
        System.arraycopy(value(5), 0, values, 7, 12);
        assertThat(map.update(0, keys, 3, values, 7, MapFlags.BPF_ANY)).isZero();
        assertThat(at(map, map.lookup(0, keys, 3))).isEqualTo(value(5));
    }

    @ParameterizedTest
    @EnumSource
    void answersFlagsAsTheKernelDoes(Kind kind) {
        var map = create(kind);
        map.update(0, kind.key(1), 0, value(1), 0, MapFlags.BPF_ANY);
        long absent = kind.array() ? 0 : -Errno.ENOENT;
        assertThat(map.update(0, kind.key(1), 0, value(2), 0, MapFlags.BPF_EXIST))
                .isZero();
        assertThat(map.update(0, kind.key(1), 0, value(3), 0, MapFlags.BPF_NOEXIST))
                .isEqualTo(-Errno.EEXIST);
        assertThat(map.update(0, kind.key(2), 0, value(2), 0, MapFlags.BPF_EXIST))
                .isEqualTo(absent);
        assertThat(map.update(0, kind.key(1), 0, value(4), 0, 3)).isEqualTo(-Errno.EINVAL);
        assertThat(map.update(0, kind.key(1), 0, value(4), 0, 8)).isEqualTo(-Errno.EINVAL);
        assertThat(map.update(0, kind.key(1), 0, value(4), 0, -1)).isEqualTo(-Errno.EINVAL);
        assertThat(at(map, map.lookup(0, kind.key(1), 0))).isEqualTo(value(2));
    }

    @ParameterizedTest
    @EnumSource
    void isFullAtItsMaximum(Kind kind) {
        var map = create(kind);
        for (int i = 0; i < ENTRIES; i++) {
            map.update(0, kind.key(i), 0, value(i), 0, MapFlags.BPF_ANY);
        }
        long expected = kind.evicts() ? 0 : kind.type == MapType.LPM_TRIE ? -Errno.ENOSPC : -Errno.E2BIG;
        assertThat(map.update(0, kind.key(ENTRIES), 0, value(9), 0, MapFlags.BPF_ANY))
                .isEqualTo(expected);
        assertThat(map.update(0, kind.key(ENTRIES - 1), 0, value(9), 0, MapFlags.BPF_ANY))
                .isZero();
        assertThat(entries(map)).hasSize(ENTRIES);
    }

    private static List<Integer> entries(BpfMap map) {
        var numbers = new ArrayList<Integer>();
        map.forEach((key, value) -> numbers.add((int) LittleEndian.INT_IN_ARRAY.get(key, key.length - 4)));
        return numbers;
    }

    @ParameterizedTest
    @EnumSource
    void deletesOnce(Kind kind) {
        var map = create(kind);
        for (int i = 0; i < ENTRIES; i++) {
            map.update(0, kind.key(i), 0, value(i), 0, MapFlags.BPF_ANY);
        }
        assertThat(map.delete(0, kind.key(3), 0)).isEqualTo(kind.array() ? -Errno.EINVAL : 0);
        assertThat(map.delete(0, kind.key(3), 0)).isEqualTo(kind.array() ? -Errno.EINVAL : -Errno.ENOENT);
        if (!kind.array()) {
            assertThat(map.lookup(0, kind.key(3), 0)).isEqualTo(Pointer.NULL);
            assertThat(entries(map)).containsExactlyInAnyOrder(0, 1, 2, 4, 5, 6, 7);
            assertThat(map.update(0, kind.key(100), 0, value(1), 0, MapFlags.BPF_NOEXIST))
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsValuesOfCpusApart(Kind kind) {
        var map = create(kind);
        map.update(2, kind.key(1), 0, value(42), 0, MapFlags.BPF_ANY);
        assertThat(at(map, map.lookup(2, kind.key(1), 0))).isEqualTo(value(42));
        assertThat(at(map, map.lookup(0, kind.key(1), 0))).isEqualTo(kind.perCpu() ? new byte[12] : value(42));
        assertThat(map.get(kind.key(1)).orElseThrow()).hasSize(kind.perCpu() ? 16 * CPUS : 12);
    }

    @ParameterizedTest
    @EnumSource
    void reusesMemoryWithoutWhatItHeld(Kind kind) {
        var map = create(kind);
        if (kind.array()) {
            return;
        }
        for (int cpu = 0; cpu < CPUS; cpu++) {
            map.update(cpu, kind.key(1), 0, value(1), 0, MapFlags.BPF_ANY);
        }
        map.delete(0, kind.key(1), 0);
        map.update(1, kind.key(2), 0, value(2), 0, MapFlags.BPF_ANY);
        assertThat(at(map, map.lookup(0, kind.key(2), 0))).isEqualTo(kind.perCpu() ? new byte[12] : value(2));
    }

    @ParameterizedTest
    @EnumSource
    void letsTheApplicationReadAndWrite(Kind kind) {
        var map = create(kind);
        var value = new byte[map.valueBytes()];
        for (int i = 0; i < value.length; i++) {
            value[i] = (byte) (i % 16 < 12 ? i : 0);
        }
        map.put(kind.key(6), value);
        assertThat(map.get(kind.key(6))).contains(value);
        for (int cpu = 0; cpu < CPUS; cpu++) {
            assertThat(at(map, map.lookup(cpu, kind.key(6), 0))[0]).isEqualTo(value[kind.perCpu() ? cpu * 16 : 0]);
        }
        if (kind.array()) {
            assertThatThrownBy(() -> map.remove(kind.key(6))).hasMessage("delete on map 'map' failed with errno 22");
            assertThat(map.get(kind.key(ENTRIES))).isEmpty();
        } else {
            assertThat(map.remove(kind.key(6))).isTrue();
            assertThat(map.remove(kind.key(6))).isFalse();
            assertThat(map.get(kind.key(6))).isEmpty();
        }
        assertThatThrownBy(() -> map.put(new byte[3], value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> map.put(kind.key(1), new byte[3])).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void goesThroughElementsThatAreDeletedOnTheWay(Kind kind) {
        var map = create(kind);
        if (kind.type == MapType.LPM_TRIE) {
            return;
        }
        for (int i = 0; i < ENTRIES; i++) {
            map.update(0, kind.key(i), 0, value(i), 0, MapFlags.BPF_ANY);
        }
        Set<Integer> seen = new HashSet<>();
        long element = map.elementAfter(BpfMap.NO_ELEMENT);
        while (element != BpfMap.NO_ELEMENT) {
            long next = map.elementAfter(element);
            int number = at(map, map.elementValue(0, element))[0];
            assertThat(seen.add(number)).isTrue();
            map.delete(0, kind.key(number), 0);
            element = next;
        }
        assertThat(seen).hasSize(ENTRIES);
    }

    /**
     * Threads update, delete and look up the same keys; each value says which key it belongs to, so that a lookup that finds another
     * key's value shows. Only values of elements that are not deleted meanwhile are looked at: those of even keys.
     */
    @ParameterizedTest
    @EnumSource
    void findsEveryKeyThatStaysWhileOthersComeAndGo(Kind kind) throws InterruptedException {
        var map = environment
                .maps()
                .create(MapSpec.of("map", kind.type, kind.keySize(), 12, 64).withFlags(kind.flags));
        int keys = kind.evicts() ? 24 : 48;
        for (int i = 0; i < keys; i += 2) {
            map.update(0, kind.key(i), 0, value(i), 0, MapFlags.BPF_ANY);
        }
        var failure = new AtomicReference<String>();
        var running = new AtomicInteger(2);
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 2; t++) {
            int odd = t * 2 + 1;
            threads.add(new Thread(() -> {
                for (int round = 0; round < 20_000; round++) {
                    int number = odd + round * 4 % keys;
                    map.update(0, kind.key(number), 0, value(number), 0, MapFlags.BPF_ANY);
                    map.update(0, kind.key(round % keys & ~1), 0, value(round % keys & ~1), 0, MapFlags.BPF_ANY);
                    map.delete(0, kind.key(number), 0);
                }
                running.decrementAndGet();
            }));
        }
        threads.add(new Thread(() -> {
            while (running.get() > 0) {
                for (int i = 0; i < keys; i += 2) {
                    if (map.lookup(0, kind.key(i), 0) == Pointer.NULL) {
                        failure.compareAndSet(null, "key " + i + " is gone");
                    }
                }
            }
        }));
        threads.forEach(Thread::start);
        for (var thread : threads) {
            thread.join();
        }
        assertThat(failure.get()).isNull();
        for (int i = 0; i < keys; i += 2) {
            assertThat(at(map, map.lookup(0, kind.key(i), 0))).isEqualTo(value(i));
        }
    }
}
