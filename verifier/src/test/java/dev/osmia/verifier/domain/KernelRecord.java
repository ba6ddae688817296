package dev.osmia.verifier.domain;

import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.InstructionDecoder;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a table that {@code verifier-recorder} wrote: a program and the registers that the kernel's log shows.
 *
 * @param line the line itself
 * @param code the program
 * @param states the registers by where they were printed: {@code 5} after an instruction, {@code 5>20} after a taken jump
 * @param error the last line of the log, where the program was rejected
 */
record KernelRecord(String line, Code code, Map<String, Map<String, String>> states, Optional<String> error) {
    private static final Pattern REGISTER =
            Pattern.compile("R(\\d+)=(P?)((?:(?:scalar|pkt)\\([^()]*(?:\\([^()]*\\))?[^()]*\\))|\\S+)");
    /** The second path through an instruction that the kernel follows twice: all that comes after is of this path. */
    private static final Pattern FORKED = Pattern.compile("(\\d+)>\\1( |$)");

    private static final Pattern LINK =
            Pattern.compile("id=\\d+(?:[+-]\\d+)?,?(?:off=[^,)]*,)?(?:r=\\d+,?)?|(?<=pkt\\()(?:off=[^,)]*,)?r=\\d+,?");

    static KernelRecord parse(String line) {
        var fields = line.split("\\|");
        var code = InstructionDecoder.decode(ByteBuffer.wrap(HexFormat.of().parseHex(fields[0])));
        var states = new HashMap<String, Map<String, String>>();
        String error = null;
        for (int i = 1; i < fields.length && !FORKED.matcher(fields[i]).lookingAt(); i++) {
            var parts = fields[i].split(" ", 2);
            if (parts[0].equals("error")) {
                error = parts[1];
            } else if (parts.length > 1) {
                states.put(parts[0], registers(parts[1]));
            }
        }
        return new KernelRecord(line, code, states, Optional.ofNullable(error));
    }

    private static Map<String, String> registers(String text) {
        var registers = new HashMap<String, String>();
        Matcher matcher = REGISTER.matcher(text);
        while (matcher.find()) {
            registers.put("R" + matcher.group(1), LINK.matcher(matcher.group(3)).replaceFirst(""));
        }
        return registers;
    }
}
