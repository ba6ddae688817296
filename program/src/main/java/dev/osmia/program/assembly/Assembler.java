package dev.osmia.program.assembly;

import dev.osmia.program.assembly.LineAssembler.Label;
import dev.osmia.program.assembly.LineAssembler.UnresolvableLabelException;
import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.InstructionEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads programs in the syntax of the kernel's log, one instruction a line:
 *
 * <pre>{@code
 * 0: (61) r2 = *(u32 *)(r1 +0)     ; slot and opcode in front may stay, and comments behind
 *         if r2 s> 0x5 goto pc+1
 *         r2 += 8
 *         goto out                 ; labels instead of offsets, and +1 for pc+1
 * out:    exit
 * }</pre>
 *
 * {@code r1 = 5} is a move, {@code r1 = 0x5} the two slots of a 64-bit load, as the kernel prints them. Elsewhere a decimal number is
 * the signed immediate, a hexadecimal one the immediate as encoded. Slot numbers in front are not looked at; an opcode in front must
 * be the one that the instruction has.
 */
public final class Assembler {
    /** What the log prints before an instruction: the slot, the opcode. */
    private static final Pattern LOG_PREFIX = Pattern.compile("\\s*(?:[0-9]+:)?\\s*(?:\\(([0-9a-f]{2})\\))?");

    private static final int OPCODE_GROUP = 1;

    private final Names names;

    /** An assembler that knows calls by these names. */
    public Assembler(Names names) {
        this.names = names;
    }

    /**
     * Reads a program.
     *
     * @throws AssemblySyntaxException where the text is none
     */
    public Code assemble(String text) {
        return new Reading(names).read(text);
    }

    /** Where a line of the program stands in the text. */
    private record Position(int line, int column) {}

    /** An opcode that stands in front of an instruction. */
    private record WrittenOpcode(int opcode, int instruction, Position position) {}

    /** The reading of one text. */
    private static final class Reading {
        private final Names names;
        private final List<Line> lines = new ArrayList<>();
        private final List<Position> positions = new ArrayList<>();
        private final List<WrittenOpcode> opcodes = new ArrayList<>();
        private int instructions;

        Reading(Names names) {
            this.names = names;
        }

        Code read(String text) {
            var textLines = text.split("\\R", -1);
            for (int index = 0; index < textLines.length; index++) {
                readLine(textLines[index], index + 1);
            }
            try {
                var code = LineAssembler.assemble(lines);
                checkOpcodes(code);
                return code;
            } catch (UnresolvableLabelException failure) {
                var position = positions.get(failure.lineIndex());
                throw new AssemblySyntaxException(position.line(), position.column(), failure.getMessage());
            }
        }

        private void readLine(String text, int line) {
            var prefix = LOG_PREFIX.matcher(text);
            int start = prefix.lookingAt() ? prefix.end() : 0;
            var reader = new TokenReader(Tokenizer.tokens(text, start, line), line);
            while (reader.peek().kind() == Token.Kind.WORD
                    && reader.peekSecond().is(":")) {
                var label = new Label(reader.takeLabel("a label"));
                add(label, line, reader);
                reader.expect(":");
            }
            if (reader.atEnd()) {
                return;
            }
            if (prefix.group(OPCODE_GROUP) != null) {
                int opcode = Integer.parseInt(prefix.group(OPCODE_GROUP), 16);
                var position = new Position(line, prefix.start(OPCODE_GROUP) + 1);
                opcodes.add(new WrittenOpcode(opcode, instructions, position));
            }
            add(new InstructionParser(reader, names).parse(), line, reader);
            instructions++;
            if (!reader.atEnd()) {
                throw reader.expected("the end of the line");
            }
        }

        private void add(Line part, int line, TokenReader reader) {
            lines.add(part);
            positions.add(new Position(line, reader.labelColumn()));
        }

        private void checkOpcodes(Code code) {
            var read = code.instructions();
            for (var written : opcodes) {
                var slots = InstructionEncoder.encode(read.get(written.instruction()));
                int opcode = slots.get(0).opcode();
                if (opcode != written.opcode()) {
                    throw new AssemblySyntaxException(
                            written.position().line(),
                            written.position().column(),
                            "the instruction has opcode %02x, not %02x".formatted(opcode, written.opcode()));
                }
            }
        }
    }
}
