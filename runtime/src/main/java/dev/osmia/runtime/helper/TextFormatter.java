package dev.osmia.runtime.helper;

import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.memory.LittleEndian;
import dev.osmia.runtime.memory.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Formats text as the kernel's {@code bpf_bprintf_prepare} and {@code bstr_printf} do: the same conversions, errors and limits. Pointers
 * are an exception: {@code %p} prints a hash in the kernel, too, and no symbol has a name here.
 */
final class TextFormatter {
    /** {@code MAX_BPRINTF_VARARGS}. */
    static final int MAX_ARGUMENTS = 12;

    /** {@code MAX_BPRINTF_BIN_ARGS}: bytes that all arguments of one text may take, strings included. */
    private static final int MAX_ARGUMENT_BYTES = 512;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UPPER_HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private final ExecutionContext context;
    private final int room;
    private final byte[] format;
    private final int formatLength;
    private final byte[] arguments;
    private final int argumentCount;

    private byte[] text;
    private int length;
    private int position;
    private int argument;
    private int argumentBytes;

    // Of the conversion at hand.
    private boolean left;
    private boolean plus;
    private boolean space;
    private boolean zero;
    private int width;

    /**
     * A formatter for one text.
     *
     * @param room bytes that there is room for; text is formatted beyond, but see {@link #preformatted}
     * @param format the format, ended by the first NUL before {@code formatSize}
     * @param arguments 8 bytes each
     */
    TextFormatter(
            ExecutionContext context, int room, byte[] format, int formatSize, byte[] arguments, int argumentCount) {
        this.context = context;
        this.room = room;
        this.format = format;
        this.arguments = arguments;
        this.argumentCount = argumentCount;
        this.formatLength = lengthOf(format, formatSize);
        text = context.textScratch().bytes(0);
    }

