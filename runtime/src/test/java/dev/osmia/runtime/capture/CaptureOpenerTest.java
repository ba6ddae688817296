package dev.osmia.runtime.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CaptureOpenerTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1f8b0800 | gzip-compressed data: decompress it first (gunzip)
                    425a6839 | bzip2-compressed data: decompress it first (bunzip2)
                    fd377a58 | xz-compressed data: decompress it first (unxz)
                    28b52ffd | zstd-compressed data: decompress it first (unzstd)
                    04224d18 | lz4-compressed data: decompress it first (unlz4)
                    504b0304 | a zip archive: unpack it first (unzip)
                    7f454c46 | an ELF file
                    736e6f6f | a snoop capture: convert it first (editcap)
                    34cdb2a1 | pcap with patched record headers: convert it first (editcap)
                    a1b2cd34 | pcap with patched record headers: convert it first (editcap)
                    23212f62 | a file that starts with 23 21 2f 62
                    """)
    void namesWhatIsNotACapture(String start, String found) throws IOException {
        var file = Files.write(folder.resolve("other"), HexFormat.of().parseHex(start + "00".repeat(60)));
        assertRejected(file, "offset 0x0: expected a pcap or pcapng capture, found " + found);
    }

    @Test
    void rejectsAnEmptyFile() throws IOException {
        assertRejected(
                Files.createFile(folder.resolve("empty.pcap")),
                "expected a pcap or pcapng capture, found an empty file");
    }

    @Test
    void rejectsAFileShorterThanAMagicNumber() throws IOException {
        assertRejected(
                Files.write(folder.resolve("short.pcap"), new byte[3]),
                "expected a pcap or pcapng capture, found 3 bytes");
    }

    @Test
    void rejectsADirectory() {
        assertRejected(folder, "expected a pcap or pcapng capture, found a directory");
    }

    @Test
    void rejectsStandardInput() {
        assertRejected(
                Path.of("-"),
                "expected a file, found standard input, which cannot be mapped: save the capture to a file first");
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void rejectsANamedPipeWithoutWaitingForItsWriter() throws Exception {
        var pipe = folder.resolve("pipe");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "needs mkfifo");
        assertThat(new ProcessBuilder("/usr/bin/mkfifo", pipe.toString())
                        .start()
                        .waitFor(5, TimeUnit.SECONDS))
                .isTrue();
        assertRejected(
                pipe,
                "expected a regular file, found a pipe or device, which cannot be mapped: save the capture to a file first");
    }

    @Test
    void saysThatAFileIsMissing() {
        var file = folder.resolve("missing.pcap");
        assertThatThrownBy(() -> CaptureReader.open(file))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(file + ": no such file");
    }

    @Test
    void saysThatAFileMayNotBeRead() throws IOException {
        var file = Files.copy(CaptureBytes.fixture("icmp.pcap"), folder.resolve("secret.pcap"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(file), "needs a user who is not root");
        assertThatThrownBy(() -> CaptureReader.open(file))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessage(file + ": permission denied");
    }

    @Test
    void saysThatAReaderIsClosed() throws IOException {
        var reader = CaptureReader.open(CaptureBytes.fixture("icmp.pcap"));
        reader.close();
        assertThatThrownBy(reader::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("is closed");
    }

    private static void assertRejected(Path file, String message) {
        assertThatThrownBy(() -> CaptureReader.open(file))
                .isInstanceOf(MalformedCaptureException.class)
                .hasMessage(file + ": " + message);
    }
}
