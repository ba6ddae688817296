package dev.osmia.verifier.flow;

import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.instruction.InstructionDecoder;
import dev.osmia.program.instruction.Register;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One line of a table that {@code verifier-recorder --flow} wrote.
 *
 * @param program the program
 * @param facts what the kernel printed of its shape: {@code func 1 7} and {@code live 1 2 .....67...}
 * @param error the last line of the log
 */
record RecordedShape(Program program, List<String> facts, String error) {

    static RecordedShape parse(String line) {
        var fields = List.of(line.split("\\|"));
        var code = InstructionDecoder.decode(ByteBuffer.wrap(HexFormat.of().parseHex(fields.get(0))));
        var last = fields.get(fields.size() - 1);
        return new RecordedShape(
                Program.of("recorded", ProgramType.SCHED_CLS, code),
                fields.subList(1, fields.size() - 1),
                last.substring("error ".length()));
    }

    /** Whether the kernel got beyond the shape. */
    boolean isWellShaped() {
        return error.endsWith("!read_ok");
    }

    /** What the graph says, in the words of the table. */
    static List<String> facts(FlowGraph graph, Program program) {
        var facts = new ArrayList<String>();
        for (var subprogram : graph.subprograms()) {
            facts.add("func " + subprogram.index() + " " + subprogram.start());
        }
        for (int slot = 0; slot < program.code().slots(); slot++) {
            if (program.code().startsAt(slot)) {
                facts.add("live " + graph.component(slot) + " " + slot + " " + live(graph, slot));
            }
        }
        return facts;
    }

    private static String live(FlowGraph graph, int slot) {
        var text = new StringBuilder();
        for (var register : Register.values()) {
            if (register != Register.FRAME_POINTER) {
                text.append(graph.liveRegisters().isLive(slot, register) ? "" + register.number() : ".");
            }
        }
        return text.toString();
    }
}
