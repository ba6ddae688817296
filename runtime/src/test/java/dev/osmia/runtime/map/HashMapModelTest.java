package dev.osmia.runtime.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.uapi.Errno;
import dev.osmia.program.uapi.MapFlags;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.memory.Pointer;
import dev.osmia.testkit.Seeds;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random operations on hash maps, each checked against a map of the Java library that obeys the kernel's rules. */
final class HashMapModelTest {
    private static final int OPERATIONS = 2_000;

    private final Environment environment = Environment.builder().cpus(2).build();

    @ParameterizedTest
    @CsvSource({
        "HASH, 1, 1, 7",
        "HASH, 4, 4, 16",
        "HASH, 5, 3, 100",
        "HASH, 8, 8, 100",
        "HASH, 12, 20, 64",
        "HASH, 40, 64, 50",
        "PERCPU_HASH, 1, 8, 7",
        "PERCPU_HASH, 4, 12, 16",
        "PERCPU_HASH, 16, 5, 100"
    })
    void behavesLikeTheModel(MapType type, int keySize, int valueSize, int maxEntries) {
        var spec = MapSpec.of("map", type, keySize, valueSize, maxEntries);
        Seeds.forAll(10, random -> compareWithModel(environment.maps().create(spec), random));
    }

    private static void compareWithModel(BpfMap map, RandomGenerator random) {
        int maxEntries = map.spec().maxEntries();
        int keySize = map.spec().keySize();
        int valueSize = map.spec().valueSize();
        Map<ByteBuffer, ByteBuffer> model = new HashMap<>();
        for (int i = 0; i < OPERATIONS; i++) {
            var key = key(random, keySize, maxEntries + maxEntries / 2);
            switch (random.nextInt(5)) {
                case 0, 1 -> update(map, model, key, random);
                case 2 -> {
                    long expected = model.remove(ByteBuffer.wrap(key)) == null ? -Errno.ENOENT : 0;
                    assertThat(map.delete(0, key, 0)).isEqualTo(expected);
                }
                default -> assertThat(lookup(map, key)).isEqualTo(model.get(ByteBuffer.wrap(key)));
            }
        }
        Map<ByteBuffer, ByteBuffer> seen = new HashMap<>();
        map.forEach((key, value) -> assertThat(seen.put(ByteBuffer.wrap(key), ByteBuffer.wrap(value, 0, valueSize)))
                .isNull());
        assertThat(seen).isEqualTo(model);
    }

    private static void update(BpfMap map, Map<ByteBuffer, ByteBuffer> model, byte[] key, RandomGenerator random) {
        var value = new byte[map.spec().valueSize()];
        random.nextBytes(value);
        int flags = random.nextInt(4);
        boolean present = model.containsKey(ByteBuffer.wrap(key));
        long expected = flags == 3
                ? -Errno.EINVAL
                : flags == MapFlags.BPF_NOEXIST && present
                        ? -Errno.EEXIST
                        : flags == MapFlags.BPF_EXIST && !present
                                ? -Errno.ENOENT
                                : !present && model.size() == map.spec().maxEntries() ? -Errno.E2BIG : 0;
        assertThat(map.update(0, key, 0, value, 0, flags)).isEqualTo(expected);
        if (expected == 0) {
            model.put(ByteBuffer.wrap(key), ByteBuffer.wrap(value));
        }
    }

    private static ByteBuffer lookup(BpfMap map, byte[] key) {
        long pointer = map.lookup(0, key, 0);
        if (pointer == Pointer.NULL) {
            return null;
        }
        var value = new byte[map.spec().valueSize()];
        map.values().get(Pointer.offset(pointer), value);
        return ByteBuffer.wrap(value);
    }

    private static byte[] key(RandomGenerator random, int size, int different) {
        var key = new byte[size];
        int number = random.nextInt(different);
        for (int i = 0; i < size && i < 4; i++) {
            key[size - 1 - i] = (byte) (number >>> (i * 8));
        }
        return key;
    }

    @Test
    void lookedUpValueOutlivesUpdateOfItsKey() {
        var map = environment.maps().create(MapSpec.of("map", MapType.HASH, 4, 8, 4));
        byte[] key = {1, 0, 0, 0};
        map.put(key, new byte[] {1, 0, 0, 0, 0, 0, 0, 0});
        long before = map.lookup(0, key, 0);
        map.put(key, new byte[] {2, 0, 0, 0, 0, 0, 0, 0});
        assertThat(map.values().get(Pointer.offset(before))).isEqualTo((byte) 1);
        assertThat(map.values().get(Pointer.offset(map.lookup(0, key, 0)))).isEqualTo((byte) 2);
    }
}
