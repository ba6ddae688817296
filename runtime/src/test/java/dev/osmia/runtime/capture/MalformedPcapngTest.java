package dev.osmia.runtime.capture;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class MalformedPcapngTest {
    private static final byte[] EIGHT_BYTES = new byte[8];

    /** Where in {@link #capture} the next block is. */
    private static final int NEXT = 48;

    @TempDir
    private Path folder;

    static Stream<Arguments> damages() {
        return Stream.of(
                arguments(
                        "byte-order magic",
                        capture().patchInt(8, 7),
                        "offset 0x8: expected byte-order magic 0x1a2b3c4d, found 0x00000007"),
                arguments(
                        "version",
                        capture().patchInt(12, 0x0001_0001),
                        "offset 0xc: expected pcapng version 1.0, found 1.1"),
                arguments(
                        "zero length",
                        capture().ints(0x77, 0).raw(new byte[40]),
                        "offset 0x34: expected a block of type 0x00000077 of at least 12 bytes, found 0"),
                arguments(
                        "length too small for the type",
                        capture().block(Pcapng.ENHANCED_PACKET_BLOCK, bytes().raw(new byte[16])),
                        "offset 0x34: expected an enhanced packet block of at least 32 bytes, found 28"),
                arguments(
                        "length that is no multiple of four",
                        capture().ints(0x77, 13).raw(new byte[40]),
                        "offset 0x34: expected a block length that is a multiple of 4, found 13"),
                arguments(
                        "absurd length",
                        capture()
                                .ints(Pcapng.ENHANCED_PACKET_BLOCK, 0xffff_fff0)
                                .raw(new byte[40]),
                        "offset 0x34: expected an enhanced packet block of at most 135266304 bytes, found 4294967280"),
                arguments(
                        "other length behind the block",
                        capture().enhanced(0, 0, 8, EIGHT_BYTES).patchInt(NEXT + 36, 44),
                        "offset 0x54: expected the block's length again, 40, found 44"),
                arguments(
                        "no interface",
                        bytes().section().enhanced(0, 0, 8, EIGHT_BYTES),
                        "offset 0x24: expected one of the section's 0 interfaces, found interface 0"),
                arguments(
                        "unknown interface",
                        capture().enhanced(-1, 0, 8, EIGHT_BYTES),
                        "offset 0x38: expected one of the section's 1 interfaces, found interface 4294967295"),
                arguments(
                        "interface of the section before",
                        capture().section().simple(8, EIGHT_BYTES),
                        "offset 0x54: expected one of the section's 0 interfaces, found interface 0"),
                arguments(
                        "packet longer than its block",
                        capture().enhanced(0, 0, 8, EIGHT_BYTES).patchInt(NEXT + 20, 9),
                        "offset 0x44: expected a packet of at most 8 bytes, found 9"),
                arguments(
                        "negative packet length",
                        capture().obsolete(0, 0, 8, EIGHT_BYTES).patchInt(NEXT + 20, -8),
                        "offset 0x44: expected a packet of at most 8 bytes, found 4294967288"),
                arguments(
                        "simple packet longer than its block",
                        capture().simple(9, EIGHT_BYTES),
                        "offset 0x38: expected a packet of at most 8 bytes, found 9"),
                arguments(
                        "packet longer than tcpdump writes",
                        capture().enhanced(0, 0, 8, new byte[262148]),
                        "offset 0x44: expected a packet of at most 262144 bytes, found 262148"),
                arguments(
                        "option longer than its block",
                        withOptions(bytes().shorts(2, 9).raw(EIGHT_BYTES)),
                        "offset 0x2c: expected an option of at most 8 bytes, found 9"),
                arguments(
                        "if_tsresol of another length",
                        withOptions(bytes().option(Pcapng.IF_TSRESOL, EIGHT_BYTES)),
                        "offset 0x2c: expected option if_tsresol of length 1, found 8"),
                arguments(
                        "if_tsoffset of another length",
                        withOptions(bytes().option(Pcapng.IF_TSOFFSET, (byte) 1)),
                        "offset 0x2c: expected option if_tsoffset of length 8, found 1"),
                arguments(
                        "finest power of ten",
                        withOptions(bytes().option(Pcapng.IF_TSRESOL, (byte) 20)),
                        "offset 0x1c: expected an interface whose time stamps are no finer than 10^-19 s,"
                                + " found if_tsresol 10^-20"),
                arguments(
                        "finest power of two",
                        withOptions(bytes().option(Pcapng.IF_TSRESOL, (byte) (0x80 | 64))),
                        "offset 0x1c: expected an interface whose time stamps are no finer than 2^-63 s,"
                                + " found if_tsresol 2^-64"),
                arguments(
                        "section header cut off",
                        bytes().ints(Pcapng.SECTION_HEADER_BLOCK, 28, Pcapng.BYTE_ORDER_MAGIC),
                        "offset 0x0: expected a section header block of at least 28 bytes, found 12 bytes"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void rejects(String what, CaptureBytes capture, String message) {
        var file = capture.to(folder.resolve("damaged.pcapng"));
        assertThatThrownBy(() -> ReadPacket.all(file))
                .as(what)
                .isInstanceOf(MalformedCaptureException.class)
                .hasMessage(file + ": " + message);
    }

    @Test
    void rejectsMoreInterfacesThanAnythingHas() {
        var oneInterface = bytes().interfaceOf(LinkType.ETHERNET).bytes();
        var capture = CaptureBytes.in(LITTLE_ENDIAN, 2 << 20).section();
        for (int i = 0; i <= 1 << 16; i++) {
            capture.raw(oneInterface);
        }
        var file = capture.to(folder.resolve("many.pcapng"));
        assertThatThrownBy(() -> CaptureReader.open(file))
                .isInstanceOf(MalformedCaptureException.class)
                .hasMessage(file + ": offset 0x14001c: expected at most 65536 interfaces, found one more");
    }

    @Test
    void tellsFileAndOffset() {
        var file = capture().ints(0x77, 0).raw(new byte[40]).to(folder.resolve("damaged.pcapng"));
        assertThatThrownBy(() -> ReadPacket.all(file))
                .isInstanceOfSatisfying(MalformedCaptureException.class, malformed -> {
                    assertThat(malformed.file()).isEqualTo(file.toString());
                    assertThat(malformed.offset()).hasValue(NEXT + 4);
                });
    }

    @Test
    void takesABlockThatGoesOnBehindTheEndForCutOff() throws IOException {
        var file = capture().ints(0x77, 0xffff_fff0).raw(new byte[40]).to(folder.resolve("cut.pcapng"));
        try (var reader = CaptureReader.open(file)) {
            assertThat(reader.next()).isFalse();
            assertThat(reader.truncation()).hasValue(new Truncation(file.toString(), NEXT, 0xffff_fff0L, 48));
        }
    }

    private static CaptureBytes capture() {
        return bytes().section().interfaceOf(LinkType.ETHERNET);
    }

    private static CaptureBytes withOptions(CaptureBytes options) {
        return bytes().section().interfaceOf(LinkType.ETHERNET, 0, options);
    }

    private static CaptureBytes bytes() {
        return CaptureBytes.in(LITTLE_ENDIAN);
    }
}
