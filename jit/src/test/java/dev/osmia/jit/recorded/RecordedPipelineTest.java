package dev.osmia.jit.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.jit.Engine;
import dev.osmia.runtime.packet.Packet;
import dev.osmia.runtime.packet.SocketBufferHandover;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What became of metadata in the kernel when tc programs changed the packet, clones included, becomes of them here. */
final class RecordedPipelineTest {
    private static final int BUFFER = 128;
    private static final int NUMBERS = 8;
    private static final byte[] KEY = new byte[4];

    /** Zeros that lay in front of the metadata when the record was made. */
    private static final int CLEARED = 200;

    @ParameterizedTest
    @EnumSource(Engine.class)
    void doesWithMetadataWhatTheKernelDid(Engine engine) throws IOException {
        var cases = RecordedCase.read("pipeline-metadata.txt");
        assertThat(cases).hasSizeGreaterThan(300);
        var recorded = new Recorded("pipeline.o", engine);
        var wrong = new ArrayList<String>();
        for (var one : cases) {
            var result = one.result();
            var expected = text(
                    RecordedCase.numbers(result.get("results"), NUMBERS),
                    Arrays.copyOf(RecordedCase.bytes(result.get("out")), BUFFER));
            var actual = run(recorded, one);
            if (!actual.equals(expected)) {
                wrong.add(one.line() + "\n    here " + actual);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String run(Recorded recorded, RecordedCase one) {
        var arguments = RecordedCase.numbers(one.input().get("arguments"), NUMBERS);
        var in = RecordedCase.bytes(one.input().get("in"));
        var program = recorded.program(one.program());
        var globals = recorded.environment().maps().find(".bss").orElseThrow();
        globals.put(KEY, input(arguments, in));
        var packet = Packet.of(ByteBuffer.wrap(RecordedCase.bytes(one.input().get("data"))));
        packet.growMetadata(CLEARED);
        packet.growMetadata((int) arguments[7] - CLEARED);
        packet.metadata(ByteBuffer.wrap(in, 0, (int) arguments[7]));
        assertThat(SocketBufferHandover.receive(packet)).isTrue();
        packet.cloned("1".equals(one.input().get("shared")));
        program.run(recorded.environment().newContext(0), packet);
        var output = ByteBuffer.wrap(globals.get(KEY).orElseThrow()).order(ByteOrder.LITTLE_ENDIAN);
        var results = new long[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            results[i] = output.getLong((NUMBERS + i) * Long.BYTES);
        }
        var out = new byte[BUFFER];
        output.get(2 * NUMBERS * Long.BYTES + BUFFER, out);
        return text(results, out);
    }

    private static byte[] input(long[] arguments, byte[] in) {
        var input = ByteBuffer.allocate(2 * NUMBERS * Long.BYTES + 2 * BUFFER).order(ByteOrder.LITTLE_ENDIAN);
        for (long argument : arguments) {
            input.putLong(argument);
        }
        input.put(2 * NUMBERS * Long.BYTES, in);
        return input.array();
    }

    private static String text(long[] results, byte[] out) {
        return "results=" + Arrays.toString(results) + " out=" + HexFormat.of().formatHex(out);
    }
}
