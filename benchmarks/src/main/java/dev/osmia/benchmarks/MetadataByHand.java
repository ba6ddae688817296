package dev.osmia.benchmarks;

import dev.osmia.program.uapi.Errno;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The programs of {@code bench_skb_meta.bpf.c} as a Java programmer would write them over the same buffer: a range check an operation,
 * then plain little-endian accesses, unrolled like the C. Results are equal to the programs' to the bit, which the benchmark checks.
 */
final class MetadataByHand {
    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int REPEATS = 16;
    private static final int METADATA_BYTES = 128;

    private MetadataByHand() {}

    /** Work on the metadata between two indexes of a buffer; gives what the program gives as verdict. */
    @FunctionalInterface
    interface Work {
        int run(ByteBuffer metadata, int start, int end);
    }

    /** The work of an operation ({@code read}, {@code write}, {@code slice}, {@code slice_rdwr}) on so many bytes, {@link #repeats} times. */
    static Work of(String operation, int bytes) {
        return switch (operation) {
            case "read" -> reading(bytes, -Errno.E2BIG);
            case "slice" -> reading(bytes, 1);
            case "write" -> writing(bytes, true);
            case "slice_rdwr" -> writing(bytes, false);
            default -> throw new IllegalArgumentException("no operation is called '" + operation + "'");
        };
    }

    private static Work reading(int bytes, int failure) {
        return switch (bytes) {
            case 4 -> (metadata, start, end) -> readAll(metadata, start, end, 4, failure);
            case 8 -> (metadata, start, end) -> readAll(metadata, start, end, 8, failure);
            case 16 -> (metadata, start, end) -> readAll(metadata, start, end, 16, failure);
            case 32 -> (metadata, start, end) -> readAll(metadata, start, end, 32, failure);
            case 64 -> (metadata, start, end) -> readHalf(metadata, start, end, 64, failure);
            default -> throw new IllegalArgumentException("no work was written for bytes=" + bytes);
        };
    }

    private static Work writing(int bytes, boolean countsItself) {
        return switch (bytes) {
            case 4 -> (metadata, start, end) -> writeAll(metadata, start, end, 4, countsItself);
            case 8 -> (metadata, start, end) -> writeAll(metadata, start, end, 8, countsItself);
            case 16 -> (metadata, start, end) -> writeAll(metadata, start, end, 16, countsItself);
            case 32 -> (metadata, start, end) -> writeAll(metadata, start, end, 32, countsItself);
            case 64 -> (metadata, start, end) -> writeAll(metadata, start, end, 64, countsItself);
            default -> throw new IllegalArgumentException("no work was written for bytes=" + bytes);
        };
    }

    /** How often the benchmarked program does it: 64 bytes 16 times would be too large a function for the JVM. */
    static int repeats(int bytes) {
        return bytes == 64 ? REPEATS / 2 : REPEATS;
    }

    /** Operation i works at i * 8 where that fits into the metadata, else at i * 4. */
    static int offset(int i, int bytes) {
        return i * ((REPEATS - 1) * 8 + bytes <= METADATA_BYTES ? 8 : 4);
    }

    private static int readAll(ByteBuffer metadata, int start, int end, int bytes, int failure) {
        int sum = readHalf(metadata, start, end, bytes, failure);
        sum += read(metadata, start + offset(8, bytes), end, bytes, failure);
        sum += read(metadata, start + offset(9, bytes), end, bytes, failure);
        sum += read(metadata, start + offset(10, bytes), end, bytes, failure);
        sum += read(metadata, start + offset(11, bytes), end, bytes, failure);
        sum += read(metadata, start + offset(12, bytes), end, bytes, failure);
        sum += read(metadata, start + offset(13, bytes), end, bytes, failure);
        sum += read(metadata, start + offset(14, bytes), end, bytes, failure);
        sum += read(metadata, start + offset(15, bytes), end, bytes, failure);
        return sum;
    }

    private static int readHalf(ByteBuffer metadata, int start, int end, int bytes, int failure) {
        int sum = 0;
        sum += read(metadata, start + offset(0, bytes), end, bytes, failure);
        sum += read(metadata, start + offset(1, bytes), end, bytes, failure);
        sum += read(metadata, start + offset(2, bytes), end, bytes, failure);
        sum += read(metadata, start + offset(3, bytes), end, bytes, failure);
        sum += read(metadata, start + offset(4, bytes), end, bytes, failure);
        sum += read(metadata, start + offset(5, bytes), end, bytes, failure);
        sum += read(metadata, start + offset(6, bytes), end, bytes, failure);
        sum += read(metadata, start + offset(7, bytes), end, bytes, failure);
        return sum;
    }

    private static int read(ByteBuffer metadata, int index, int end, int bytes, int failure) {
        return index + bytes > end ? failure : sum(metadata, index, bytes);
    }

    // One method a size: HotSpot inlines no recursion deeper than one level.

    private static int sum(ByteBuffer metadata, int index, int bytes) {
        return switch (bytes) {
            case 4 -> word(metadata, index);
            case 8 -> sum8(metadata, index);
            case 16 -> sum16(metadata, index);
            case 32 -> sum32(metadata, index);
            default -> sum32(metadata, index) + sum32(metadata, index + 32);
        };
    }

    private static int word(ByteBuffer metadata, int index) {
        return (int) WORD.get(metadata, index);
    }

    private static int sum8(ByteBuffer metadata, int index) {
        return word(metadata, index) + word(metadata, index + 4);
    }

    private static int sum16(ByteBuffer metadata, int index) {
        return sum8(metadata, index) + sum8(metadata, index + 8);
    }

    private static int sum32(ByteBuffer metadata, int index) {
        return sum16(metadata, index) + sum16(metadata, index + 16);
    }

    private static int writeAll(ByteBuffer metadata, int start, int end, int bytes, boolean countsItself) {
        int sum = 0;
        for (int i = 0; i < repeats(bytes); i++) {
            int index = start + offset(i, bytes);
            int value = countsItself ? sum + i : sum + 1;
            if (index + bytes <= end) {
                fill(metadata, index, bytes, value);
                sum += 1;
            } else {
                sum += countsItself ? 1 - Errno.E2BIG : 1;
            }
        }
        return sum;
    }

    private static void fill(ByteBuffer metadata, int index, int bytes, int value) {
        switch (bytes) {
            case 4 -> WORD.set(metadata, index, value);
            case 8 -> fill8(metadata, index, value);
            case 16 -> fill16(metadata, index, value);
            case 32 -> fill32(metadata, index, value);
            default -> {
                fill32(metadata, index, value);
                fill32(metadata, index + 32, value + 8);
            }
        }
    }

    private static void fill8(ByteBuffer metadata, int index, int value) {
        WORD.set(metadata, index, value);
        WORD.set(metadata, index + 4, value + 1);
    }

    private static void fill16(ByteBuffer metadata, int index, int value) {
        fill8(metadata, index, value);
        fill8(metadata, index + 8, value + 2);
    }

    private static void fill32(ByteBuffer metadata, int index, int value) {
        fill16(metadata, index, value);
        fill16(metadata, index + 16, value + 4);
    }
}
