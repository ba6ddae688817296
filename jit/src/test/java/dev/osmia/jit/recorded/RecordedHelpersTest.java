package dev.osmia.jit.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.jit.Engine;
import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import dev.osmia.runtime.map.UserRingBufferMap;
import dev.osmia.runtime.packet.Packet;
import dev.osmia.runtime.packet.SocketBufferHandover;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the kernel's helpers did, by BPF_PROG_TEST_RUN, is what Osmia's do on both engines: results, packet and metadata. */
final class RecordedHelpersTest {
    private static final int BUFFER = 128;
    private static final int NUMBERS = 8;
    private static final int ETH_HLEN = 14;
    private static final byte[] KEY = new byte[4];

    @ParameterizedTest
    @CsvSource({
        "dynptrs-operations.txt, INTERPRETER",
        "dynptrs-operations.txt, JIT",
        "helpers-checksums.txt, INTERPRETER",
        "helpers-checksums.txt, JIT",
        "helpers-skb.txt, INTERPRETER",
        "helpers-skb.txt, JIT",
        "helpers-xdp.txt, INTERPRETER",
        "helpers-xdp.txt, JIT",
        "texts-operations.txt, INTERPRETER",
        "texts-operations.txt, JIT",
    })
    void doesWhatTheKernelDid(String record, Engine engine) throws IOException {
        var cases = RecordedCase.read(record);
        assertThat(cases).hasSizeGreaterThan(100);
        var recorded = new Recorded(record.substring(0, record.indexOf('-')) + ".o", engine);
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
        var program = recorded.program(one.program());
        var type = program.verified().program().type();
        var globals = recorded.environment().maps().find(".bss").orElseThrow();
        globals.put(KEY, input(one));
        if (one.program().equals("drain")) {
            produce(recorded, one);
        }
        var packet = Packet.of(ByteBuffer.wrap(RecordedCase.bytes(one.input().get("data"))));
        packet.metadata(ByteBuffer.wrap(RecordedCase.bytes(one.input().get("meta"))));
        if (type != ProgramType.XDP) {
            SocketBufferHandover.testRun(packet, type);
        }
        var context = recorded.environment().newContext(0);
        long returned = Integer.toUnsignedLong(program.run(context, packet));
        var output = ByteBuffer.wrap(globals.get(KEY).orElseThrow()).order(ByteOrder.LITTLE_ENDIAN);
        var results = new long[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            results[i] = output.getLong((NUMBERS + i) * Long.BYTES);
        }
        var out = new byte[BUFFER];
        output.get(2 * NUMBERS * Long.BYTES + BUFFER, out);
        var meta = new byte[packet.metadataLength()];
        packet.metadata().get(packet.metadataStart(), meta);
        // In what a test run gives back, zeros stand for a header that the program did not see.
        int hidden = type == ProgramType.XDP || ProgramTypes.TC.contains(type) ? 0 : ETH_HLEN;
        var data = new byte[hidden + packet.length()];
        packet.data().get(packet.dataStart(), data, hidden, packet.length());
        return text(returned, results, out, meta, data);
    }

    /** As many samples as argument 6 says, of the bytes that argument 7 says, filled with the input. */
    private static void produce(Recorded recorded, RecordedCase one) {
        var ring = (UserRingBufferMap)
                recorded.environment().maps().find("samples").orElseThrow();
        var arguments = RecordedCase.numbers(one.input().get("arguments"), NUMBERS);
        var sample = Arrays.copyOf(RecordedCase.bytes(one.input().get("in")), (int) arguments[7]);
        for (long i = 0; i < arguments[6]; i++) {
            ring.produce(ByteBuffer.wrap(sample));
        }
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
