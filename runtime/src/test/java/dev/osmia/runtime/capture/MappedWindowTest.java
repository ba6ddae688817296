package dev.osmia.runtime.capture;

import static dev.osmia.runtime.capture.CaptureBytes.fixture;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MappedWindowTest {
    @ParameterizedTest
    @CsvSource({
        "icmp.pcap, 1",
        "icmp.pcap, 64",
        "icmp.pcap, 100",
        "icmp.pcap, 4096",
        "two-interfaces.pcapng, 1",
        "two-interfaces.pcapng, 12",
        "two-interfaces.pcapng, 150",
        "two-interfaces.pcapng, 1024"
    })
    void showsTheSamePacketsThroughAWindowOfAnySize(String name, int windowSize) throws IOException {
        try (var reader = CaptureReader.open(fixture(name), windowSize)) {
            assertThat(ReadPacket.rest(reader)).isEqualTo(ReadPacket.all(fixture(name)));
            assertThat(reader.truncation()).isEmpty();
        }
    }

    @Test
    void mapsNoMoreThanTheWindowUnlessAPacketIsLonger() throws IOException {
        var windows = new IdentityHashMap<ByteBuffer, Integer>();
        try (var reader = CaptureReader.open(fixture("icmp.pcap"), 200)) {
            while (reader.next()) {
                windows.put(reader.buffer(), reader.buffer().capacity());
            }
        }
        assertThat(windows.values())
                .hasSizeGreaterThan(3)
                .allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(200));
    }

    @Test
    void keepsABufferThatTheWindowHasLeft() throws IOException {
        try (var reader = CaptureReader.open(fixture("icmp.pcap"), 100)) {
            assertThat(reader.next()).isTrue();
            var first = ReadPacket.current(reader);
            var buffer = reader.buffer();
            var bytes = new byte[reader.capturedLength()];
            int offset = reader.offset();
            while (reader.next()) {
                assertThat(reader.buffer()).isNotSameAs(buffer);
            }
            buffer.get(offset, bytes);
            assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(first.bytes());
        }
    }
}
