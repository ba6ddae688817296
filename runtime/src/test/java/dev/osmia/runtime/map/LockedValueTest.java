package dev.osmia.runtime.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfMapTypes;
import dev.osmia.program.btf.BtfType;
import dev.osmia.program.uapi.Errno;
import dev.osmia.program.uapi.MapFlags;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.memory.LittleEndian;
import dev.osmia.runtime.memory.Pointer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values with a {@code bpf_spin_lock} in their middle: {@code struct { u32 first; struct bpf_spin_lock lock; u64 second; }}. */
final class LockedValueTest {
    private static final Btf BTF = new Btf(List.of(
            new BtfType.Int("u32", 4, 32, 0, false, false, false),
            new BtfType.Int("u64", 8, 64, 0, false, false, false),
            new BtfType.Composite("bpf_spin_lock", false, 4, List.of(new BtfType.Member("val", 1, 0, 0))),
            new BtfType.Composite(
                    "value",
                    false,
                    16,
                    List.of(
                            new BtfType.Member("first", 1, 0, 0),
                            new BtfType.Member("lock", 3, 32, 0),
                            new BtfType.Member("second", 2, 64, 0)))));

    private final Environment environment = Environment.create();
    private final byte[] key = new byte[4];

    private BpfMap create(MapType type, boolean withLock) {
        var spec = MapSpec.of("locked", type, 4, 16, 4);
        var types = withLock ? Optional.of(new BtfMapTypes(BTF, 1, 4)) : Optional.<BtfMapTypes>empty();
        return environment
                .maps()
                .create(new MapSpec(
                        spec.name(),
                        spec.type(),
                        spec.keySize(),
                        spec.valueSize(),
                        spec.maxEntries(),
                        0,
                        0,
                        types,
                        Optional.empty(),
                        List.of(),
                        MapSpec.GlobalData.NONE));
    }

    private static byte[] value(int number) {
        var value = new byte[16];
        LittleEndian.INT_IN_ARRAY.set(value, 0, number);
        LittleEndian.INT_IN_ARRAY.set(value, 4, -1);
        LittleEndian.LONG_IN_ARRAY.set(value, 8, (long) number);
        return value;
    }

    @ParameterizedTest
    @EnumSource(
            value = MapType.class,
            names = {"ARRAY", "HASH"})
    void leavesTheLockAlone(MapType type) {
        var map = create(type, true);
        map.put(key, value(1));
        long pointer = map.lookup(0, key, 0);
        assertThat((int) LittleEndian.INT_IN_BUFFER.get(map.values(), Pointer.offset(pointer) + 4))
                .isZero();
        LittleEndian.INT_IN_BUFFER.set(map.values(), Pointer.offset(pointer) + 4, 1);
        var read = map.get(key).orElseThrow();
        assertThat((int) LittleEndian.INT_IN_ARRAY.get(read, 4)).isZero();
        assertThat((long) LittleEndian.LONG_IN_ARRAY.get(read, 8)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = MapType.class,
            names = {"ARRAY", "HASH"})
    void updatesInPlaceUnderTheLock(MapType type) throws InterruptedException {
        var map = create(type, true);
        assertThat(map.update(0, key, 0, value(1), 0, MapFlags.BPF_F_LOCK)).isZero();
        long pointer = map.lookup(0, key, 0);
        var context = environment.newContext(0);
        var region = context.region(pointer);
        region.storeWord(Pointer.offset(pointer) + 4, 1);
        var writer = new Thread(() -> map.update(0, key, 0, value(2), 0, MapFlags.BPF_F_LOCK | MapFlags.BPF_EXIST));
        writer.start();
        Thread.sleep(20);
        assertThat(region.loadWord(Pointer.offset(pointer))).isEqualTo(1);
        region.storeWord(Pointer.offset(pointer) + 4, 0);
        writer.join();
        assertThat(region.loadWord(Pointer.offset(pointer))).isEqualTo(2);
        assertThat(region.loadWord(Pointer.offset(pointer) + 4)).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = MapType.class,
            names = {"ARRAY", "HASH", "LRU_HASH", "PERCPU_HASH"})
    void refusesToLockWhereThereIsNoLock(MapType type) {
        var map = create(type, false);
        assertThat(map.update(0, key, 0, value(1), 0, MapFlags.BPF_F_LOCK)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void refusesElementsThatAreThereAlsoUnderTheLock() {
        var map = create(MapType.HASH, true);
        assertThat(map.update(0, key, 0, value(1), 0, MapFlags.BPF_F_LOCK | MapFlags.BPF_EXIST))
                .isEqualTo(-Errno.ENOENT);
        assertThat(map.update(0, key, 0, value(1), 0, MapFlags.BPF_F_LOCK | MapFlags.BPF_NOEXIST))
                .isZero();
        assertThat(map.update(0, key, 0, value(1), 0, MapFlags.BPF_F_LOCK | MapFlags.BPF_NOEXIST))
                .isEqualTo(-Errno.EEXIST);
    }
}
