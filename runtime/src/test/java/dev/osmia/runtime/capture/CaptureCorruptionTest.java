package dev.osmia.runtime.capture;

import static dev.osmia.runtime.capture.CaptureBytes.fixture;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.osmia.testkit.Seeds;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @TempDir
    private Path folder;

    static Stream<CaptureBytes> smallCaptures() {
        return Stream.of(pcap(LITTLE_ENDIAN), pcapng(BIG_ENDIAN));
    }

    @ParameterizedTest
    @MethodSource("smallCaptures")
    void survivesAnyValueOfAnyByte(CaptureBytes capture) throws IOException {
        var bytes = capture.bytes();
        try (var file = DamagedCapture.in(folder)) {
            file.write(bytes);
            for (int at = 0; at < bytes.length; at++) {
                for (int value = 0; value < 256; value++) {
                    file.write(at, (byte) value);
                    file.check("byte " + at + " = " + value, MappedWindow.MAXIMUM_SIZE);
                }
                file.write(at, bytes[at]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"icmp.pcap", "snapped.pcap", "two-interfaces.pcapng"})
    void survivesSomeValuesOfAnyByteOfARecording(String name) throws IOException {
        var bytes = Files.readAllBytes(fixture(name));
        try (var file = DamagedCapture.in(folder)) {
            file.write(bytes);
            for (int at = 0; at < bytes.length; at++) {
                for (int value : new int[] {0, 1, 0x7f, 0x80, 0xff, bytes[at] ^ 4, bytes[at] + 4, bytes[at] - 4}) {
                    file.write(at, (byte) value);
                    file.check(name + ": byte " + at + " = " + value, MappedWindow.MAXIMUM_SIZE);
                }
                file.write(at, bytes[at]);
            }
        }
    }

    @Test
    void survivesRandomDamage() throws IOException {
        var captures = Stream.of(LITTLE_ENDIAN, BIG_ENDIAN)
                .flatMap(order -> Stream.of(pcap(order).bytes(), pcapng(order).bytes()))
                .toList();
        try (var file = DamagedCapture.in(folder)) {
            Seeds.forAll(5_000, random -> {
                var bytes = captures.get(random.nextInt(captures.size())).clone();
                int damages = 1 + random.nextInt(8);
                for (int i = 0; i < damages; i++) {
                    bytes = damage(bytes, random);
                }
                file.write(bytes);
                file.check("random damage", 1 << random.nextInt(4, 12));
            });
        }
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
