package dev.osmia.runtime.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.uapi.Errno;
import dev.osmia.program.uapi.MapFlags;
import dev.osmia.runtime.Environment;
import java.util.ArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class QueueMapTest {
    private QueueMap create(MapType type) {
        return (QueueMap) Environment.create().maps().create(MapSpec.of("work", type, 0, 1, 3));
    }

    private static int pop(QueueMap map) {
        var value = new byte[] {99};
        long error = map.pop(value, 0);
        return error == 0 ? value[0] : (int) error;
    }

    @ParameterizedTest
    @EnumSource(
            value = MapType.class,
            names = {"QUEUE", "STACK"})
    void givesValuesInItsOrder(MapType type) {
        var map = create(type);
        boolean queue = type == MapType.QUEUE;
        for (int round = 0; round < 5; round++) {
            for (byte i = 1; i <= 3; i++) {
                assertThat(map.push(new byte[] {i}, 0, MapFlags.BPF_ANY)).isZero();
            }
            var peeked = new byte[1];
            assertThat(map.peek(peeked, 0)).isZero();
            assertThat(peeked[0]).isEqualTo((byte) (queue ? 1 : 3));
            var seen = new ArrayList<Byte>();
            map.forEach((key, value) -> seen.add(value[0]));
            assertThat(seen).containsExactly((byte) 1, (byte) 2, (byte) 3);
            assertThat(pop(map)).isEqualTo(queue ? 1 : 3);
            assertThat(map.push(new byte[] {4}, 0, MapFlags.BPF_ANY)).isZero();
            assertThat(pop(map)).isEqualTo(queue ? 2 : 4);
            assertThat(pop(map)).isEqualTo(queue ? 3 : 2);
            assertThat(pop(map)).isEqualTo(queue ? 4 : 1);
            assertThat(pop(map)).isEqualTo(-Errno.ENOENT);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = MapType.class,
            names = {"QUEUE", "STACK"})
    void makesRoomOnlyWhenAsked(MapType type) {
        var map = create(type);
        for (byte i = 1; i <= 3; i++) {
            map.push(new byte[] {i});
        }
        assertThat(map.push(new byte[] {4}, 0, MapFlags.BPF_ANY)).isEqualTo(-Errno.E2BIG);
        assertThat(map.push(new byte[] {4}, 0, MapFlags.BPF_NOEXIST)).isEqualTo(-Errno.EINVAL);
        assertThat(map.push(new byte[] {4}, 0, 3)).isEqualTo(-Errno.EINVAL);
        assertThat(map.push(new byte[] {4}, 0, MapFlags.BPF_EXIST)).isZero();
        assertThatThrownBy(() -> map.push(new byte[] {5})).hasMessage("push on map 'work' failed with errno 7");
        var seen = new ArrayList<Byte>();
        map.forEach((key, value) -> seen.add(value[0]));
        assertThat(seen).containsExactly((byte) 2, (byte) 3, (byte) 4);
    }

    @ParameterizedTest
    @EnumSource(
            value = MapType.class,
            names = {"QUEUE", "STACK"})
    void givesZerosWhereThereIsNothing(MapType type) {
        var map = create(type);
        var value = new byte[] {1, 2, 3};
        assertThat(map.peek(value, 1)).isEqualTo(-Errno.ENOENT);
        assertThat(value).containsExactly(1, 0, 3);
        assertThat(map.pop()).isEmpty();
        assertThat(map.get(new byte[0])).isEmpty();
        map.put(new byte[0], new byte[] {7});
        assertThat(map.get(new byte[0])).contains(new byte[] {7});
    }
}
