package dev.osmia.runtime.helper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.ProgramType;
import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.HostModel;
import dev.osmia.runtime.map.PerfEventArrayMap;
import dev.osmia.runtime.memory.LittleEndian;
import dev.osmia.runtime.memory.Pointer;
import dev.osmia.runtime.packet.Packet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Helpers that act on what is outside the program: host, output, redirection, trace. */
final class OutwardHelpersTest {
    private static final long STACK = Pointer.of(Pointer.STACK, 0);

    private final List<String> traced = new ArrayList<>();
    private final Map<Integer, HostModel.NetworkInterface> interfaces = Map.of(
            7, new HostModel.NetworkInterface(7, "eth0", 1500), 8, new HostModel.NetworkInterface(8, "wg0", 1420));
    private final Environment environment = Environment.builder()
            .cpus(2)
            .trace(traced::add)
            .host(index -> Optional.ofNullable(interfaces.get(index)))
            .build();
    private final HelperCatalog catalog = HelperCatalog.standard();
    private final ExecutionContext context = environment.newContext(1);
    private final Packet packet = Packet.of(ByteBuffer.allocate(1514));

    @BeforeEach
    void begin() {
        packet.ingressIfindex(7);
        packet.ifindex(7);
        context.begin(packet);
    }

    private long call(int helper, ProgramType type, long... arguments) {
        long[] all = Arrays.copyOf(arguments, 5);
        return catalog.helperFunction(helper, type).orElseThrow().call(context, all[0], all[1], all[2], all[3], all[4]);
    }

    private int word(int offset) {
        return (int) LittleEndian.INT_IN_ARRAY.get(context.stack(), offset);
    }

    @ParameterizedTest
    @CsvSource({
        "XDP, 0, 0, 0, 0, 0, 1500",
        "XDP, 7, 0, 1, 0, 1, 1500",
        "XDP, 7, 0, -1, 0, 0, 1500",
        "XDP, 8, 0, 0, 0, 1, 1420",
        "XDP, 8, 1420, 0, 0, 0, 1420",
        "XDP, 8, 1421, 0, 0, 1, 1420",
        "XDP, 9, 0, 0, 0, -19, 0",
        "XDP, 7, 0, 0, 1, -22, 0",
        "SCHED_CLS, 7, 0, 1, 0, 1, 1500",
        "SCHED_CLS, 7, 0, 1, 1, -22, 0",
        "SCHED_CLS, 7, 5, 0, 1, -22, 5",
        "SCHED_CLS, 7, 0, 0, 1, 0, 1500",
        "SCHED_CLS, 7, 0, 0, 2, -22, 0"
    })
    void checksTheMtuOfTheHost(
            ProgramType type, int ifindex, int given, int difference, int flags, int result, int mtu) {
        LittleEndian.INT_IN_ARRAY.set(context.stack(), 8, given);
        assertThat((int) call(163, type, 0, ifindex, STACK + 8, difference, flags))
                .isEqualTo(result);
        assertThat(word(8)).isEqualTo(mtu);
    }

    @Test
    void letsPacketsPassThatWillBeSegmented() {
        packet.gsoSize(1400);
        assertThat(call(163, ProgramType.SCHED_CLS, 0, 8, STACK + 8, 0, 0)).isZero();
    }

