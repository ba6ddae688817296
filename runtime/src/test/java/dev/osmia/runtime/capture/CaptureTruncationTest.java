package dev.osmia.runtime.capture;

import static dev.osmia.runtime.capture.CaptureBytes.fixture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Captures that end too early, at every byte. */
final class CaptureTruncationTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "icmp.pcap, 24",
        "icmp-nanosecond.pcap, 24",
        "snapped.pcap, 24",
        "cooked.pcap, 24",
        "two-interfaces.pcapng, 28"
    })
    void givesAllWholePacketsAndThenSaysWhereTheFileWasCutOff(String name, int headerLength) throws IOException {
        var bytes = Files.readAllBytes(fixture(name));
        var packets = ReadPacket.all(fixture(name));
        var packetsByEnd = packetsByEnd(bytes, name.endsWith(".pcap"));
        var file = Files.write(folder.resolve("cut"), bytes);
        for (int length = bytes.length - 1; length >= 0; length--) {
            cut(file, length);
            if (length < headerLength) {
                assertThatThrownBy(() -> CaptureReader.open(file)).isInstanceOf(MalformedCaptureException.class);
                continue;
            }
            var before = packetsByEnd.floorEntry(length);
            long start = before == null ? 0 : before.getKey();
            int whole = before == null ? 0 : before.getValue();
            try (var reader = CaptureReader.open(file)) {
                assertThat(ReadPacket.rest(reader)).as("cut at %d", length).isEqualTo(packets.subList(0, whole));
                assertThat(reader.truncation().map(Truncation::offset))
                        .as("cut at %d", length)
                        .isEqualTo(start == length ? Optional.empty() : Optional.of(start));
                assertThat(reader.truncation().map(Truncation::found))
                        .isEqualTo(start == length ? Optional.empty() : Optional.of(length - start));
                assertThat(reader.next()).isFalse();
            }
        }
    }

    @Test
    void wordsItAsOneLine() throws IOException {
        var bytes = Files.readAllBytes(fixture("icmp.pcap"));
        var file = Files.write(folder.resolve("cut.pcap"), Arrays.copyOf(bytes, 0x82 + 57));
        try (var reader = CaptureReader.open(file)) {
            assertThat(ReadPacket.rest(reader)).hasSize(1);
            assertThat(reader.truncation())
                    .hasToString("Optional[" + file + ": offset 0x82: cut off: expected 58 bytes, found 57]");
        }
    }

    private static void cut(Path file, int length) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    /** For each end of a header, record or block, how many packets are in front of it. */
    private static TreeMap<Integer, Integer> packetsByEnd(byte[] bytes, boolean pcap) {
        var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        var packetsByEnd = new TreeMap<Integer, Integer>();
        int packets = 0;
        int at = pcap ? 24 : 0;
        packetsByEnd.put(at, 0);
        while (at < bytes.length) {
            packets += pcap || buffer.getInt(at) == 6 ? 1 : 0;
            at += pcap ? 16 + buffer.getInt(at + 8) : buffer.getInt(at + 4);
            packetsByEnd.put(at, packets);
        }
        return packetsByEnd;
    }
}
