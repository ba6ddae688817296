package dev.osmia.runtime.capture;

import static dev.osmia.runtime.capture.CaptureBytes.fixture;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PcapReaderTest {
    private static final byte[] FOUR_BYTES = {1, 2, 3, 4};

    @TempDir
    private Path folder;

    @Test
    void readsWhatTcpdumpWrote() throws IOException {
        var packets = ReadPacket.all(fixture("icmp.pcap"));
        assertThat(packets).hasSize(10);
        assertThat(packets.get(9).timestampNanos()).isEqualTo(1795623775345600000L);
        assertThat(packets)
                .allSatisfy(packet -> assertThat(packet.linkType()).isEqualTo(LinkType.ETHERNET))
                .allSatisfy(packet -> assertThat(packet.originalLength()).isEqualTo(packet.length()))
                .allSatisfy(packet -> assertThat(packet.timestampNanos() % 1000).isZero());
    }

    @Test
    void keepsNanoseconds() throws IOException {
        var packets = ReadPacket.all(fixture("icmp-nanosecond.pcap"));
        assertThat(packets).extracting(ReadPacket::bytes).isEqualTo(bytesOf("icmp.pcap"));
        assertThat(packets.get(9).timestampNanos()).isEqualTo(1795623775345600397L);
    }

    @Test
    void tellsHowLongSnappedPacketsWere() throws IOException {
        try (var reader = CaptureReader.open(fixture("snapped.pcap"))) {
            assertThat(reader.interfaces()).containsExactly(new CaptureInterface(LinkType.ETHERNET, 60, ""));
            assertThat(ReadPacket.rest(reader))
                    .filteredOn(packet -> packet.originalLength() > 60)
                    .isNotEmpty()
                    .allSatisfy(packet -> assertThat(packet.length()).isEqualTo(60));
        }
    }

    @Test
    void readsCookedPackets() throws IOException {
        assertThat(ReadPacket.all(fixture("cooked.pcap")))
                .hasSize(12)
                .allSatisfy(packet -> assertThat(packet.linkType()).isEqualTo(LinkType.LINUX_SLL2));
    }

    @ParameterizedTest
    @CsvSource({
        "a1b2c3d4, LITTLE_ENDIAN, 7000000009000",
        "a1b2c3d4, BIG_ENDIAN, 7000000009000",
        "a1b23c4d, LITTLE_ENDIAN, 7000000000009",
        "a1b23c4d, BIG_ENDIAN, 7000000000009"
    })
    void readsBothByteOrdersAndBothTimeUnits(String magic, String order, long time) throws IOException {
        var file = CaptureBytes.in(order.equals("BIG_ENDIAN") ? BIG_ENDIAN : LITTLE_ENDIAN)
                .pcapHeader(Integer.parseUnsignedInt(magic, 16), 2, 4, 1500, LinkType.RAW)
                .pcapRecord(7000, 9, 60, FOUR_BYTES)
                .to(folder.resolve("made.pcap"));
        try (var reader = CaptureReader.open(file)) {
            assertThat(reader.format()).isEqualTo(CaptureFormat.PCAP);
            assertThat(reader.interfaces()).containsExactly(new CaptureInterface(LinkType.RAW, 1500, ""));
            assertThat(ReadPacket.rest(reader)).containsExactly(new ReadPacket(time, 0, LinkType.RAW, 60, "01020304"));
            assertThat(reader.truncation()).isEmpty();
        }
    }

    @Test
    void takesSecondsAsUnsigned() throws IOException {
        var file = made(2, 4, LinkType.ETHERNET, 0xffff_ffff, FOUR_BYTES.length, FOUR_BYTES.length);
        assertThat(ReadPacket.all(file)).extracting(ReadPacket::timestampNanos).containsExactly(4294967295000000000L);
    }

    @Test
    void ignoresTheFrameCheckSequenceBitsOfTheLinkType() throws IOException {
        var file = made(2, 4, 0x4400_0001, 1, FOUR_BYTES.length, FOUR_BYTES.length);
        assertThat(ReadPacket.all(file)).extracting(ReadPacket::linkType).containsExactly(LinkType.ETHERNET);
    }

    @ParameterizedTest
    @CsvSource({
        "2, 2, 80, 4", // both lengths in the other order
        "2, 3, 80, 4", // in either order: the smaller one is what was captured
        "2, 3, 4, 80",
        "2, 4, 4, 80",
        "2, 5, 4, 80",
        "543, 0, 80, 4" // DG/UX
    })
    void knowsWhichVersionsSwapTheLengths(int major, int minor, int first, int second) throws IOException {
        var file = made(major, minor, LinkType.ETHERNET, 1, first, second);
        assertThat(ReadPacket.all(file))
                .containsExactly(new ReadPacket(1_000_000_000L, 0, LinkType.ETHERNET, 80, "01020304"));
    }

    @Test
    void takesTheLongestPacketThatTcpdumpWrites() throws IOException {
        var file =
                pcap(LITTLE_ENDIAN).pcapRecord(1, 0, 262144, new byte[262144]).to(folder.resolve("longest.pcap"));
        assertThat(ReadPacket.all(file)).extracting(ReadPacket::length).containsExactly(262144);
    }

    @Test
    void rejectsAPacketLongerThanTcpdumpWrites() throws IOException {
        var file =
                pcap(LITTLE_ENDIAN).pcapRecord(1, 0, 262145, new byte[262145]).to(folder.resolve("long.pcap"));
        assertThatThrownBy(() -> ReadPacket.all(file))
                .isInstanceOf(MalformedCaptureException.class)
                .hasMessage(file + ": offset 0x20: expected a packet of at most 262144 bytes, found 262145");
    }

    @Test
    void givesThePacketsInFrontOfADamagedOne() throws IOException {
        var file = pcap(BIG_ENDIAN)
                .pcapRecord(1, 0, 4, FOUR_BYTES)
                .ints(1, 0, -1, 4)
                .raw(new byte[100])
                .to(folder.resolve("damaged.pcap"));
        try (var reader = CaptureReader.open(file)) {
            assertThat(reader.next()).isTrue();
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(reader::next)
                        .isInstanceOf(MalformedCaptureException.class)
                        .hasMessage(
                                file + ": offset 0x34: expected a packet of at most 262144 bytes, found 4294967295");
            }
        }
    }

    @Test
    void rejectsWhatTheHeaderCannotBe() {
        assertRejected(made(1, 4, 1, 1, 4, 4), "offset 0x4: expected pcap version 2.4, found 1.4");
        assertRejected(made(543, 1, 1, 1, 4, 4), "offset 0x4: expected pcap version 2.4, found 543.1");
        assertRejected(
                made(2, 4, 0x10001, 1, 4, 4),
                "offset 0x14: expected a link type whose reserved bits are 0, found 0x00010001");
        assertRejected(
                CaptureBytes.in(LITTLE_ENDIAN)
                        .ints(PcapReader.MICROSECOND_MAGIC, 0)
                        .to(folder.resolve("made.pcap")),
                "offset 0x0: expected a pcap header of 24 bytes, found 8 bytes");
    }

    private static void assertRejected(Path file, String message) {
        assertThatThrownBy(() -> CaptureReader.open(file))
                .isInstanceOf(MalformedCaptureException.class)
                .hasMessage(file + ": " + message);
    }

    private Path made(int major, int minor, int linkType, int seconds, int firstLength, int secondLength) {
        return CaptureBytes.in(LITTLE_ENDIAN)
                .pcapHeader(PcapReader.MICROSECOND_MAGIC, major, minor, 0, linkType)
                .ints(seconds, 0, firstLength, secondLength)
                .raw(FOUR_BYTES)
                .to(folder.resolve("made.pcap"));
    }

    private static CaptureBytes pcap(ByteOrder order) {
        return CaptureBytes.in(order).pcapHeader();
    }

    private static List<String> bytesOf(String fixture) throws IOException {
        return ReadPacket.all(fixture(fixture)).stream().map(ReadPacket::bytes).toList();
    }
}
