package dev.osmia.runtime.capture;

import static dev.osmia.runtime.capture.CaptureBytes.fixture;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.osmia.testkit.Seeds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A reader of damaged captures gives packets or a {@link MalformedCaptureException}, and comes to an end. */
final class CaptureCorruptionTest {
    private static final byte[] FOUR_BYTES = {1, 2, 3, 4};

    /** No record or block of a packet is shorter, which bounds how many a file can have. */
    private static final int SHORTEST_RECORD = 16;

    @TempDir
    private Path folder;

    static Stream<CaptureBytes> smallCaptures() {
        return Stream.of(pcap(LITTLE_ENDIAN), pcapng(BIG_ENDIAN));
    }

    @ParameterizedTest
    @MethodSource("smallCaptures")
    void survivesAnyValueOfAnyByte(CaptureBytes capture) throws IOException {
        var bytes = capture.bytes();
        try (var file = damagedFile(bytes)) {
            for (int at = 0; at < bytes.length; at++) {
                for (int value = 0; value < 256; value++) {
                    checkWithByte(file, bytes, at, (byte) value);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"icmp.pcap", "snapped.pcap", "two-interfaces.pcapng"})
    void survivesSomeValuesOfAnyByteOfARecording(String name) throws IOException {
        var bytes = Files.readAllBytes(fixture(name));
        try (var file = damagedFile(bytes)) {
            for (int at = 0; at < bytes.length; at++) {
                for (int value : new int[] {0, 1, 0x7f, 0x80, 0xff, bytes[at] ^ 4, bytes[at] + 4, bytes[at] - 4}) {
                    checkWithByte(file, bytes, at, (byte) value);
                }
            }
        }
    }

    @Test
    void survivesRandomDamage() throws IOException {
        var captures = Stream.of(LITTLE_ENDIAN, BIG_ENDIAN)
                .flatMap(order -> Stream.of(pcap(order).bytes(), pcapng(order).bytes()))
                .toList();
        try (var file = damagedFile(new byte[0])) {
            Seeds.forAll(5_000, random -> {
                var bytes = captures.get(random.nextInt(captures.size())).clone();
                int damages = 1 + random.nextInt(8);
                for (int i = 0; i < damages; i++) {
                    bytes = damage(bytes, random);
                }
                file.write(ByteBuffer.wrap(bytes), 0);
                file.truncate(bytes.length);
                check("random damage", 1 << random.nextInt(4, 12), bytes.length);
            });
        }
    }

    /** Writing into one open file is a hundred times faster than writing a file for each case. */
    private FileChannel damagedFile(byte[] bytes) throws IOException {
        Files.write(damaged(), bytes);
        return FileChannel.open(damaged(), StandardOpenOption.WRITE);
    }

    private Path damaged() {
        return folder.resolve("damaged");
    }

    private void checkWithByte(FileChannel file, byte[] bytes, int at, byte value) throws IOException {
        file.write(ByteBuffer.wrap(new byte[] {value}), at);
        check("byte " + at + " = " + value, MappedWindow.MAXIMUM_SIZE, bytes.length);
        file.write(ByteBuffer.wrap(bytes, at, 1), at);
    }

    private static byte[] damage(byte[] bytes, RandomGenerator random) {
        if (bytes.length < 8) {
            return bytes;
        }
        int at = random.nextInt(bytes.length - 4);
        int length = 4 * random.nextInt(1, 1 + (bytes.length - at) / 4);
        switch (random.nextInt(5)) {
            case 0 -> bytes[at] = (byte) random.nextInt();
            case 1 -> Arrays.fill(bytes, at, at + 4, (byte) random.nextInt(-1, 1));
            case 2 -> System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
            case 3 -> bytes[at & ~3] += (byte) (random.nextBoolean() ? 4 : -4);
            default -> {
                return Arrays.copyOf(bytes, at);
            }
        }
        return bytes;
    }

    private void check(String what, int windowSize, int fileSize) throws IOException {
        try (var reader = CaptureReader.open(damaged(), windowSize)) {
            int packets = 0;
            while (reader.next()) {
                int end = reader.offset() + reader.capturedLength();
                boolean inside =
                        reader.capturedLength() >= 0 && end <= reader.buffer().limit();
                boolean known = reader.interfaceIndex() < reader.interfaces().size();
                if (!inside || !known || ++packets > fileSize / SHORTEST_RECORD) {
                    fail(what + ": packet " + packets + " of " + reader.capturedLength() + " bytes at "
                            + reader.offset());
                }
            }
        } catch (MalformedCaptureException expected) {
            assertThat(expected.getMessage())
                    .as(what)
                    .startsWith(damaged().toString())
                    .doesNotContain("\n");
            assertThat(expected.offset().orElse(0)).as(what).isBetween(0L, (long) fileSize);
        } catch (RuntimeException other) {
            fail(what, other);
        }
    }

    private static CaptureBytes pcap(ByteOrder order) {
        return CaptureBytes.in(order)
                .pcapHeader()
                .pcapRecord(1, 2, 4, FOUR_BYTES)
                .pcapRecord(3, 4, 60, FOUR_BYTES)
                .pcapRecord(5, 6, 0);
    }

    private static CaptureBytes pcapng(ByteOrder order) {
        var options = CaptureBytes.in(order)
                .option(Pcapng.IF_NAME, (byte) 'a')
                .option(Pcapng.IF_TSRESOL, (byte) 9)
                .option(Pcapng.IF_TSOFFSET, new byte[8]);
        return CaptureBytes.in(order)
                .section()
                .interfaceOf(LinkType.ETHERNET, 8, options)
                .enhanced(0, 7, 4, FOUR_BYTES)
                .simple(4, FOUR_BYTES)
                .block(0x0bad, CaptureBytes.in(order).raw(FOUR_BYTES))
                .obsolete(0, 9, 9, FOUR_BYTES)
                .section()
                .interfaceOf(LinkType.RAW)
                .enhanced(0, 1, 1, (byte) 1);
    }
}
