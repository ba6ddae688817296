package dev.osmia.cli;

import static dev.osmia.cli.Osmia.capture;
import static dev.osmia.cli.Osmia.example;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The shapes of JSON that others script against. */
final class JsonTest {
    private static final String STAMP = example("metadata.o:stamp_metadata");
    private static final String ACCOUNT = example("metadata.o:account_flows");

    @Test
    void endsARunWithCountsAndMaps() {
        var lines = Osmia.run(
                        "run", "--xdp", STAMP, "--tc", ACCOUNT, "--maps", "--format", "json", capture("office.pcap"))
                .json();
        assertThat(lines).hasSize(1);
        var end = lines.get(0);
        assertThat(end.propertyNames())
                .containsExactly("packets", "bytes", "engine", "xdp", "tc", "nanoseconds", "packetsPerSecond", "maps");
        assertThat(end.get("packets").asInt()).isEqualTo(2950);
        assertThat(end.get("engine").asString()).isEqualTo("jit");
        assertThat(end.get("xdp")).hasToString("{\"XDP_PASS\":2950}");
        assertThat(end.get("tc")).hasToString("{\"TC_ACT_OK\":2950}");
        var flows = end.get("maps").get("flows");
        assertThat(flows.size()).isEqualTo(217);
        var flow = flows.get(0);
        assertThat(flow.propertyNames()).containsExactly("key", "value");
        assertThat(flow.get("key").get("source").get("bytes").size()).isEqualTo(16);
        assertThat(flow.get("value").propertyNames()).containsExactly("packets", "bytes", "last_length", "hash");
    }

    @Test
    void tracesEachPacketOnALineOfItsOwn() {
        var lines = Osmia.run(
                        "run", "--xdp", STAMP, "--tc", ACCOUNT, "--trace", "--format", "json", capture("office.pcap"))
                .json();
        assertThat(lines).hasSize(2951);
        var packet = lines.get(0);
        assertThat(packet.propertyNames())
                .containsExactly("packet", "xdp", "xdpCode", "tc", "tcCode", "length", "data", "meta", "mark");
        assertThat(packet.get("packet").asInt()).isZero();
        assertThat(packet.get("xdp").asString()).isEqualTo("XDP_PASS");
        assertThat(packet.get("xdpCode").asInt()).isEqualTo(2);
        assertThat(packet.get("tc").asString()).isEqualTo("TC_ACT_OK");
        assertThat(packet.get("tcCode").asInt()).isZero();
        assertThat(packet.get("data").asString())
                .hasSize(2 * packet.get("length").asInt());
        assertThat(packet.get("meta").asString()).hasSize(64).startsWith("a105");
    }

    @Test
    void givesWhatATestRunLeft() {
        var run = only(Osmia.run("test-run", STAMP, "--repeat", "2", "--format", "json"));
        assertThat(run.propertyNames())
                .containsExactly("retval", "dataOut", "metaOut", "repeat", "nanosecondsPerRun", "engine");
        assertThat(run.get("retval").asInt()).isEqualTo(2);
        assertThat(run.get("dataOut").asString()).isEqualTo("00".repeat(60));
        assertThat(run.get("metaOut").asString()).hasSize(128);
        assertThat(run.get("repeat").asInt()).isEqualTo(2);
    }

    @Test
    void takesMetadataContextAndVariablesIntoATestRun() {
        var stamp = only(Osmia.run("test-run", STAMP, "--ctx", "ingress_ifindex=7", "--format", "json"));
        assertThat(stamp.get("metaOut").asString()).startsWith("a10501000000000007000000");
        var marked = only(Osmia.run(
                "test-run",
                example("metadata.o:mark_by_hash"),
                "--meta",
                stamp.get("metaOut").asString(),
                "--format",
                "json"));
        assertThat(marked.get("retval").asInt()).isEqualTo(3);
        var limited = only(Osmia.run(
                "test-run",
                example("rate_limiter.o"),
                "--set",
                "packets_per_second=0",
                "--set",
                "burst=1",
                "--data-in",
                "ffffffffffff000000000001" + "0800" + "4500001400000000400100000a0000010a000002",
                "--repeat",
                "3",
                "--format",
                "json"));
        assertThat(limited.get("retval").asInt()).isEqualTo(1);
    }

    @Test
    void judgesEachProgramOnALineOfItsOwn() {
        var result = Osmia.run(
                "verify", "--format", "json", example("rate_limiter.o"), example("rejected/endless_loop.o"), "none.o");
        assertThat(result.exitCode()).isEqualTo(2);
        var lines = result.json();
        assertThat(lines)
                .extracting(line -> line.get("verdict").asString())
                .containsExactly("accepted", "rejected", "malformed");
        assertThat(lines.get(0).propertyNames())
                .containsExactly(
                        "file", "section", "program", "type", "verdict", "instructions", "states", "microseconds");
        assertThat(lines.get(1).propertyNames())
                .contains("message", "instruction", "source", "instructions", "states", "microseconds");
        assertThat(lines.get(2).propertyNames()).containsExactly("file", "verdict", "message");
    }

    private static JsonNode only(Osmia.Result result) {
        assertThat(result.errors()).isEmpty();
        assertThat(result.json()).hasSize(1);
        return result.json().get(0);
    }
}
