package dev.osmia.runtime.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A part of a file, mapped into memory, that slides over the file so that whatever is asked for lies in it as one piece. A buffer that
 * was left behind stays valid for whoever still holds it.
 *
 * <p>The file's size is taken once: what is appended later is not seen.
 */
final class MappedWindow implements AutoCloseable {
    /** A buffer is indexed by {@code int}, so a file of 2 GiB and more cannot be one buffer. */
    static final int MAXIMUM_SIZE = 1 << 30;

    private final Path file;
    private final FileChannel channel;
    private final long fileSize;
    private final int windowSize;

    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private long start;
    private boolean closed;

    private MappedWindow(Path file, FileChannel channel, int windowSize) throws IOException {
        this.file = file;
        this.channel = channel;
        this.fileSize = channel.size();
        this.windowSize = windowSize;
    }

    static MappedWindow open(Path file, int windowSize) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new MappedWindow(file, channel, windowSize);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    Path file() {
        return file;
    }

    long fileSize() {
        return fileSize;
    }

    /** The mapped part. Its byte order is little-endian whatever the file's: programs that run over it expect that. */
    ByteBuffer buffer() {
        return buffer;
    }

    /**
     * Slides the window, if it must, so that the bytes from an offset of the file on are in it.
     *
     * @param offset offset in the file
     * @param length how many bytes, all inside the file and at most {@link #MAXIMUM_SIZE}
     * @return the index of the first of them in {@link #buffer()}
     */
    int locate(long offset, int length) throws IOException {
        if (closed) {
            throw new IllegalStateException(file + ": the reader is closed");
        }
        long index = offset - start;
        if (index < 0 || index + length > buffer.limit()) {
            slideTo(offset, length);
            return 0;
        }
        return (int) index;
    }

    /** Where in the file the byte at an index of {@link #buffer()} is. */
    long fileOffset(int index) {
        return start + index;
    }

    private void slideTo(long offset, int length) throws IOException {
        long size = Math.min(Math.max(windowSize, length), fileSize - offset);
        if (size < length) {
            throw new IllegalArgumentException(
                    "offset=" + offset + " and length=" + length + " are beyond fileSize=" + fileSize);
        }
        buffer = channel.map(FileChannel.MapMode.READ_ONLY, offset, size).order(ByteOrder.LITTLE_ENDIAN);
        start = offset;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        channel.close();
    }
}