    @Test
    void notesWhereToRedirect() {
        assertThat(call(23, ProgramType.XDP, 8, 0)).isEqualTo(4);
        assertThat(context.redirection().ifindex()).isEqualTo(8);
        assertThat(call(23, ProgramType.XDP, 8, 1)).isZero();
        assertThat(call(23, ProgramType.SCHED_CLS, 9, 1)).isEqualTo(7);
        assertThat(context.redirection().ifindex()).isEqualTo(9);
        assertThat(context.redirection().flags()).isEqualTo(1);
        assertThat(context.redirection().peer()).isFalse();
        assertThat(call(23, ProgramType.SCHED_CLS, 9, 2)).isEqualTo(2);
        assertThat(call(155, ProgramType.SCHED_CLS, 5, 0)).isEqualTo(7);
        assertThat(context.redirection().peer()).isTrue();
        assertThat(call(155, ProgramType.SCHED_CLS, 5, 1)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"DEVMAP, 8", "DEVMAP_HASH, 8", "CPUMAP, 4", "XSKMAP, 4"})
    void redirectsToEntriesThatAreThere(MapType type, int valueSize) {
        var map = environment.maps().create(MapSpec.of("targets", type, 4, valueSize, 4));
        var value = new byte[valueSize];
        value[0] = 8;
        map.put(new byte[] {2, 0, 0, 0}, value);
        assertThat(call(51, ProgramType.XDP, map.pointer(), 2, 0)).isEqualTo(4);
        assertThat(context.redirection().map()).isEqualTo(map.pointer());
        assertThat(context.redirection().index()).isEqualTo(2);
        assertThat(call(51, ProgramType.XDP, map.pointer(), 1, 0)).isZero();
        assertThat(call(51, ProgramType.XDP, map.pointer(), 1, 2)).isEqualTo(2);
        assertThat(call(51, ProgramType.XDP, map.pointer(), 9, 3)).isEqualTo(3);
        assertThat(call(51, ProgramType.XDP, map.pointer(), 2, 4)).isZero();
        boolean ofDevices = type == MapType.DEVMAP || type == MapType.DEVMAP_HASH;
        assertThat(call(51, ProgramType.XDP, map.pointer(), 1, 8)).isEqualTo(ofDevices ? 4 : 0);
        map.remove(new byte[] {2, 0, 0, 0});
        assertThat(call(51, ProgramType.XDP, map.pointer(), 2, 1)).isEqualTo(1);
        assertThat(map.get(new byte[] {2, 0, 0, 0})).isEmpty();
    }

    @Test
    void sendsSamplesWithPartOfThePacket() {
        var map =
                (PerfEventArrayMap) environment.maps().create(MapSpec.of("events", MapType.PERF_EVENT_ARRAY, 4, 4, 2));
        context.stack()[16] = 42;
        packet.data().put(0, (byte) 99);
        long current = 0xffff_ffffL;
        assertThat(call(25, ProgramType.XDP, 0, map.pointer(), current, STACK + 16, 3))
                .isEqualTo(-Errno.ENOENT);
        var samples = new ArrayList<String>();
        map.consumer((cpu, sample) -> {
            var text = new StringBuilder(cpu + ":");
            while (sample.hasRemaining()) {
                text.append(' ').append(sample.get());
            }
            samples.add(text.toString());
        });
        assertThat(call(25, ProgramType.XDP, 0, map.pointer(), current, STACK + 16, 3))
                .isZero();
        assertThat(call(25, ProgramType.SCHED_CLS, 0, map.pointer(), 1 | 2L << 32, STACK + 16, 1))
                .isZero();
        assertThat(call(25, ProgramType.XDP, 0, map.pointer(), 0, STACK + 16, 1))
                .isEqualTo(-Errno.EOPNOTSUPP);
        assertThat(call(25, ProgramType.XDP, 0, map.pointer(), 2, STACK + 16, 1))
                .isEqualTo(-Errno.E2BIG);
        assertThat(call(25, ProgramType.XDP, 0, map.pointer(), 1L << 52, STACK + 16, 1))
                .isEqualTo(-Errno.EINVAL);
        assertThat(call(25, ProgramType.XDP, 0, map.pointer(), 1 | 1515L << 32, STACK + 16, 1))
                .isEqualTo(-Errno.EFAULT);
        assertThat(call(25, ProgramType.KPROBE, 0, map.pointer(), 1 | 1L << 32, STACK + 16, 1))
                .isEqualTo(-Errno.EINVAL);
        assertThat(samples).containsExactly("1: 42 0 0", "1: 42 99 0");
    }

    @Test
    void tracesToTheEnvironmentsListener() {
        var format = "packet of %d bytes\0".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(format, 0, context.stack(), 100, format.length);
        assertThat(call(6, ProgramType.XDP, STACK + 100, format.length, 1514)).isEqualTo(20);
        assertThat(traced).containsExactly("packet of 1514 bytes");
    }
}
