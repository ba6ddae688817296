package dev.osmia.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.cli.engine.EngineChoice;
import dev.osmia.cli.engine.EngineSession;
import dev.osmia.jit.BpfObject;
import dev.osmia.program.ProgramType;
import dev.osmia.program.btf.BtfValue;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.SimulatedClock;
import dev.osmia.runtime.capture.CaptureReader;
import dev.osmia.runtime.map.BpfMap;
import dev.osmia.runtime.map.RingBufferMap;
import dev.osmia.runtime.packet.Packet;
import dev.osmia.runtime.packet.SocketBufferHandover;
import dev.osmia.testkit.Checkout;
import dev.osmia.testkit.ExpectedRun;
import dev.osmia.testkit.OutcomeDigest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The example programs over the example capture come to what the running kernel made of it, on both engines. */
final class RecordedRunsTest {
    /** The receiving end of the link over which the pipelines were recorded. */
    private static final int RECEIVER_IFINDEX = 3;

    private static final int LOOPBACK_IFINDEX = 1;

    private final SimulatedClock clock = new SimulatedClock();
    private final Environment environment =
            Environment.builder().cpus(1).clock(clock).build();
    private final ExecutionContext context = environment.newContext(0);
    private final Map<String, BpfObject> objects = new HashMap<>();
    private final Map<String, Integer> verdicts = new HashMap<>();
    private final OutcomeDigest digest = new OutcomeDigest();

    static Stream<Arguments> runs() {
        return Stream.of(
                        "account_flows",
                        "account_flows_without_metadata",
                        "count_flows",
                        "drop_listed_sources",
                        "drop_without_transport",
                        "erase_stamp",
                        "limit_rate",
                        "log_dns_queries",
                        "log_dns_queries_untagged",
                        "make_metadata",
                        "mark_by_hash",
                        "parse_headers",
                        "parse_udp",
                        "salt_hash_by_vlan",
                        "stamp_metadata")
                .flatMap(name -> Stream.of(EngineChoice.JIT, EngineChoice.INTERPRETER)
                        .map(engine -> Arguments.of(name, engine)));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void comesToWhatTheKernelMadeOfTheCapture(String name, EngineChoice engine) throws IOException {
        var expected = ExpectedRun.read(name);
        for (var step : expected.programs()) {
            open(step.object());
        }
        expected.settings()
                .forEach((variable, value) -> objects.values()
                        .forEach(object -> assertThat(object.setVariable(variable, new BtfValue.Whole(value, false)))
                                .isTrue()));
        expected.mapsBefore().forEach(entry -> map(entry.map()).put(entry.key(), entry.value()));
        try (var session = engine.open()) {
            run(expected, session);
        }
        assertThat(verdicts).isEqualTo(expected.verdicts());
        assertThat(digest.packetDigests()).isEqualTo(expected.packetDigests());
        assertThat(digest.digest()).isEqualTo(expected.digest());
        assertThat(entries(expected.maps())).isEqualTo(expected.maps());
        expected.records()
                .forEach((map, records) -> assertThat(records(map)).as(map).isEqualTo(records));
    }

    private void open(String name) throws IOException {
        if (!objects.containsKey(name)) {
            objects.put(name, BpfObject.open(Checkout.file("examples/objects/" + name), environment));
        }
    }

    private BpfMap map(String name) {
        return objects.values().stream()
                .flatMap(object -> object.map(name).stream())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no object has the map " + name));
    }

    private void run(ExpectedRun expected, EngineSession session) throws IOException {
        var xdp = new ArrayList<Stage>();
        var tc = new ArrayList<Stage>();
        for (var step : expected.programs()) {
            var program = session.load(objects.get(step.object()).program(step.program()));
            (step.hook().equals("xdp") ? xdp : tc).add(new Stage(step.program(), program));
        }
        boolean pipeline = expected.method().equals("pipeline");
        var through = new Pipeline(xdp, tc, session, context);
        var packet = Packet.create();
        var outcome = new Outcome();
        try (var capture = CaptureReader.open(Checkout.file("examples/captures/office.pcap"))) {
            while (capture.next()) {
                packet.wrap(capture.buffer(), capture.offset(), capture.offset() + capture.capturedLength());
                clock.set(capture.timestampNanos());
                packet.ingressIfindex(pipeline ? RECEIVER_IFINDEX : LOOPBACK_IFINDEX);
                if (pipeline || tc.isEmpty()) {
                    through.run(packet, outcome);
                } else {
                    runAlone(tc.get(0), packet, outcome);
                }
                add(packet, outcome);
            }
        }
    }

    /** A test run of a tc program: no XDP program before, no metadata, every VLAN tag in the frame. */
    private void runAlone(Stage stage, Packet packet, Outcome outcome) {
        packet.ingressIfindex(0);
        SocketBufferHandover.testRun(packet, ProgramType.SCHED_CLS);
        outcome.reset();
        outcome.tc(stage.run(context, packet));
    }

    private void add(Packet packet, Outcome outcome) {
        var metadata = packet.metadata().slice(packet.metadataStart(), packet.metadataLength());
        var data = packet.data().slice(packet.dataStart(), packet.length());
        if (outcome.sawTc()) {
            int vlanProto = Short.toUnsignedInt(Short.reverseBytes((short) packet.vlanProto()));
            digest.tc(outcome.tcCode(), packet.mark(), vlanProto, packet.vlanTci(), metadata, data);
            verdicts.merge(outcome.tcAction().name(), 1, Integer::sum);
        } else {
            digest.xdp(outcome.xdpCode(), metadata, data);
            verdicts.merge(outcome.xdpAction().name(), 1, Integer::sum);
        }
    }

    private Map<String, List<ExpectedRun.Entry>> entries(Map<String, List<ExpectedRun.Entry>> recorded) {
        var entries = new LinkedHashMap<String, List<ExpectedRun.Entry>>();
        for (var name : recorded.keySet()) {
            var map = map(name);
            var list = new ArrayList<ExpectedRun.Entry>();
            map.forEach((key, value) -> list.add(new ExpectedRun.Entry(
                    HexFormat.of().formatHex(key),
                    HexFormat.of().formatHex(Arrays.copyOf(value, map.spec().valueSize())))));
            list.sort(Comparator.comparing(ExpectedRun.Entry::key));
            entries.put(name, list);
        }
        return entries;
    }

    private List<String> records(String name) {
        var records = new ArrayList<String>();
        ((RingBufferMap) map(name)).drain(sample -> {
            var bytes = new byte[sample.remaining()];
            sample.get(bytes);
            records.add(HexFormat.of().formatHex(bytes));
        });
        return records;
    }
}
