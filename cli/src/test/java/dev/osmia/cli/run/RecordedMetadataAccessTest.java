package dev.osmia.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.cli.engine.EngineChoice;
import dev.osmia.jit.BpfObject;
import dev.osmia.jit.UnsupportedProgramException;
import dev.osmia.program.ProgramType;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.packet.Packet;
import dev.osmia.runtime.packet.SocketBufferHandover;
import dev.osmia.testkit.Checkout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Each of the micro programs over metadata gives the verdict and leaves the metadata that the running kernel gave and left. */
final class RecordedMetadataAccessTest {
    /** Functions that HotSpot would not compile as one method, so that the JIT refuses them. */
    private static final Set<String> TOO_LARGE_FOR_ONE_METHOD =
            Set.of("read_64_x16", "slice_64_x16", "slice_rdwr_64_x16", "write_64_x16");

    private final Environment environment = Environment.builder().cpus(1).build();
    private final JsonNode expected =
            new ObjectMapper().readTree(Checkout.file("examples/expected/bench_skb_meta.json"));
    private final byte[] frame = HexFormat.of().parseHex(expected.get("packet").asString());

    @ParameterizedTest
    @EnumSource(names = {"JIT", "INTERPRETER"})
    void givesWhatTheKernelGave(EngineChoice engine) throws IOException {
        var object = BpfObject.open(
                Checkout.file("examples/objects/" + expected.get("object").asString()), environment);
        try (var session = engine.open()) {
            var xdp = new Stage(
                    "xdp", session.load(object.program(expected.get("xdp").asString())));
            assertThat(expected.get("programs").size()).isEqualTo(40);
            var tooLarge = new TreeSet<String>();
            for (var program : expected.get("programs").properties()) {
                try {
                    var tc = new Stage(program.getKey(), session.load(object.program(program.getKey())));
                    check(xdp, tc, program.getValue());
                } catch (UnsupportedProgramException unsupported) {
                    assertThat(unsupported).hasMessageContaining("bytes of bytecode");
                    tooLarge.add(program.getKey());
                }
            }
            assertThat(tooLarge).isEqualTo(engine == EngineChoice.JIT ? TOO_LARGE_FOR_ONE_METHOD : Set.of());
        }
    }

    private void check(Stage xdp, Stage tc, JsonNode recorded) {
        var context = environment.newContext(0);
        var packet = Packet.of(ByteBuffer.wrap(frame.clone()));
        xdp.run(context, packet);
        assertThat(SocketBufferHandover.receive(packet)).isTrue();
        assertThat(Integer.toUnsignedLong(tc.run(context, packet)))
                .as(tc.name())
                .isEqualTo(recorded.get("verdict").asLong());
        var metadata = new byte[packet.metadataLength()];
        packet.metadata().get(packet.metadataStart(), metadata);
        assertThat(HexFormat.of().formatHex(metadata))
                .as(tc.name())
                .isEqualTo(recorded.get("metadata").asString());

        var without = Packet.of(ByteBuffer.wrap(frame.clone()));
        SocketBufferHandover.testRun(without, ProgramType.SCHED_CLS);
        assertThat(Integer.toUnsignedLong(tc.run(context, without)))
                .as(tc.name() + " without metadata")
                .isEqualTo(recorded.get("verdictWithoutMetadata").asLong());
    }
}
