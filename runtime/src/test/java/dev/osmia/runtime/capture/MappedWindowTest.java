package dev.osmia.runtime.capture;

import static dev.osmia.runtime.capture.CaptureBytes.fixture;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MappedWindowTest {
    @ParameterizedTest
    @ValueSource(strings = {"icmp.pcap", "two-interfaces.pcapng"})
    void showsTheSamePacketsThroughAWindowOfAnySize(String name) throws IOException {
        var packets = ReadPacket.all(fixture(name));
        for (int windowSize = 1; windowSize <= 300; windowSize++) {
            try (var reader = CaptureReader.open(fixture(name), windowSize)) {
                assertThat(ReadPacket.rest(reader))
                        .as("window of %d", windowSize)
                        .isEqualTo(packets);
                assertThat(reader.truncation()).isEmpty();
            }
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
