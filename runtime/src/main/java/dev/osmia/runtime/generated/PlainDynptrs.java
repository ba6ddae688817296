package dev.osmia.runtime.generated;

import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.memory.LittleEndian;
import java.nio.ByteBuffer;

/** What generated code does with dynptrs that are no memory where it is more than a few instructions. A null dynptr has size -1. */
public final class PlainDynptrs {
    private static final long EACH_BYTE = 0x0101_0101_0101_0101L;

    private PlainDynptrs() {}

    /** Fills a range of a buffer with one byte, the lowest of the value. */
    public static void fill(ByteBuffer buffer, int index, int length, int value) {
        long bytes = (value & 0xff) * EACH_BYTE;
        int at = index;
        for (; at <= index + length - Long.BYTES; at += Long.BYTES) {
            LittleEndian.LONG_IN_BUFFER.set(buffer, at, bytes);
        }
        for (; at < index + length; at++) {
            buffer.put(at, (byte) value);
        }
    }

    /** What {@code bpf_dynptr_memset} returns where the range cannot be written; offset and length are unsigned. */
    public static int fillError(int size, boolean readOnly, int offset, int length) {
        if (readOnly && size >= 0) {
            return -Errno.EINVAL;
        }
        return isInside(size, offset, length) ? 0 : -Errno.E2BIG;
    }

    /**
     * What {@code bpf_dynptr_copy} returns where not both ranges can be accessed: as the kernel does it, the error of a read into the
     * target's range or of a write from the source's, if there is that much.
     */
    public static int copyError(
            int targetSize, boolean readOnly, int targetOffset, int sourceSize, int sourceOffset, int length) {
        boolean targetInside = isInside(targetSize, targetOffset, length);
        boolean sourceInside = isInside(sourceSize, sourceOffset, length);
        if (sourceInside && sourceSize >= 0) {
            return targetSize < 0 || readOnly ? -Errno.EINVAL : -Errno.E2BIG;
        } else if (targetInside && targetSize >= 0 && !readOnly) {
            return sourceSize < 0 ? -Errno.EINVAL : -Errno.E2BIG;
        }
        return targetInside && sourceInside ? 0 : -Errno.E2BIG;
    }

    /** A null dynptr counts as empty. */
    private static boolean isInside(int size, int offset, int length) {
        int bytes = Math.max(size, 0);
        return Integer.compareUnsigned(length, bytes) <= 0 && Integer.compareUnsigned(offset, bytes - length) <= 0;
    }
}
