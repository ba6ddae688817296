package dev.osmia.jit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.uapi.XdpAction;
import dev.osmia.runtime.packet.Packet;
import dev.osmia.testkit.Checkout;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The README's way from an object file to a verdict. */
final class FiveLinesTest {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);

    @Test
    void runsTheReadmesFiveLines() throws Exception {
        var examples = Checkout.file("examples/objects");
        var frame = HexFormat.of()
                .parseHex("ffffffffffff0200000000010800" + "4500002e00000000401100000a0000010a000002" + "3039003500"
                        + "1a" + "0000" + "00".repeat(18));

        fiveLines(examples, frame);

        assertThat(output.toString(StandardCharsets.UTF_8))
                .isEqualTo("flow of 1 packet\nXDP_PASS, 60 bytes of packet, 0 of metadata\n");
    }

    private void fiveLines(Path examples, byte[] frame) throws Exception {
        var object = BpfObject.open(examples.resolve("flow_counter.o"));
        var program = object.program("count_flows").load().orElseThrow();
        var packet = Packet.of(ByteBuffer.wrap(frame));
        var verdict = XdpAction.of(program.run(packet));
        object.map("flow_table").orElseThrow().forEach((key, value) -> out.println("flow of " + value[0] + " packet"));

        out.printf("%s, %d bytes of packet, %d of metadata%n", verdict, packet.length(), packet.metadataLength());
    }
}
