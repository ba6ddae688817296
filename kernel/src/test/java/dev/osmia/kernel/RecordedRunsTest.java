package dev.osmia.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.kernel.testing.RunningKernel;
import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.Program;
import dev.osmia.program.btf.BtfType;
import dev.osmia.runtime.capture.CaptureReader;
import dev.osmia.runtime.packet.Packet;
import dev.osmia.testkit.Checkout;
import dev.osmia.testkit.ExpectedRun;
import dev.osmia.testkit.OutcomeDigest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example programs over the example capture: test runs from Java come to what was recorded with libbpf. */
@ExtendWith(RunningKernel.class)
final class RecordedRunsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "stamp_metadata",
                "count_flows",
                "parse_headers",
                "parse_udp",
                "make_metadata",
                "drop_listed_sources",
                "limit_rate",
                "log_dns_queries",
                "account_flows_without_metadata"
            })
    void comesToWhatWasRecorded(String name, Kernel kernel) throws IOException {
        var expected = ExpectedRun.read(name);
        var step = expected.programs().get(0);
        var linked = with(expected.settings(), ExampleObjects.program(step.object(), step.program()));
        try (var maps = new KernelMaps();
                var program = kernel.load(linked, maps).orElseThrow();
                var pin = CpuPin.to(0)) {
            expected.mapsBefore()
                    .forEach(entry -> maps.find(entry.map()).orElseThrow().put(entry.key(), entry.value()));

            var digest = run(program, step.hook());

            assertThat(digest.packetDigests()).isEqualTo(expected.packetDigests());
            assertThat(digest.digest()).isEqualTo(expected.digest());
            assertThat(entries(maps, expected.maps(), pin.cpu())).isEqualTo(expected.maps());
            expected.records()
                    .forEach((map, records) ->
                            assertThat(records(maps.find(map).orElseThrow())).isEqualTo(records));
        }
    }

    private static OutcomeDigest run(KernelProgram program, String hook) throws IOException {
        var digest = new OutcomeDigest();
        try (var capture = CaptureReader.open(Checkout.file("examples/captures/office.pcap"))) {
            var packet = Packet.create();
            while (capture.next()) {
                packet.wrap(capture.buffer(), capture.offset(), capture.offset() + capture.capturedLength());
                int verdict = program.run(packet);
                var metadata = packet.metadata().slice(packet.metadataStart(), packet.metadataLength());
                var data = packet.data().slice(packet.dataStart(), packet.length());
                if (hook.equals("xdp")) {
                    digest.xdp(verdict, metadata, data);
                } else {
                    digest.tc(verdict, packet.mark(), 0, 0, metadata, data);
                }
            }
        }
        return digest;
    }

    /** What the recorded maps hold, as it was recorded: sorted by key, of per-CPU maps the value of the CPU that all ran on. */
    private static Map<String, List<ExpectedRun.Entry>> entries(
            KernelMaps maps, Map<String, List<ExpectedRun.Entry>> recorded, int cpu) {
        var entries = new LinkedHashMap<String, List<ExpectedRun.Entry>>();
        for (var name : recorded.keySet()) {
            var map = maps.find(name).orElseThrow();
            var hex = HexFormat.of();
            var list = new ArrayList<ExpectedRun.Entry>();
            map.forEach((key, value) -> list.add(new ExpectedRun.Entry(
                    hex.formatHex(key), hex.formatHex(map.isPerCpu() ? of(cpu, map, value) : value))));
            list.sort(Comparator.comparing(ExpectedRun.Entry::key));
            entries.put(name, list);
        }
        return entries;
    }

    private static byte[] of(int cpu, KernelMap map, byte[] value) {
        int start = cpu * (map.spec().valueSize() + 7 & ~7);
        return Arrays.copyOfRange(value, start, start + map.spec().valueSize());
    }

    private static List<String> records(KernelMap map) {
        assertThat(map.spec().type()).isEqualTo(MapType.RINGBUF);
        var records = new ArrayList<String>();
        int count = map.drain(sample -> {
            var bytes = new byte[sample.remaining()];
            sample.get(bytes);
            records.add(HexFormat.of().formatHex(bytes));
        });
        assertThat(count).isEqualTo(records.size());
        return records;
    }

    /** The program with other values of its constants. */
    private static Program with(Map<String, Long> settings, Program program) {
        var maps = new ArrayList<MapSpec>();
        for (var map : program.maps()) {
            maps.add(map.name().equals(".rodata") ? with(settings, map) : map);
        }
        return program.withMaps(maps);
    }

    private static MapSpec with(Map<String, Long> settings, MapSpec constants) {
        var types = constants.types().orElseThrow();
        var content = constants.content().bytes().clone();
        for (var place : ((BtfType.DataSection) types.btf().type(types.value())).variables()) {
            var value = settings.get(types.btf().type(place.variable()).name());
            if (value != null) {
                var number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                System.arraycopy(number.putLong(value).array(), 0, content, place.offset(), place.size());
            }
        }
        return constants.withContent(content);
    }
}
