package dev.osmia.cli.bench;

import dev.osmia.program.uapi.Errno;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The work of a case as a Java programmer would write it over the same buffers: a range check an operation, then plain little-endian
 * accesses; a copy through an array where the program copies many bytes to its stack. Results equal the programs' to the bit.
 */
public final class KfuncsByHand {
    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle WORD_IN_ARRAY =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** More bytes are first copied. */
    private static final int LONGEST_DIRECT = 64;

    private KfuncsByHand() {}

    /** The work of a case. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does it once.
         *
         * @param memory the buffer that the dynptr would be over, from one index to another
         * @param target the buffer that copies go to, from an index on
         * @param stack where many bytes are copied through
         * @return what the program returns
         */
        int run(ByteBuffer memory, int start, int end, ByteBuffer target, int targetStart, byte[] stack);
    }

    /** The work of a case. Lengths are constants to the JVM, as they are to the program. */
    public static Work of(KfuncCase one) {
        return switch (one.operation()) {
            case READ -> one.bytes() > LONGEST_DIRECT ? KfuncsByHand::readMany : reading(one.bytes(), -Errno.E2BIG);
            case SLICE -> one.bytes() > LONGEST_DIRECT ? KfuncsByHand::lookAtMany : reading(one.bytes(), 1);
            case WRITE -> one.bytes() > LONGEST_DIRECT ? KfuncsByHand::writeMany : writing(one.bytes());
            case SLICE_RDWR -> one.bytes() > LONGEST_DIRECT ? KfuncsByHand::fillMany : filling(one.bytes());
            case CLONE_ADJUST -> narrowing(one.bytes());
            case COPY -> copying(one.bytes());
        };
    }

    private static Work reading(int bytes, int failure) {
        return switch (bytes) {
            case 4 -> (memory, start, end, target, targetStart, stack) -> readAll(memory, start, end, 4, failure);
            case 8 -> (memory, start, end, target, targetStart, stack) -> readAll(memory, start, end, 8, failure);
            case 16 -> (memory, start, end, target, targetStart, stack) -> readAll(memory, start, end, 16, failure);
            case 32 -> (memory, start, end, target, targetStart, stack) -> readAll(memory, start, end, 32, failure);
            case 64 -> (memory, start, end, target, targetStart, stack) -> readHalf(memory, start, end, 64, failure);
            default -> throw noWork(bytes);
        };
    }

    private static Work writing(int bytes) {
        return switch (bytes) {
            case 4 -> (memory, start, end, target, targetStart, stack) -> writeAll(memory, start, end, 4, 16);
            case 8 -> (memory, start, end, target, targetStart, stack) -> writeAll(memory, start, end, 8, 16);
            case 16 -> (memory, start, end, target, targetStart, stack) -> writeAll(memory, start, end, 16, 16);
            case 32 -> (memory, start, end, target, targetStart, stack) -> writeAll(memory, start, end, 32, 16);
            case 64 -> (memory, start, end, target, targetStart, stack) -> writeAll(memory, start, end, 64, 8);
            default -> throw noWork(bytes);
        };
    }

    private static Work filling(int bytes) {
        return switch (bytes) {
            case 4 -> (memory, start, end, target, targetStart, stack) -> fillAll(memory, start, end, 4, 16);
            case 8 -> (memory, start, end, target, targetStart, stack) -> fillAll(memory, start, end, 8, 16);
            case 16 -> (memory, start, end, target, targetStart, stack) -> fillAll(memory, start, end, 16, 16);
            case 32 -> (memory, start, end, target, targetStart, stack) -> fillAll(memory, start, end, 32, 16);
            case 64 -> (memory, start, end, target, targetStart, stack) -> fillAll(memory, start, end, 64, 8);
            default -> throw noWork(bytes);
        };
    }

    private static Work narrowing(int bytes) {
        int repeats = bytes < LONGEST_DIRECT ? 16 : 8;
        int step = bytes == KfuncCase.AREA ? 0 : Long.BYTES;
        return (memory, start, end, target, targetStart, stack) -> {
            int sum = 0;
            for (int i = 0; i < repeats; i++) {
                int from = i * step;
                int to = from + bytes;
                sum += to > end - start ? -Errno.ERANGE + end - start : to - from;
            }
            return sum;
        };
    }

    private static Work copying(int bytes) {
        return switch (bytes) {
            case 4 -> (memory, start, end, target, at, stack) -> copyAll(memory, start, end, target, at, 4, 16, 8);
            case 8 -> (memory, start, end, target, at, stack) -> copyAll(memory, start, end, target, at, 8, 16, 8);
            case 16 -> (memory, start, end, target, at, stack) -> copyAll(memory, start, end, target, at, 16, 16, 8);
            case 32 -> (memory, start, end, target, at, stack) -> copyAll(memory, start, end, target, at, 32, 16, 8);
            case 64 -> (memory, start, end, target, at, stack) -> copyAll(memory, start, end, target, at, 64, 8, 8);
            case 256 -> (memory, start, end, target, at, stack) -> copyAll(memory, start, end, target, at, 256, 8, 0);
            default -> throw noWork(bytes);
        };
    }

    private static IllegalArgumentException noWork(int bytes) {
        return new IllegalArgumentException("no work was written for bytes=" + bytes);
    }

    private static int readAll(ByteBuffer memory, int start, int end, int bytes, int failure) {
        int sum = readHalf(memory, start, end, bytes, failure);
        sum += read(memory, start + 64, end, bytes, failure);
        sum += read(memory, start + 72, end, bytes, failure);
        sum += read(memory, start + 80, end, bytes, failure);
        sum += read(memory, start + 88, end, bytes, failure);
        sum += read(memory, start + 96, end, bytes, failure);
        sum += read(memory, start + 104, end, bytes, failure);
        sum += read(memory, start + 112, end, bytes, failure);
        sum += read(memory, start + 120, end, bytes, failure);
        return sum;
    }

    private static int readHalf(ByteBuffer memory, int start, int end, int bytes, int failure) {
        int sum = 0;
        sum += read(memory, start, end, bytes, failure);
        sum += read(memory, start + 8, end, bytes, failure);
        sum += read(memory, start + 16, end, bytes, failure);
        sum += read(memory, start + 24, end, bytes, failure);
        sum += read(memory, start + 32, end, bytes, failure);
        sum += read(memory, start + 40, end, bytes, failure);
        sum += read(memory, start + 48, end, bytes, failure);
        sum += read(memory, start + 56, end, bytes, failure);
        return sum;
    }

    private static int read(ByteBuffer memory, int index, int end, int bytes, int failure) {
        return index + bytes > end ? failure : sum(memory, index, bytes);
    }

    // One method a size: HotSpot inlines no recursion deeper than one level.

    private static int sum(ByteBuffer memory, int index, int bytes) {
        return switch (bytes) {
            case 4 -> word(memory, index);
            case 8 -> sum8(memory, index);
            case 16 -> sum16(memory, index);
            case 32 -> sum32(memory, index);
            default -> sum32(memory, index) + sum32(memory, index + 32);
        };
    }

    private static int word(ByteBuffer memory, int index) {
        return (int) WORD.get(memory, index);
    }

    private static int sum8(ByteBuffer memory, int index) {
        return word(memory, index) + word(memory, index + 4);
    }

    private static int sum16(ByteBuffer memory, int index) {
        return sum8(memory, index) + sum8(memory, index + 8);
    }

    private static int sum32(ByteBuffer memory, int index) {
        return sum16(memory, index) + sum16(memory, index + 16);
    }

    private static int writeAll(ByteBuffer memory, int start, int end, int bytes, int repeats) {
        int sum = 0;
        for (int i = 0; i < repeats; i++) {
            int index = start + i * Long.BYTES;
            if (index + bytes <= end) {
                fill(memory, index, bytes, sum);
                sum += 1;
            } else {
                sum += 1 - Errno.E2BIG;
            }
        }
        return sum;
    }

    private static int fillAll(ByteBuffer memory, int start, int end, int bytes, int repeats) {
        int sum = 0;
        for (int i = 0; i < repeats; i++) {
            int index = start + i * Long.BYTES;
            sum += 1;
            if (index + bytes <= end) {
                fill(memory, index, bytes, sum);
            }
        }
        return sum;
    }

    private static void fill(ByteBuffer memory, int index, int bytes, int value) {
        switch (bytes) {
            case 4 -> WORD.set(memory, index, value);
            case 8 -> fill8(memory, index, value);
            case 16 -> fill16(memory, index, value);
            case 32 -> fill32(memory, index, value);
            default -> {
                fill32(memory, index, value);
                fill32(memory, index + 32, value + 32);
            }
        }
    }

    private static void fill8(ByteBuffer memory, int index, int value) {
        WORD.set(memory, index, value);
        WORD.set(memory, index + 4, value + 4);
    }

    private static void fill16(ByteBuffer memory, int index, int value) {
        fill8(memory, index, value);
        fill8(memory, index + 8, value + 8);
    }

    private static void fill32(ByteBuffer memory, int index, int value) {
        fill16(memory, index, value);
        fill16(memory, index + 16, value + 16);
    }

    private static int readMany(
            ByteBuffer memory, int start, int end, ByteBuffer target, int targetStart, byte[] stack) {
        int sum = 0;
        for (int i = 0; i < 8; i++) {
            if (start + 256 > end) {
                sum -= Errno.E2BIG;
                continue;
            }
            memory.get(start, stack, 0, 256);
            for (int at = 0; at < 256; at += 16) {
                sum += (int) WORD_IN_ARRAY.get(stack, at);
            }
        }
        return sum;
    }

    private static int lookAtMany(
            ByteBuffer memory, int start, int end, ByteBuffer target, int targetStart, byte[] stack) {
        int sum = 0;
        for (int i = 0; i < 8; i++) {
            if (start + 256 > end) {
                sum += 1;
                continue;
            }
            for (int at = 0; at < 256; at += 16) {
                sum += word(memory, start + at);
            }
        }
        return sum;
    }

    private static int writeMany(
            ByteBuffer memory, int start, int end, ByteBuffer target, int targetStart, byte[] stack) {
        int sum = 0;
        for (int i = 0; i < 8; i++) {
            for (int at = 0; at < 256; at += 16) {
                WORD_IN_ARRAY.set(stack, at, sum + at);
            }
            if (start + 256 <= end) {
                memory.put(start, stack, 0, 256);
                sum += 1;
            } else {
                sum += 1 - Errno.E2BIG;
            }
        }
        return sum;
    }

    private static int fillMany(
            ByteBuffer memory, int start, int end, ByteBuffer target, int targetStart, byte[] stack) {
        int sum = 0;
        for (int i = 0; i < 8; i++) {
            sum += 1;
            if (start + 256 <= end) {
                for (int at = 0; at < 256; at += 16) {
                    WORD.set(memory, start + at, sum + at);
                }
            }
        }
        return sum;
    }

    private static int copyAll(
            ByteBuffer memory,
            int start,
            int end,
            ByteBuffer target,
            int targetStart,
            int bytes,
            int repeats,
            int step) {
        int sum = 0;
        for (int i = 0; i < repeats; i++) {
            int from = start + i * step;
            int to = targetStart + i * step;
            if (from + bytes > end || to + bytes > targetStart + KfuncCase.AREA) {
                sum -= Errno.E2BIG;
            } else {
                target.put(to, memory, from, bytes);
            }
            sum += word(target, to);
        }
        return sum;
    }
}
