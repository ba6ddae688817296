package dev.osmia.runtime.capture;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

final class CaptureFuzzTest {
    private static final int WINDOW_SIZE = 256;

    @TempDir
    private static Path folder;

    private static DamagedCapture capture;

    @BeforeAll
    static void create() throws IOException {
        capture = DamagedCapture.in(folder);
    }

    @AfterAll
    static void close() throws IOException {
        capture.close();
    }

    static Stream<byte[]> recordings() {
        return Stream.of("icmp.pcap", "icmp-nanosecond.pcap", "two-interfaces.pcapng")
                .map(CaptureFuzzTest::bytes);
    }

    @MethodSource("recordings")
    @FuzzTest(maxDuration = "1m")
    void readsPacketsOrSaysWhatIsWrong(byte[] bytes) throws IOException {
        capture.write(bytes);
        capture.check("fuzzed", WINDOW_SIZE);
    }

    private static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(CaptureBytes.fixture(name));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
