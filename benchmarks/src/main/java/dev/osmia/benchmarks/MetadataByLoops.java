package dev.osmia.benchmarks;

import dev.osmia.program.uapi.Errno;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What {@link MetadataByHand} does, with loops that HotSpot unrolls. From 32 bytes on it compiles these better than what is unrolled by
 * hand; below, worse. Whoever compares with Java by hand takes the better of both.
 */
final class MetadataByLoops {
    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private MetadataByLoops() {}

    /** The work of an operation ({@code read}, {@code write}, {@code slice}, {@code slice_rdwr}) on so many bytes, {@link MetadataByHand#repeats} times. */
    static MetadataByHand.Work of(String operation, int bytes) {
        return switch (operation) {
            case "read" -> reading(bytes, -Errno.E2BIG);
            case "slice" -> reading(bytes, 1);
            case "write" -> writing(bytes, true);
            case "slice_rdwr" -> writing(bytes, false);
            default -> throw new IllegalArgumentException("no operation is called '" + operation + "'");
        };
    }

    private static MetadataByHand.Work reading(int bytes, int failure) {
        return switch (bytes) {
            case 4 -> (metadata, start, end) -> readAll(metadata, start, end, 4, failure);
            case 8 -> (metadata, start, end) -> readAll(metadata, start, end, 8, failure);
            case 16 -> (metadata, start, end) -> readAll(metadata, start, end, 16, failure);
            case 32 -> (metadata, start, end) -> readAll(metadata, start, end, 32, failure);
            case 64 -> (metadata, start, end) -> readAll(metadata, start, end, 64, failure);
            default -> throw new IllegalArgumentException("no work was written for bytes=" + bytes);
        };
    }

    private static MetadataByHand.Work writing(int bytes, boolean countsItself) {
        return switch (bytes) {
            case 4 -> (metadata, start, end) -> writeAll(metadata, start, end, 4, countsItself);
            case 8 -> (metadata, start, end) -> writeAll(metadata, start, end, 8, countsItself);
            case 16 -> (metadata, start, end) -> writeAll(metadata, start, end, 16, countsItself);
            case 32 -> (metadata, start, end) -> writeAll(metadata, start, end, 32, countsItself);
            case 64 -> (metadata, start, end) -> writeAll(metadata, start, end, 64, countsItself);
            default -> throw new IllegalArgumentException("no work was written for bytes=" + bytes);
        };
    }

    private static int readAll(ByteBuffer metadata, int start, int end, int bytes, int failure) {
        int sum = 0;
        for (int i = 0; i < MetadataByHand.repeats(bytes); i++) {
            int index = start + MetadataByHand.offset(i, bytes);
            if (index + bytes > end) {
                sum += failure;
            } else {
                for (int j = 0; j < bytes; j += Integer.BYTES) {
                    sum += (int) WORD.get(metadata, index + j);
                }
            }
        }
        return sum;
    }

    private static int writeAll(ByteBuffer metadata, int start, int end, int bytes, boolean countsItself) {
        int sum = 0;
        for (int i = 0; i < MetadataByHand.repeats(bytes); i++) {
            int index = start + MetadataByHand.offset(i, bytes);
            int value = countsItself ? sum + i : sum + 1;
            if (index + bytes <= end) {
                for (int j = 0; j < bytes / Integer.BYTES; j++) {
                    WORD.set(metadata, index + j * Integer.BYTES, value + j);
                }
                sum += 1;
            } else {
                sum += countsItself ? 1 - Errno.E2BIG : 1;
            }
        }
        return sum;
    }
}
