package dev.osmia.runtime.capture;

import static dev.osmia.runtime.capture.CaptureBytes.fixture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputFileTest {
    private static final byte[] BEFORE = {'o', 'l', 'd'};

    @TempDir
    private Path folder;

    @Test
    void leavesTheOldFileUntilTheNewOneIsWhole() throws IOException {
        var file = Files.write(folder.resolve("out.pcap"), BEFORE);
        try (var writer = CaptureWriter.pcap(file, LinkType.RAW, true)) {
            writer.write(0, 0, 1, ByteBuffer.allocate(1), 0, 1);
            assertThat(file).hasBinaryContent(BEFORE);
            writer.commit();
            assertThat(ReadPacket.all(file)).hasSize(1);
        }
        assertThat(ReadPacket.all(file)).hasSize(1);
        assertThat(files()).containsExactly(file);
    }

    @Test
    void leavesNothingWithoutACommit() throws IOException {
        var file = Files.write(folder.resolve("out.pcap"), BEFORE);
        try (var writer = CaptureWriter.pcap(file, LinkType.RAW, true)) {
            writer.write(0, 0, 1, ByteBuffer.allocate(1), 0, 1);
        }
        assertThat(file).hasBinaryContent(BEFORE);
        assertThat(files()).containsExactly(file);
    }

    @Test
    void rewritesACaptureUnderItsOwnName() throws IOException {
        var file = Files.copy(fixture("two-interfaces.pcapng"), folder.resolve("in.pcapng"));
        CaptureWriterTest.copy(file, file);
        assertThat(ReadPacket.all(file)).isEqualTo(ReadPacket.all(fixture("two-interfaces.pcapng")));
        assertThat(files()).containsExactly(file);
    }

    @Test
    void replacesWhatASymbolicLinkLeadsTo() throws IOException {
        var file = Files.write(folder.resolve("real.pcap"), BEFORE);
        var link = Files.createSymbolicLink(folder.resolve("link.pcap"), file);
        CaptureWriterTest.copy(fixture("icmp.pcap"), link);
        assertThat(link).isSymbolicLink();
        assertThat(file).hasSameBinaryContentAs(fixture("icmp.pcap"));
    }

    @Test
    void writesIntoADeviceWithoutReplacingIt() throws IOException {
        var device = Path.of("/dev/null");
        assumeTrue(Files.isWritable(device), "needs /dev/null");
        CaptureWriterTest.copy(fixture("icmp.pcap"), device);
        assertThat(Files.isRegularFile(device)).isFalse();
        assertThat(Files.exists(device)).isTrue();
    }

    @Test
    void saysThatTheDeviceIsFull() throws IOException {
        var device = Path.of("/dev/full");
        assumeTrue(Files.isWritable(device), "needs /dev/full");
        assertThatThrownBy(() -> CaptureWriterTest.copy(fixture("icmp.pcap"), device))
                .isInstanceOf(FileSystemException.class)
                .hasMessageStartingWith("/dev/full: cannot write: ")
                .hasMessageContaining("No space left");
    }

    @Test
    void saysWhatIsInTheWay() {
        assertThatThrownBy(() -> CaptureWriter.pcapng(folder, List.of()))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(folder + ": cannot write a capture: it is a directory");
        var file = folder.resolve("missing/out.pcap");
        assertThatThrownBy(() -> CaptureWriter.pcapng(file, List.of()))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(file + ": no such directory: " + file.getParent());
    }

    @Test
    void leavesNothingWhereTheNameWasTakenByADirectoryMeanwhile() throws IOException {
        var file = folder.resolve("out.pcap");
        try (var writer = CaptureWriter.pcap(file, LinkType.RAW, true)) {
            Files.createDirectories(file.resolve("child"));
            assertThatThrownBy(writer::commit)
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageStartingWith(file + ": cannot write: ");
        }
        assertThat(files()).containsExactly(file);
    }

    @Test
    void saysThatAWriterIsClosed() throws IOException {
        var writer = CaptureWriter.pcap(folder.resolve("out.pcap"), LinkType.RAW, true);
        writer.commit();
        assertThatThrownBy(writer::commit)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("is closed");
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }
}
