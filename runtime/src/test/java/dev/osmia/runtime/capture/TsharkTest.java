package dev.osmia.runtime.capture;

import static dev.osmia.runtime.capture.CaptureBytes.fixture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with what tshark reads from the same file, where it is installed. */
final class TsharkTest {
    private static final Path TSHARK = Path.of("/usr/bin/tshark");

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsTshark() {
        assumeTrue(Files.isExecutable(TSHARK), "needs " + TSHARK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"icmp.pcap", "icmp-nanosecond.pcap", "snapped.pcap", "cooked.pcap", "two-interfaces.pcapng"})
    void readsWhatTsharkReads(String name) throws Exception {
        assertThat(ours(fixture(name))).isNotEmpty().isEqualTo(tsharks(fixture(name)));
    }

    @ParameterizedTest
    @CsvSource({
        "icmp.pcap, out.pcapng",
        "icmp-nanosecond.pcap, out.pcap",
        "snapped.pcap, out.pcapng",
        "two-interfaces.pcapng, out.pcapng",
        "two-interfaces.pcapng, out.pcap"
    })
    void writesWhatTsharkReads(String in, String out) throws Exception {
        var copy = CaptureWriterTest.copy(fixture(in), folder.resolve(out));
        assertThat(tsharks(copy)).isNotEmpty().isEqualTo(ours(copy));
    }

    private static List<String> ours(Path file) throws IOException {
        return ReadPacket.all(file).stream()
                .map(packet -> String.join(
                        "\t",
                        BigDecimal.valueOf(packet.timestampNanos(), 9).toPlainString(),
                        Integer.toString(packet.length()),
                        Long.toString(packet.originalLength()),
                        md5(packet.bytes())))
                .toList();
    }

    private static String md5(String hex) {
        try {
            var digest = MessageDigest.getInstance("MD5").digest(HexFormat.of().parseHex(hex));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private List<String> tsharks(Path file) throws IOException, InterruptedException {
        var options = "-o frame.generate_md5_hash:TRUE -T fields -e frame.time_epoch -e frame.cap_len -e frame.len"
                + " -e frame.md5_hash -r";
        var command = Stream.concat(
                        Stream.concat(Stream.of(TSHARK.toString()), Stream.of(options.split(" "))),
                        Stream.of(file.toString()))
                .toList();
        var output = folder.resolve("tshark.out");
        var process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
        return Files.readAllLines(output, StandardCharsets.UTF_8);
    }
}
