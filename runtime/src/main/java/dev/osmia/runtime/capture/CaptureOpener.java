package dev.osmia.runtime.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HexFormat;

/** Finds out what a file is before a reader for its format takes over. */
final class CaptureOpener {
    private static final String A_CAPTURE = "a pcap or pcapng capture";
    private static final int MAGIC_LENGTH = 4;

    private CaptureOpener() {}

    static CaptureReader open(Path file, int windowSize) throws IOException {
        requireRegularFile(file);
        MappedWindow window;
        try {
            window = MappedWindow.open(file, windowSize);
        } catch (AccessDeniedException denied) {
            throw new AccessDeniedException(file.toString(), null, "permission denied");
        }
        try {
            return read(window);
        } catch (IOException | RuntimeException failure) {
            window.close();
            throw failure;
        }
    }

    private static void requireRegularFile(Path file) throws IOException {
        if (file.toString().equals("-")) {
            throw new MalformedCaptureException(
                    file, "a file", "standard input, which cannot be mapped: save the capture to a file first");
        }
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException missing) {
            throw new NoSuchFileException(file.toString(), null, "no such file");
        } catch (AccessDeniedException denied) {
            throw new AccessDeniedException(file.toString(), null, "permission denied");
        }
        if (attributes.isDirectory()) {
            throw new MalformedCaptureException(file, A_CAPTURE, "a directory");
        }
        // Opening a named pipe would wait for a writer.
        if (!attributes.isRegularFile()) {
            throw new MalformedCaptureException(
                    file,
                    "a regular file",
                    "a pipe or device, which cannot be mapped: save the capture to a file first");
        }
    }

    private static CaptureReader read(MappedWindow window) throws IOException {
        if (window.fileSize() == 0) {
            throw new MalformedCaptureException(window.file(), A_CAPTURE, "an empty file");
        }
        if (window.fileSize() < MAGIC_LENGTH) {
            throw new MalformedCaptureException(window.file(), A_CAPTURE, window.fileSize() + " bytes");
        }
        int at = window.locate(0, MAGIC_LENGTH);
        int magic = window.buffer().getInt(at);
        return switch (magic) {
            case PcapReader.MICROSECOND_MAGIC -> new PcapReader(window, false, false);
            case PcapReader.MICROSECOND_MAGIC_SWAPPED -> new PcapReader(window, true, false);
            case PcapReader.NANOSECOND_MAGIC -> new PcapReader(window, false, true);
            case PcapReader.NANOSECOND_MAGIC_SWAPPED -> new PcapReader(window, true, true);
            case Pcapng.SECTION_HEADER_BLOCK -> new PcapngReader(window);
            default -> throw new MalformedCaptureException(window.file(), 0, A_CAPTURE, describe(magic));
        };
    }

    private static String describe(int magic) {
        var bytes = HexFormat.ofDelimiter(" ")
                .formatHex(ByteBuffer.allocate(MAGIC_LENGTH)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(magic)
                        .array());
        for (var signature : Signature.values()) {
            if (bytes.startsWith(signature.bytes)) {
                return signature.meaning;
            }
        }
        return "a file that starts with " + bytes;
    }

    /** Files that are given for a capture often enough to be told by name. */
    private enum Signature {
        GZIP("1f 8b", "gzip-compressed data: decompress it first (gunzip)"),
        BZIP2("42 5a 68", "bzip2-compressed data: decompress it first (bunzip2)"),
        XZ("fd 37 7a 58", "xz-compressed data: decompress it first (unxz)"),
        ZSTANDARD("28 b5 2f fd", "zstd-compressed data: decompress it first (unzstd)"),
        LZ4("04 22 4d 18", "lz4-compressed data: decompress it first (unlz4)"),
        ZIP("50 4b 03 04", "a zip archive: unpack it first (unzip)"),
        ELF("7f 45 4c 46", "an ELF file"),
        SNOOP("73 6e 6f 6f", "a snoop capture: convert it first (editcap)"),
        PATCHED_PCAP("34 cd b2 a1", "pcap with patched record headers: convert it first (editcap)"),
        PATCHED_PCAP_SWAPPED("a1 b2 cd 34", "pcap with patched record headers: convert it first (editcap)");

        private final String bytes;
        private final String meaning;

        Signature(String bytes, String meaning) {
            this.bytes = bytes;
            this.meaning = meaning;
        }
    }
}
