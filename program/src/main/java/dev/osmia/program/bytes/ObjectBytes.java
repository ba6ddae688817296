package dev.osmia.program.bytes;

import dev.osmia.program.input.MalformedObjectException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A range of an object file's bytes, little endian, every access checked: what lies outside is a {@link MalformedObjectException} that
 * names the offset in the file, whichever range of it is read.
 */
public final class ObjectBytes {
    private final String file;
    private final ByteBuffer buffer;
    private final long base;

    private ObjectBytes(String file, ByteBuffer buffer, long base) {
        this.file = file;
        this.buffer = buffer.order(ByteOrder.LITTLE_ENDIAN);
        this.base = base;
    }

    /** The whole file: the buffer's remaining bytes. The buffer's own position stays as it is. */
    public static ObjectBytes of(String file, ByteBuffer bytes) {
        return new ObjectBytes(file, bytes.slice(), 0);
    }

    /** The file's name. */
    public String file() {
        return file;
    }

    /** How many bytes the range has. */
    public int length() {
        return buffer.limit();
    }

    /** Where in the file the byte at this offset of the range is. */
    public long fileOffset(long offset) {
        return base + offset;
    }

    /** The unsigned byte at the offset. */
    public int unsigned8(long offset, String what) {
        return buffer.get(check(offset, 1, what)) & 0xff;
    }

    /** The unsigned 16-bit number at the offset. */
    public int unsigned16(long offset, String what) {
        return buffer.getShort(check(offset, 2, what)) & 0xffff;
    }

    /** The 32-bit number at the offset. */
    public int signed32(long offset, String what) {
        return buffer.getInt(check(offset, 4, what));
    }

    /** The unsigned 32-bit number at the offset. */
    public long unsigned32(long offset, String what) {
        return signed32(offset, what) & 0xffff_ffffL;
    }

    /** The 64-bit number at the offset. */
    public long signed64(long offset, String what) {
        return buffer.getLong(check(offset, 8, what));
    }

    /** The offset of the first zero byte from an offset within the range on; -1 where there is none. */
    public int zeroFrom(int offset) {
        for (int at = offset; at < length(); at++) {
            if (buffer.get(at) == 0) {
                return at;
            }
        }
        return -1;
    }

    /** A part of the range. */
    public ObjectBytes slice(long offset, long length, String what) {
        int start = check(offset, length, what);
        return new ObjectBytes(file, buffer.slice(start, (int) length), base + offset);
    }

    /** A copy of all bytes of the range. */
    public byte[] toArray() {
        var bytes = new byte[length()];
        buffer.get(0, bytes);
        return bytes;
    }

    /** What is wrong at an offset of the range. */
    public MalformedObjectException malformed(long offset, String expected, String found) {
        return new MalformedObjectException(file, fileOffset(offset), expected, found);
    }

    private int check(long offset, long length, String what) {
        if (offset < 0 || length < 0 || offset > length() - length) {
            String expected = "%s (%s)".formatted(what, count(length));
            if (offset >= 0 && offset <= length()) {
                throw malformed(offset, expected, count(length() - offset) + " left");
            }
            throw new MalformedObjectException(
                    file,
                    fileOffset(length()),
                    "%s at offset 0x%s".formatted(expected, Long.toHexString(base + offset)),
                    "the end after " + count(length()));
        }
        return (int) offset;
    }

    private static String count(long bytes) {
        return Long.toUnsignedString(bytes) + (bytes == 1 ? " byte" : " bytes");
    }
}
