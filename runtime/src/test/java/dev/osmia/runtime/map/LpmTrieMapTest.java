package dev.osmia.runtime.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.uapi.Errno;
import dev.osmia.program.uapi.MapFlags;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.memory.LittleEndian;
import dev.osmia.runtime.memory.Pointer;
import dev.osmia.testkit.Seeds;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LpmTrieMapTest {
    private final Environment environment = Environment.builder().cpus(1).build();

    private BpfMap create(int dataBytes, int entries) {
        return environment
                .maps()
                .create(MapSpec.of("routes", MapType.LPM_TRIE, 4 + dataBytes, 8, entries)
                        .withFlags(MapFlags.BPF_F_NO_PREALLOC));
    }

    /** A prefix as {@code 10.0.0.0/8}. */
    private static byte[] prefix(String text) {
        var parts = text.split("[./]");
        var key = new byte[8];
        LittleEndian.INT_IN_ARRAY.set(key, 0, Integer.parseInt(parts[4]));
        for (int i = 0; i < 4; i++) {
            key[4 + i] = (byte) Integer.parseInt(parts[i]);
        }
        return key;
    }

    private static byte[] value(long number) {
        var value = new byte[8];
        LittleEndian.LONG_IN_ARRAY.set(value, 0, number);
        return value;
    }

    private static long lookup(BpfMap map, byte[] key) {
        long pointer = map.lookup(0, key, 0);
        return pointer == Pointer.NULL
                ? -1
                : (long) LittleEndian.LONG_IN_BUFFER.get(map.values(), Pointer.offset(pointer));
    }

    @Test
    void findsTheLongestPrefix() {
        var map = create(4, 8);
        map.put(prefix("10.0.0.0/8"), value(8));
        map.put(prefix("10.1.0.0/16"), value(16));
        map.put(prefix("10.1.2.3/32"), value(32));
        map.put(prefix("10.1.128.0/17"), value(17));
        assertThat(lookup(map, prefix("10.1.2.3/32"))).isEqualTo(32);
        assertThat(lookup(map, prefix("10.1.2.4/32"))).isEqualTo(16);
        assertThat(lookup(map, prefix("10.1.200.1/32"))).isEqualTo(17);
        assertThat(lookup(map, prefix("10.2.0.0/32"))).isEqualTo(8);
        assertThat(lookup(map, prefix("11.0.0.0/32"))).isEqualTo(-1);
        assertThat(lookup(map, prefix("10.1.200.1/16"))).isEqualTo(16);
        assertThat(lookup(map, prefix("10.1.200.1/7"))).isEqualTo(-1);
        map.put(prefix("0.0.0.0/0"), value(0));
        assertThat(lookup(map, prefix("11.0.0.0/32"))).isZero();
    }

    @Test
    void refusesPrefixesLongerThanTheKey() {
        var map = create(4, 8);
        assertThat(map.update(0, prefix("1.2.3.4/33"), 0, value(1), 0, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(map.delete(0, prefix("1.2.3.4/33"), 0)).isEqualTo(-Errno.EINVAL);
        assertThat(map.lookup(0, prefix("1.2.3.4/-1"), 0)).isEqualTo(Pointer.NULL);
    }

    @Test
    void goesThroughLongerPrefixesFirst() {
        var map = create(4, 8);
        for (var text : new String[] {"192.168.0.0/16", "192.168.0.0/24", "192.168.128.0/24", "192.168.1.0/24"}) {
            map.put(prefix(text), value(0));
        }
        var seen = new ArrayList<String>();
        map.forEach((key, value) -> seen.add(
                (key[4] & 0xff) + "." + (key[5] & 0xff) + "." + (key[6] & 0xff) + "." + key[7] + "/" + key[0]));
        assertThat(seen).containsExactly("192.168.0.0/24", "192.168.1.0/24", "192.168.128.0/24", "192.168.0.0/16");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5, 16})
    void behavesLikeALinearSearch(int dataBytes) {
        Seeds.forAll(40, random -> compare(create(dataBytes, 60), dataBytes, random));
    }

    private static void compare(BpfMap map, int dataBytes, RandomGenerator random) {
        Map<String, Long> model = new HashMap<>();
        for (int i = 0; i < 400; i++) {
            var key = key(random, dataBytes);
            var bits = bits(key);
            switch (random.nextInt(4)) {
                case 0 -> {
                    boolean present = model.containsKey(bits);
                    long expected = !present && model.size() == 60 ? -Errno.ENOSPC : 0;
                    assertThat(map.update(0, key, 0, value(i), 0, MapFlags.BPF_ANY))
                            .isEqualTo(expected);
                    if (expected == 0) {
                        model.put(bits, (long) i);
                    }
                }
                case 1 -> assertThat(map.delete(0, key, 0)).isEqualTo(model.remove(bits) == null ? -Errno.ENOENT : 0);
                default -> assertThat(lookup(map, key)).isEqualTo(longest(model, bits));
            }
        }
        var count = new int[1];
        map.forEach((key, value) -> count[0]++);
        assertThat(count[0]).isEqualTo(model.size());
    }

    private static long longest(Map<String, Long> model, String bits) {
        for (int length = bits.length(); length >= 0; length--) {
            var value = model.get(bits.substring(0, length));
            if (value != null) {
                return value;
            }
        }
        return -1;
    }

    /** Few different bits, so that prefixes share beginnings. */
    private static byte[] key(RandomGenerator random, int dataBytes) {
        var key = new byte[4 + dataBytes];
        LittleEndian.INT_IN_ARRAY.set(key, 0, random.nextInt(dataBytes * 8 + 1));
        for (int i = 4; i < key.length; i++) {
            key[i] = (byte) (random.nextInt(3) == 0 ? 1 << random.nextInt(8) : 0);
        }
        return key;
    }

    private static String bits(byte[] key) {
        int length = (int) LittleEndian.INT_IN_ARRAY.get(key, 0);
        var number = new BigInteger(1, key, 4, key.length - 4).setBit((key.length - 4) * 8);
        return number.toString(2).substring(1, 1 + length);
    }
}