    private static int lengthOf(byte[] text, int limit) {
        for (int i = 0; i < limit; i++) {
            if (text[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    /** Formats; gives how many bytes {@link #text()} has, or a negative error. */
    int run() {
        if (formatLength < 0) {
            return -Errno.EINVAL;
        }
        while (position < formatLength) {
            int c = format[position] & 0xff;
            if (c < 0x80 && !isPrint(c) && !isSpace(c)) {
                return -Errno.EINVAL;
            }
            if (c != '%') {
                put(c);
                position++;
            } else if (at(position + 1) == '%') {
                put('%');
                position += 2;
            } else {
                int error = argument >= argumentCount ? -Errno.EINVAL : conversion();
                if (error != 0) {
                    return error;
                }
                argument++;
            }
        }
        return length;
    }

    /** The text; as many of its bytes as {@link #run} said. */
    byte[] text() {
        return text;
    }

    private int at(int index) {
        return index < formatLength ? format[index] & 0xff : 0;
    }

    private int conversion() {
        position++;
        flagsAndWidth();
        int c = at(position);
        if (c == 'p') {
            return pointer();
        }
        if (c == 's') {
            return string();
        }
        if (c == 'c') {
            if (argumentBytes == MAX_ARGUMENT_BYTES) {
                return -Errno.ENOSPC;
            }
            argumentBytes++;
            pad(left ? 0 : width - 1, ' ');
            put((byte) argument());
            pad(left ? width - 1 : 0, ' ');
            position++;
            return 0;
        }
        return integer();
    }

    private void flagsAndWidth() {
        left = false;
        plus = false;
        space = false;
        zero = false;
        width = 0;
        for (; ; position++) {
            int c = at(position);
            if (c == '0') {
                zero = true;
            } else if (c == '+') {
                plus = true;
            } else if (c == '-') {
                left = true;
            } else if (c == ' ') {
                space = true;
            } else {
                break;
            }
        }
        for (; isDigit(at(position)); position++) {
            width = Math.min(width * 10 + at(position) - '0', Short.MAX_VALUE);
        }
    }

    private int integer() {
        boolean wide = false;
        for (int i = 0; i < 2 && at(position) == 'l'; i++) {
            wide = true;
            position++;
        }
        int c = at(position);
        if (c != 'i' && c != 'd' && c != 'u' && c != 'x' && c != 'X') {
            return -Errno.EINVAL;
        }
        int error = takeNumber(wide ? Long.BYTES : Integer.BYTES);
        if (error != 0) {
            return error;
        }
        boolean signed = c == 'i' || c == 'd';
        long value = wide ? argument() : signed ? (int) argument() : argument() & 0xffff_ffffL;
        number(value, c == 'x' ? HEX : c == 'X' ? UPPER_HEX : null, signed);
        position++;
        return 0;
    }

    private int takeNumber(int bytes) {
        int start = (argumentBytes + 3) & ~3;
        if (MAX_ARGUMENT_BYTES - start < bytes) {
            return -Errno.ENOSPC;
        }
        argumentBytes = start + bytes;
        return 0;
    }

    /** Appends a number: hexadecimal where digits are given, else decimal. */
    private void number(long value, byte[] hexDigits, boolean signed) {
        int sign = !signed ? 0 : value < 0 ? '-' : plus ? '+' : space ? ' ' : 0;
        long magnitude = signed && value < 0 ? -value : value;
        int digits = 0;
        long rest = magnitude;
        do {
            digits++;
            rest = hexDigits != null ? rest >>> 4 : Long.divideUnsigned(rest, 10);
        } while (rest != 0);
        int fill = width - digits - (sign == 0 ? 0 : 1);
        pad(left || zero ? 0 : fill, ' ');
        if (sign != 0) {
            put(sign);
        }
        pad(zero && !left ? fill : 0, '0');
        int end = length + digits;
        pad(digits, '0');
        rest = magnitude;
        for (int i = end - 1; i >= end - digits; i--) {
            text[i] = hexDigits != null ? hexDigits[(int) rest & 15] : (byte) ('0' + Long.remainderUnsigned(rest, 10));
            rest = hexDigits != null ? rest >>> 4 : Long.divideUnsigned(rest, 10);
        }
        pad(left ? fill : 0, ' ');
    }

    private int pointer() {
        int c = at(position + 1);
        if ((c == 'k' || c == 'u') && at(position + 2) == 's') {
            position += 2;
            return preformatted(c == 'u' ? noString() : programString());
        }
        if (c == 0 || isSpace(c) || isPunctuation(c)) {
            position++;
            return address(true);
        }
        if (c == 'K' || c == 'x') {
            position += 2;
            return address(c == 'K');
        }
        if (c == 's' || c == 'S' || c == 'B') {
            position += 2;
            return symbol();
        }
        if ((c != 'i' && c != 'I') || (at(position + 2) != '4' && at(position + 2) != '6')) {
            return -Errno.EINVAL;
        }
        boolean leadingZeros = c == 'i';
        int bytes = at(position + 2) == '4' ? 4 : 16;
        position += 2;
        return preformatted(internetAddress(bytes, leadingZeros));
    }

    private int address(boolean hashed) {
        int error = takeNumber(Long.BYTES);
        long value = argument();
        long shown = hashed && value != 0 ? (value * 0x9e37_79b9_7f4a_7c15L) >>> 32 : value;
        if (width == 0) {
            width = 2 * Long.BYTES;
            zero = true;
        }
        number(shown, HEX, false);
        return error;
    }

    /** No address has a symbol here; the kernel prints such addresses as numbers. */
    private int symbol() {
        int error = takeNumber(Long.BYTES);
        put('0');
        put('x');
        width = 0;
        number(argument(), HEX, false);
        return error;
    }

    private int string() {
        int count = programString();
        if (count < 0) {
            return count;
        }
        var bytes = context.keyScratch().bytes(MAX_ARGUMENT_BYTES);
        pad(left ? 0 : width - count, ' ');
        for (int i = 0; i < count; i++) {
            put(bytes[i]);
        }
        pad(left ? width - count : 0, ' ');
        position++;
        return 0;
    }

    /**
     * Appends text that was formatted ahead into the context's scratch, whatever the width. Like the kernel, leaves it out, length and all,
     * where there is no room left.
     */
    private int preformatted(int count) {
        if (count < 0) {
            return count;
        }
        var bytes = context.keyScratch().bytes(MAX_ARGUMENT_BYTES);
        for (int i = 0, end = length < room ? count : 0; i < end; i++) {
            put(bytes[i]);
        }
        position++;
        while (isAlphanumeric(at(position))) {
            position++;
        }
        return 0;
    }

    /** Copies a string from the program's memory into the scratch; where there is none, it is empty. Gives its length, or an error. */
    private int programString() {
        int count = noString();
        if (count < 0) {
            return count;
        }
        int remaining = MAX_ARGUMENT_BYTES - argumentBytes;
        int read = readString(argument(), context.keyScratch().bytes(MAX_ARGUMENT_BYTES), remaining);
        argumentBytes += read;
        return read;
    }

    /** Counts an empty string of the user's memory, which no program here has; gives its length, or an error. */
    private int noString() {
        int next = at(position + 1);
        if (next != 0 && !isSpace(next) && !isPunctuation(next)) {
            return -Errno.EINVAL;
        }
        if (argumentBytes == MAX_ARGUMENT_BYTES) {
            return -Errno.ENOSPC;
        }
        argumentBytes++;
        return 0;
    }

    private int readString(long pointer, byte[] bytes, int limit) {
        try {
            var region = context.region(pointer);
            for (int i = 0; i < limit; i++) {
                bytes[i] = (byte) region.loadByte(Pointer.offset(pointer) + i);
                if (bytes[i] == 0) {
                    return i;
                }
            }
            return limit;
        } catch (IndexOutOfBoundsException unreadable) {
            return 0;
        }
    }

    /** Formats an Internet address of the program's memory into the scratch; zeros where there is none. Gives its length, or an error. */
    private int internetAddress(int bytes, boolean leadingZeros) {
        if (MAX_ARGUMENT_BYTES - argumentBytes < bytes) {
            return -Errno.ENOSPC;
        }
        var scratch = context.keyScratch().bytes(MAX_ARGUMENT_BYTES);
        int address = MAX_ARGUMENT_BYTES - bytes;
        try {
            context.region(argument()).read(Pointer.offset(argument()), scratch, address, bytes);
        } catch (IndexOutOfBoundsException unreadable) {
            Arrays.fill(scratch, address, MAX_ARGUMENT_BYTES, (byte) 0);
        }
        int count = 0;
        for (int i = 0; i < bytes; i++) {
            int value = scratch[address + i] & 0xff;
            if (bytes == 4) {
                if (i > 0) {
                    scratch[count++] = '.';
                }
                count = decimal(value, leadingZeros, scratch, count);
            } else {
                if (i > 0 && i % 2 == 0 && !leadingZeros) {
                    scratch[count++] = ':';
                }
                scratch[count++] = HEX[value >> 4];
                scratch[count++] = HEX[value & 15];
            }
        }
        argumentBytes += count + 1;
        return count;
    }

    private static int decimal(int value, boolean leadingZeros, byte[] target, int index) {
        int at = index;
        if (leadingZeros || value >= 100) {
            target[at++] = (byte) ('0' + value / 100);
        }
        if (leadingZeros || value >= 10) {
            target[at++] = (byte) ('0' + value / 10 % 10);
        }
        target[at++] = (byte) ('0' + value % 10);
        return at;
    }

    private long argument() {
        return (long) LittleEndian.LONG_IN_ARRAY.get(arguments, argument * Long.BYTES);
    }

    private void put(int c) {
        if (length == text.length) {
            text = context.textScratch().grown(length + 1);
        }
        text[length++] = (byte) c;
    }

    private void pad(int count, int c) {
        for (int i = 0; i < count; i++) {
            put(c);
        }
    }

    private static boolean isPrint(int c) {
        return c >= ' ' && c <= '~';
    }

    private static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isAlphanumeric(int c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isPunctuation(int c) {
        return isPrint(c) && c != ' ' && !isAlphanumeric(c);
    }
}
