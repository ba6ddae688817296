package dev.osmia.runtime.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.ProgramType;
import dev.osmia.runtime.packet.Packet;
import dev.osmia.runtime.packet.SocketBufferHandover;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kernel's helpers did, by BPF_PROG_TEST_RUN, is what Osmia's do: results, packet and metadata. */
final class RecordedHelpersTest {
    private static final int BUFFER = 128;
    private static final int NUMBERS = 8;
    private static final byte[] KEY = new byte[4];

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dynptrs-operations.txt",
                "helpers-checksums.txt",
                "helpers-skb.txt",
                "helpers-xdp.txt",
                "texts-operations.txt"
            })
    void doesWhatTheKernelDid(String record) throws IOException {
        var cases = RecordedCase.read(record);
        assertThat(cases).hasSizeGreaterThan(100);
        var recorded = new Recorded(record.substring(0, record.indexOf('-')) + ".o");
        var wrong = new ArrayList<String>();
        for (var one : cases) {
            var expected = expected(one);
            var actual = run(recorded, one);
            if (!actual.equals(expected)) {
                wrong.add(one.line() + "\n    here " + actual);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String expected(RecordedCase one) {
        var result = one.result();
        return text(
                Long.parseLong(result.get("return")),
                RecordedCase.numbers(result.get("results"), NUMBERS),
                Arrays.copyOf(RecordedCase.bytes(result.get("out")), BUFFER),
                RecordedCase.bytes(result.get("meta")),
                RecordedCase.bytes(
                        result.containsKey("data")
                                ? result.get("data")
                                : one.input().get("data")));
    }

    private static String run(Recorded recorded, RecordedCase one) {
        var executable = recorded.program(one.program());
        var globals = recorded.environment().maps().find(".bss").orElseThrow();
        globals.put(KEY, input(one));
        var packet = Packet.of(ByteBuffer.wrap(RecordedCase.bytes(one.input().get("data"))));
        packet.metadata(ByteBuffer.wrap(RecordedCase.bytes(one.input().get("meta"))));
        if (executable.program().type() != ProgramType.XDP) {
            SocketBufferHandover.testRun(packet, executable.program().type());
        }
        var context = recorded.environment().newContext(0);
        context.begin(packet);
        long returned = executable.run(context) & 0xffff_ffffL;
        var output = ByteBuffer.wrap(globals.get(KEY).orElseThrow()).order(ByteOrder.LITTLE_ENDIAN);
        var results = new long[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            results[i] = output.getLong((NUMBERS + i) * Long.BYTES);
        }
        var out = new byte[BUFFER];
        output.get(2 * NUMBERS * Long.BYTES + BUFFER, out);
        var meta = new byte[packet.metadataLength()];
        packet.metadata().get(packet.metadataStart(), meta);
        var data = new byte[packet.length()];
        packet.data().get(packet.dataStart(), data);
        return text(returned, results, out, meta, data);
    }

    private static byte[] input(RecordedCase one) {
        var input = ByteBuffer.allocate(2 * NUMBERS * Long.BYTES + 2 * BUFFER).order(ByteOrder.LITTLE_ENDIAN);
        for (long argument : RecordedCase.numbers(one.input().get("arguments"), NUMBERS)) {
            input.putLong(argument);
        }
        input.put(2 * NUMBERS * Long.BYTES, RecordedCase.bytes(one.input().get("in")));
        return input.array();
    }

    private static String text(long returned, long[] results, byte[] out, byte[] meta, byte[] data) {
        var hex = HexFormat.of();
        return "return=" + returned + " results=" + Arrays.toString(results) + " out=" + hex.formatHex(out) + " meta="
                + hex.formatHex(meta) + " data=" + hex.formatHex(data);
    }
}
