package dev.osmia.jit.recorded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** One line of what {@code runtime/src/test/recorder/helper-recorder.c} recorded: a program's input, and what the kernel made of it. */
record RecordedCase(String line, Map<String, String> input, Map<String, String> result) {

    /** The cases of a record. */
    static List<RecordedCase> read(String name) throws IOException {
        try (var lines = Files.lines(Recorded.file(name))) {
            return lines.filter(line -> !line.startsWith("#"))
                    .map(RecordedCase::parse)
                    .toList();
        }
    }

    private static RecordedCase parse(String line) {
        var halves = line.split(" -> ");
        return new RecordedCase(line, fields(halves[0]), fields(halves[1]));
    }

    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new HashMap<>();
        for (var field : text.trim().split(" ")) {
            var parts = field.split("=", 2);
            fields.put(parts[0], parts[1]);
        }
        return fields;
    }

    String program() {
        return input.get("program");
    }

    /** Numbers with commas between, as unsigned or signed 64 bits; as many as asked for, zeros behind. */
    static long[] numbers(String text, int count) {
        var numbers = new long[count];
        if (text != null) {
            var parts = text.split(",");
            for (int i = 0; i < parts.length; i++) {
                numbers[i] = parts[i].startsWith("-") ? Long.parseLong(parts[i]) : Long.parseUnsignedLong(parts[i]);
            }
        }
        return numbers;
    }

    /** Hex digits, with {@code [BYTE*COUNT]} for runs; no bytes for null. */
    static byte[] bytes(String text) {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; text != null && i < text.length(); ) {
            if (text.charAt(i) == '[') {
                int end = text.indexOf(']', i);
                var run = new byte[Integer.parseInt(text.substring(i + 4, end))];
                Arrays.fill(run, (byte) HexFormat.fromHexDigits(text, i + 1, i + 3));
                bytes.writeBytes(run);
                i = end + 1;
            } else {
                bytes.write(HexFormat.fromHexDigits(text, i, i + 2));
                i += 2;
            }
        }
        return bytes.toByteArray();
    }
}
