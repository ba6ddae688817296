package dev.osmia.runtime.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that takes one damaged capture after the other; writing into one open file is a hundred times faster than writing a file for
 * each.
 */
final class DamagedCapture implements AutoCloseable {
    /** No record or block of a packet is shorter, which bounds how many a file can have. */
    private static final int SHORTEST_RECORD = 16;

    private final Path file;
    private final FileChannel channel;

    private DamagedCapture(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    }

    static DamagedCapture in(Path folder) throws IOException {
        return new DamagedCapture(folder.resolve("damaged"));
    }

    void write(byte[] bytes) throws IOException {
        channel.write(ByteBuffer.wrap(bytes), 0);
        channel.truncate(bytes.length);
    }

    void write(int at, byte value) throws IOException {
        channel.write(ByteBuffer.wrap(new byte[] {value}), at);
    }

    /** Reading gives packets that are where they say, or one line that names the file, and comes to an end. */
    void check(String what, int windowSize) throws IOException {
        long size = channel.size();
        try (var reader = CaptureReader.open(file, windowSize)) {
            int packets = 0;
            while (reader.next()) {
                int end = reader.offset() + reader.capturedLength();
                boolean inside =
                        reader.capturedLength() >= 0 && end <= reader.buffer().limit();
                boolean known = reader.interfaceIndex() < reader.interfaces().size();
                if (!inside || !known || ++packets > size / SHORTEST_RECORD) {
                    fail(what + ": packet " + packets + " of " + reader.capturedLength() + " bytes at "
                            + reader.offset());
                }
            }
        } catch (MalformedCaptureException expected) {
            assertThat(expected.getMessage())
                    .as(what)
                    .startsWith(file.toString())
                    .doesNotContain("\n");
            assertThat(expected.offset().orElse(0)).as(what).isBetween(0L, size);
        } catch (RuntimeException other) {
            fail(what, other);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
