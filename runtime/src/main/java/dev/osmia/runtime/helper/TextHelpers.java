package dev.osmia.runtime.helper;

import static dev.osmia.runtime.helper.Arguments.ANYTHING;
import static dev.osmia.runtime.helper.Arguments.CONST_SIZE;
import static dev.osmia.runtime.helper.Arguments.CONST_SIZE_OR_ZERO;
import static dev.osmia.runtime.helper.Arguments.CONST_STR;
import static dev.osmia.runtime.helper.Arguments.DONTCARE;
import static dev.osmia.runtime.helper.Arguments.LONG_OUT;
import static dev.osmia.runtime.helper.Arguments.MEM_OR_NULL;
import static dev.osmia.runtime.helper.Arguments.MEM_RDONLY;
import static dev.osmia.runtime.helper.Arguments.MEM_RDONLY_OR_NULL;

import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.memory.LittleEndian;
import dev.osmia.runtime.memory.Pointer;
import java.nio.charset.StandardCharsets;

/** Helpers that format, compare and parse text. */
final class TextHelpers {
    /** {@code MAX_BPRINTF_BUF}: what a traced line can hold, its end included. */
    private static final int TRACE_BYTES = 1024;

    /** No string of a program is longer: map values are not. */
    private static final int STRING_LIMIT = 4 << 20;

    private TextHelpers() {}

    static void declare(HelperCatalog.Builder catalog) {
        catalog.helper(6, "bpf_trace_printk")
                .gplOnly()
                .takes(MEM_RDONLY, CONST_SIZE, DONTCARE, DONTCARE, DONTCARE)
                .runs(TextHelpers::tracePrint);
        catalog.helper(105, "bpf_strtol")
                .takes(MEM_RDONLY, CONST_SIZE, ANYTHING, LONG_OUT)
                .runs((context, text, size, flags, result, r5) ->
                        parse(context, text, (int) size, flags, result, true));
        catalog.helper(106, "bpf_strtoul")
                .takes(MEM_RDONLY, CONST_SIZE, ANYTHING, LONG_OUT)
                .runs((context, text, size, flags, result, r5) ->
                        parse(context, text, (int) size, flags, result, false));
        catalog.helper(165, "bpf_snprintf")
                .gplOnly()
                .takes(MEM_OR_NULL, CONST_SIZE_OR_ZERO, CONST_STR, MEM_RDONLY_OR_NULL, CONST_SIZE_OR_ZERO)
                .runs((context, target, size, format, arguments, length) ->
                        print(context, target, (int) size, format, arguments, (int) length));
        catalog.helper(177, "bpf_trace_vprintk")
                .gplOnly()
                .takes(MEM_RDONLY, CONST_SIZE, MEM_RDONLY_OR_NULL, CONST_SIZE_OR_ZERO)
                .runs((context, format, size, arguments, length, r5) ->
                        tracePrintArray(context, format, (int) size, arguments, (int) length));
        catalog.helper(182, "bpf_strncmp")
                .takes(MEM_RDONLY, CONST_SIZE, CONST_STR)
                .runs((context, first, size, second, r4, r5) -> compare(context, first, (int) size, second));
    }

    private static byte[] bytes(ExecutionContext context, long pointer, int length) {
        var bytes = new byte[length];
        if (length > 0) {
            context.region(pointer).read(Pointer.offset(pointer), bytes, 0, length);
        }
        return bytes;
    }

    /** A string up to its NUL, which is there: the verifier has seen it. */
    private static byte[] constantString(ExecutionContext context, long pointer) {
        var region = context.region(pointer);
        int length = 0;
        while (length < STRING_LIMIT && region.loadByte(Pointer.offset(pointer) + length) != 0) {
            length++;
        }
        return bytes(context, pointer, length + 1);
    }

    private static long tracePrint(
            ExecutionContext context, long format, long size, long first, long second, long third) {
        var arguments = new byte[3 * Long.BYTES];
        LittleEndian.LONG_IN_ARRAY.set(arguments, 0, first);
        LittleEndian.LONG_IN_ARRAY.set(arguments, Long.BYTES, second);
        LittleEndian.LONG_IN_ARRAY.set(arguments, 2 * Long.BYTES, third);
        return trace(context, bytes(context, format, (int) size), arguments, 3);
    }

    private static boolean badArguments(long arguments, int length) {
        return length % Long.BYTES != 0
                || length > TextFormatter.MAX_ARGUMENTS * Long.BYTES
                || (length != 0 && arguments == Pointer.NULL);
    }

    private static long tracePrintArray(ExecutionContext context, long format, int size, long arguments, int length) {
        if (badArguments(arguments, length)) {
            return -Errno.EINVAL;
        }
        return trace(context, bytes(context, format, size), bytes(context, arguments, length), length / Long.BYTES);
    }

    private static long trace(ExecutionContext context, byte[] format, byte[] arguments, int count) {
        var formatter = new TextFormatter(context, TRACE_BYTES, format, format.length, arguments, count);
        int length = formatter.run();
        if (length >= 0) {
            int shown = Math.min(length, TRACE_BYTES - 1);
            context.environment().trace().accept(new String(formatter.text(), 0, shown, StandardCharsets.UTF_8));
        }
        return length;
    }

    private static long print(
            ExecutionContext context, long target, int size, long format, long arguments, int length) {
        if (badArguments(arguments, length)) {
            return -Errno.EINVAL;
        }
        var string = constantString(context, format);
        var formatter = new TextFormatter(
                context, size, string, string.length, bytes(context, arguments, length), length / Long.BYTES);
        int printed = formatter.run();
        if (printed >= 0 && size > 0) {
            int copied = Math.min(printed, size - 1);
            var region = context.region(target);
            region.write(Pointer.offset(target), formatter.text(), 0, copied);
            region.storeByte(Pointer.offset(target) + copied, 0);
        }
        return printed < 0 ? printed : printed + 1;
    }

    private static long compare(ExecutionContext context, long first, int size, long second) {
        var left = context.region(first);
        var right = context.region(second);
        for (int i = 0; i < size; i++) {
            long a = left.loadByte(Pointer.offset(first) + i);
            long b = right.loadByte(Pointer.offset(second) + i);
            if (a != b) {
                return a < b ? -1 : 1;
            }
            if (a == 0) {
                return 0;
            }
        }
        return 0;
    }

    private static long parse(ExecutionContext context, long text, int size, long flags, long result, boolean signed) {
        var region = context.region(result);
        region.storeDoubleWord(Pointer.offset(result), 0);
        var parser = new NumberParser(bytes(context, text, size));
        int consumed = parser.parse(flags, signed);
        if (consumed > 0) {
            region.storeDoubleWord(Pointer.offset(result), parser.value());
        }
        return consumed;
    }
}
