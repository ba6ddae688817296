package dev.osmia.runtime.capture;

import static dev.osmia.runtime.capture.CaptureBytes.fixture;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.osmia.testkit.Seeds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CaptureWriterTest {
    private static final long TIME = 1_795_623_775_345_600_397L;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "icmp.pcap, out.pcap",
        "icmp.pcap, out.pcapng",
        "icmp-nanosecond.pcap, out.pcap",
        "icmp-nanosecond.pcap, out",
        "snapped.pcap, out.pcap",
        "cooked.pcap, out.pcapng",
        "two-interfaces.pcapng, out.pcapng",
        "two-interfaces.pcapng, out"
    })
    void keepsAllThatItReads(String in, String out) throws IOException {
        var copy = copy(fixture(in), folder.resolve(out));
        assertThat(ReadPacket.all(copy)).isEqualTo(ReadPacket.all(fixture(in)));
        assertOnlyFile(copy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"icmp.pcap", "icmp-nanosecond.pcap", "cooked.pcap"})
    void writesPcapAsTcpdumpDoes(String name) throws IOException {
        assertThat(copy(fixture(name), folder.resolve(name))).hasSameBinaryContentAs(fixture(name));
    }

    @Test
    void takesTheFormatFromTheExtensionBeforeTheInput() throws IOException {
        assertThat(formatOf(copy(fixture("icmp.pcap"), folder.resolve("a.pcapng"))))
                .isEqualTo(CaptureFormat.PCAPNG);
        assertThat(formatOf(copy(fixture("icmp.pcap"), folder.resolve("a.out"))))
                .isEqualTo(CaptureFormat.PCAP);
        assertThat(formatOf(copy(fixture("two-interfaces.pcapng"), folder.resolve("B.PCAP"))))
                .isEqualTo(CaptureFormat.PCAP);
        assertThat(formatOf(copy(fixture("two-interfaces.pcapng"), folder.resolve("b"))))
                .isEqualTo(CaptureFormat.PCAPNG);
    }

    @Test
    void keepsNanosecondsOfPcapngInPcap() throws IOException {
        var copy = copy(fixture("two-interfaces.pcapng"), folder.resolve("out.pcap"));
        assertThat(ReadPacket.all(copy))
                .extracting(ReadPacket::timestampNanos)
                .isEqualTo(ReadPacket.all(fixture("two-interfaces.pcapng")).stream()
                        .map(ReadPacket::timestampNanos)
                        .toList());
    }

    @Test
    void keepsTheNamesOfInterfacesAndDropsTheirSnapshotLengths() throws IOException {
        try (var reader = CaptureReader.open(copy(fixture("two-interfaces.pcapng"), folder.resolve("out.pcapng")))) {
            assertThat(reader.interfaces())
                    .containsExactly(
                            new CaptureInterface(LinkType.ETHERNET, 0, "cap0"),
                            new CaptureInterface(LinkType.ETHERNET, 0, "cap1"));
        }
    }

    @Test
    void addsInterfacesThatComeUpLater() throws IOException {
        var in = CaptureBytes.in(LITTLE_ENDIAN)
                .section()
                .interfaceOf(LinkType.ETHERNET)
                .enhanced(0, 1, 1, (byte) 1)
                .section()
                .interfaceOf(LinkType.RAW)
                .enhanced(0, 2, 1, (byte) 2)
                .to(folder.resolve("in.pcapng"));
        assertThat(ReadPacket.all(copy(in, folder.resolve("out.pcapng")))).isEqualTo(ReadPacket.all(in));
    }

    @Test
    void tellsApartTheInterfacesOfCapturesThatItMixes() throws IOException {
        var out = folder.resolve("mixed.pcapng");
        try (var first = CaptureReader.open(fixture("two-interfaces.pcapng"));
                var second = CaptureReader.open(fixture("cooked.pcap"));
                var writer = CaptureWriter.like(first, out)) {
            while (first.next() && second.next()) {
                writer.write(first);
                writer.write(second);
            }
            writer.commit();
        }
        assertThat(ReadPacket.all(out))
                .extracting(ReadPacket::interfaceIndex, ReadPacket::linkType)
                .startsWith(tuple(0, 1), tuple(2, 276), tuple(1, 1), tuple(2, 276));
        try (var reader = CaptureReader.open(out)) {
            ReadPacket.rest(reader);
            assertThat(reader.interfaces()).hasSize(3);
        }
    }

    @Test
    void writesChangedPacketsWithTheLengthTheyWouldHaveHad() throws IOException {
        var out = folder.resolve("changed.pcapng");
        var head = ByteBuffer.wrap(new byte[] {9, 9, 1, 2, 3, 9}).position(2).limit(5);
        var tail = ByteBuffer.allocateDirect(8).put(new byte[] {4, 5}).flip();
        try (var reader = CaptureReader.open(fixture("snapped.pcap"));
                var writer = CaptureWriter.like(reader, out)) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.originalLength() - reader.capturedLength()).isEqualTo(30);
            writer.write(reader, head, tail);
            writer.write(reader, head, 1, 3);
            writer.commit();
        }
        assertThat(head.position()).isEqualTo(2);
        assertThat(tail.remaining()).isEqualTo(2);
        assertThat(ReadPacket.all(out)).extracting(ReadPacket::bytes).containsExactly("0102030405", "090102");
        assertThat(ReadPacket.all(out)).extracting(ReadPacket::originalLength).containsExactly(35L, 33L);
    }

    @Test
    void keepsPacketsOfEveryLength() {
        Seeds.forAll(20, random -> {
            var written = new ArrayList<ReadPacket>();
            var file = folder.resolve(random.nextBoolean() ? "any.pcap" : "any.pcapng");
            try (var writer = file.toString().endsWith("ng")
                    ? CaptureWriter.pcapng(file, List.of(CaptureInterface.of(LinkType.RAW)))
                    : CaptureWriter.pcap(file, LinkType.RAW, true)) {
                for (int i = 0; i < 50; i++) {
                    var bytes = new byte[random.nextInt(1 << random.nextInt(1, 19))];
                    random.nextBytes(bytes);
                    var time = random.nextLong(0, 1L << 62);
                    var buffer = ByteBuffer.wrap(bytes);
                    int cut = random.nextInt(bytes.length + 1);
                    if (random.nextBoolean()) {
                        writer.write(0, time, bytes.length, buffer, 0, bytes.length);
                    } else {
                        writer.write(
                                0, time, bytes.length, buffer.slice(0, cut), buffer.slice(cut, bytes.length - cut));
                    }
                    written.add(new ReadPacket(
                            Math.min(time, file.toString().endsWith("ng") ? time : 4294967295999999999L),
                            0,
                            LinkType.RAW,
                            bytes.length,
                            HexFormat.of().formatHex(bytes)));
                }
                writer.commit();
            }
            assertThat(ReadPacket.all(file)).isEqualTo(written);
        });
    }

    @Test
    void writesTheNearestTimeThatTheFormatHolds() throws IOException {
        var data = ByteBuffer.allocate(1);
        var micro = folder.resolve("micro.pcap");
        try (var writer = CaptureWriter.pcap(micro, LinkType.RAW, false)) {
            writer.write(0, TIME, 1, data, 0, 1);
            writer.write(0, -1, 1, data, 0, 1);
            writer.write(0, Long.MAX_VALUE, 1, data, 0, 1);
            writer.commit();
        }
        assertThat(ReadPacket.all(micro))
                .extracting(ReadPacket::timestampNanos)
                .containsExactly(1_795_623_775_345_600_000L, 0L, 4_294_967_295_999_999_000L);
        var pcapng = folder.resolve("nano.pcapng");
        try (var writer = CaptureWriter.pcapng(pcapng, List.of(CaptureInterface.of(LinkType.RAW)))) {
            writer.write(0, -1, 1, data, 0, 1);
            writer.write(0, Long.MAX_VALUE, 1, data, 0, 1);
            writer.commit();
        }
        assertThat(ReadPacket.all(pcapng))
                .extracting(ReadPacket::timestampNanos)
                .containsExactly(0L, Long.MAX_VALUE);
    }

    @Test
    void refusesPcapForInterfacesThatDiffer() throws IOException {
        var in = CaptureBytes.in(LITTLE_ENDIAN)
                .section()
                .interfaceOf(LinkType.ETHERNET)
                .interfaceOf(LinkType.RAW)
                .to(folder.resolve("in.pcapng"));
        var out = folder.resolve("out.pcap");
        assertThatThrownBy(() -> copy(in, out))
                .isInstanceOf(IOException.class)
                .hasMessage(out + ": a pcap file has one link type, this one LINKTYPE_ETHERNET (1),"
                        + " so packets of LINKTYPE_RAW (101) do not fit: use pcapng");
        assertOnlyFile(in);
    }

    @Test
    void refusesPacketsThatAReaderWouldTakeForDamage() throws IOException {
        var interfaces = List.of(CaptureInterface.of(LinkType.RAW), new CaptureInterface(LinkType.RAW, 10, ""));
        try (var writer = CaptureWriter.pcapng(folder.resolve("out.pcapng"), interfaces)) {
            var data = ByteBuffer.allocate(300_000);
            assertThatThrownBy(() -> writer.write(0, TIME, 0, data, 0, 262145))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("length=262145 is beyond longest=262144");
            assertThatThrownBy(() -> writer.write(1, TIME, 0, data, 0, 11))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("length=11 is beyond longest=10");
            assertThatThrownBy(() -> writer.write(1, TIME, -1, data, 0, 10))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.write(2, TIME, 0, data, 0, 1))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> writer.write(0, TIME, 0, data, 299_999, 2))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    static Path copy(Path in, Path out) throws IOException {
        try (var reader = CaptureReader.open(in);
                var writer = CaptureWriter.like(reader, out)) {
            while (reader.next()) {
                writer.write(reader);
            }
            writer.commit();
        }
        return out;
    }

    private void assertOnlyFile(Path file) throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    private static CaptureFormat formatOf(Path file) throws IOException {
        try (var reader = CaptureReader.open(file)) {
            return reader.format();
        }
    }
}
