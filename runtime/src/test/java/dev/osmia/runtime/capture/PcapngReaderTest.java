package dev.osmia.runtime.capture;

import static dev.osmia.runtime.capture.CaptureBytes.fixture;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PcapngReaderTest {
    private static final byte[] FIVE_BYTES = {1, 2, 3, 4, 5};
    private static final String FIVE = "0102030405";

    @TempDir
    private Path folder;

    static Stream<ByteOrder> byteOrders() {
        return Stream.of(LITTLE_ENDIAN, BIG_ENDIAN);
    }

    @Test
    void readsWhatDumpcapWrote() throws IOException {
        try (var reader = CaptureReader.open(fixture("two-interfaces.pcapng"))) {
            assertThat(reader.interfaces())
                    .containsExactly(
                            new CaptureInterface(LinkType.ETHERNET, 262144, "cap0"),
                            new CaptureInterface(LinkType.ETHERNET, 262144, "cap1"));
            var packets = ReadPacket.rest(reader);
            assertThat(packets).hasSize(16);
            assertThat(packets.get(1).interfaceIndex()).isEqualTo(1);
            assertThat(packets.get(15).timestampNanos()).isEqualTo(1795623775757637741L);
            var onFirst = packets.stream().filter(packet -> packet.interfaceIndex() == 0);
            assertThat(onFirst.limit(10)).isEqualTo(ReadPacket.all(fixture("icmp-nanosecond.pcap")));
        }
    }

    @ParameterizedTest
    @MethodSource("byteOrders")
    void readsEveryKindOfPacketBlock(ByteOrder order) throws IOException {
        var file = CaptureBytes.in(order)
                .section()
                .interfaceOf(LinkType.ETHERNET, 5, CaptureBytes.in(order))
                .interfaceOf(LinkType.RAW)
                .enhanced(1, 0x1_0000_0002L, 9, FIVE_BYTES)
                .obsolete(1, 3, 8, FIVE_BYTES)
                .simple(7, FIVE_BYTES)
                .simple(4, (byte) 1, (byte) 2, (byte) 3, (byte) 4)
                .enhanced(0, 1, 0)
                .to(folder.resolve("made.pcapng"));
        assertThat(ReadPacket.all(file))
                .containsExactly(
                        new ReadPacket(0x1_0000_0002L * 1000, 1, LinkType.RAW, 9, FIVE),
                        new ReadPacket(3000, 1, LinkType.RAW, 8, FIVE),
                        new ReadPacket(0, 0, LinkType.ETHERNET, 7, FIVE),
                        new ReadPacket(0, 0, LinkType.ETHERNET, 4, "01020304"),
                        new ReadPacket(1000, 0, LinkType.ETHERNET, 0, ""));
    }

    @ParameterizedTest
    @MethodSource("byteOrders")
    void readsTheOptionsOfAnInterface(ByteOrder order) throws IOException {
        var options = CaptureBytes.in(order)
                .option(1, "a comment".getBytes(StandardCharsets.UTF_8))
                .option(Pcapng.IF_NAME, "Übertragung 1".getBytes(StandardCharsets.UTF_8))
                .option(Pcapng.IF_TSRESOL, (byte) 3)
                .option(Pcapng.IF_TSOFFSET, CaptureBytes.in(order).longs(-2).bytes())
                .option(Pcapng.OPT_ENDOFOPT);
        var file = CaptureBytes.in(order)
                .section()
                .interfaceOf(LinkType.IPV6, 0, options)
                .enhanced(0, 2500, 5, FIVE_BYTES)
                .to(folder.resolve("made.pcapng"));
        try (var reader = CaptureReader.open(file)) {
            assertThat(reader.interfaces()).containsExactly(new CaptureInterface(LinkType.IPV6, 0, "Übertragung 1"));
            assertThat(ReadPacket.rest(reader))
                    .containsExactly(new ReadPacket(500_000_000L, 0, LinkType.IPV6, 5, FIVE));
        }
    }

    @Test
    void countsInterfacesThroughSectionsOfEitherByteOrder() throws IOException {
        var file = CaptureBytes.in(LITTLE_ENDIAN)
                .section()
                .interfaceOf(LinkType.ETHERNET)
                .enhanced(0, 1, 5, FIVE_BYTES)
                .order(BIG_ENDIAN)
                .section()
                .interfaceOf(LinkType.RAW)
                .enhanced(0, 2, 5, FIVE_BYTES)
                .interfaceOf(LinkType.LINUX_SLL)
                .enhanced(1, 3, 5, FIVE_BYTES)
                .to(folder.resolve("made.pcapng"));
        try (var reader = CaptureReader.open(file)) {
            var interfaces = reader.interfaces();
            assertThat(interfaces).hasSize(1);
            assertThat(ReadPacket.rest(reader))
                    .containsExactly(
                            new ReadPacket(1000, 0, LinkType.ETHERNET, 5, FIVE),
                            new ReadPacket(2000, 1, LinkType.RAW, 5, FIVE),
                            new ReadPacket(3000, 2, LinkType.LINUX_SLL, 5, FIVE));
            assertThat(interfaces).hasSize(3);
        }
    }

    @Test
    void skipsBlocksThatItDoesNotKnow() throws IOException {
        var file = CaptureBytes.in(LITTLE_ENDIAN)
                .section()
                .block(0x0bad, bytes(1000))
                .interfaceOf(LinkType.ETHERNET)
                .block(0x8000_0001, bytes(0))
                .enhanced(0, 1, 5, FIVE_BYTES)
                .block(5, bytes(12))
                .to(folder.resolve("made.pcapng"));
        assertThat(ReadPacket.all(file)).hasSize(1);
    }

    @Test
    void ignoresTheOptionsOfAPacket() throws IOException {
        var body = bytes(0).ints(0, 0, 1, FIVE_BYTES.length, FIVE_BYTES.length)
                .padded(FIVE_BYTES)
                .option(1, (byte) 'x')
                .option(Pcapng.OPT_ENDOFOPT);
        var file = capture().block(Pcapng.ENHANCED_PACKET_BLOCK, body).to(folder.resolve("made.pcapng"));
        assertThat(ReadPacket.all(file)).extracting(ReadPacket::bytes).containsExactly(FIVE);
    }

    @Test
    void takesTheVersionThatSomeWritersGive() throws IOException {
        var body = bytes(0).ints(Pcapng.BYTE_ORDER_MAGIC).shorts(1, 2).longs(-1);
        var file = bytes(0).block(Pcapng.SECTION_HEADER_BLOCK, body)
                .interfaceOf(LinkType.ETHERNET)
                .enhanced(0, 1, 5, FIVE_BYTES)
                .to(folder.resolve("made.pcapng"));
        assertThat(ReadPacket.all(file)).hasSize(1);
    }

    @Test
    void opensACaptureWithoutPackets() throws IOException {
        assertThat(ReadPacket.all(capture().to(folder.resolve("none.pcapng")))).isEmpty();
    }

    @Test
    void keepsNoMoreOfAnInterfaceNameThanAScreenShows() throws IOException {
        var options = bytes(0).option(Pcapng.IF_NAME, "n".repeat(5000).getBytes(StandardCharsets.UTF_8));
        var file = bytes(0).section().interfaceOf(LinkType.RAW, 0, options).to(folder.resolve("made.pcapng"));
        try (var reader = CaptureReader.open(file)) {
            assertThat(reader.interfaces().get(0).name()).isEqualTo("n".repeat(256));
        }
    }

    /** A capture with one interface. */
    private static CaptureBytes capture() {
        return bytes(0).section().interfaceOf(LinkType.ETHERNET);
    }

    private static CaptureBytes bytes(int length) {
        return CaptureBytes.in(LITTLE_ENDIAN).raw(new byte[length]);
    }
}
