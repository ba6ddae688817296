package dev.osmia.jit;

import static dev.osmia.program.assembly.Assembly.exit;
import static dev.osmia.program.assembly.Assembly.load;
import static dev.osmia.program.assembly.Assembly.mov;
import static dev.osmia.program.assembly.Assembly.store;
import static dev.osmia.program.instruction.MemorySize.DOUBLE_WORD;
import static dev.osmia.program.instruction.MemorySize.WORD;
import static dev.osmia.program.instruction.Register.R0;
import static dev.osmia.program.instruction.Register.R1;
import static dev.osmia.program.instruction.Register.R10;
import static dev.osmia.program.instruction.Register.R6;
import static dev.osmia.program.instruction.Register.R9;
import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.assembly.Assembly;
import dev.osmia.program.assembly.Line;
import dev.osmia.program.instruction.InstructionDecoder;
import dev.osmia.program.instruction.InstructionEncoder;
import dev.osmia.program.instruction.Opcode;
import dev.osmia.program.instruction.RawInstruction;
import dev.osmia.program.instruction.Register;
import dev.osmia.runtime.helper.HelperCatalog;
import dev.osmia.testkit.RecordedTruth;
import dev.osmia.verifier.Options;
import dev.osmia.verifier.Verdict;
import dev.osmia.verifier.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What the verifier says of every opcode with all sorts of fields, in the programs in which the recorder showed them to the kernel. */
class RecordedVerdictsTest {
    private static final String ACCEPTED = "-";

    private static final String ENDLESS = "infinite loop detected";

    /** Slots in front of the instruction, and behind it, so that short jumps stay inside. */
    private static final int LEAD = 18;

    private static final int TAIL = 36;

    @Test
    void saysWhatTheKernelSaysWhereTheInstructionIsReached() {
        compare(RecordedVerdictsTest::visited, RecordedTruth.Verdict::visited);
    }

    @Test
    void saysWhatTheKernelSaysWhereNoPathGoes() {
        compare(RecordedVerdictsTest::unvisited, RecordedTruth.Verdict::unvisited);
    }

    @Test
    void saysWhatTheKernelSaysWhereRegistersAreUnset() {
        compare(RecordedVerdictsTest::unset, RecordedTruth.Verdict::unset);
    }

    private static void compare(
            Function<List<RawInstruction>, List<RawInstruction>> program,
            Function<RecordedTruth.Verdict, String> expected) {
        var differences = new ArrayList<String>();
        for (var row : RecordedTruth.verdicts()) {
            var slots = row.slots().stream().map(RawInstruction::ofLong).toList();
            if (namesKernelSymbol(slots.get(0))) {
                continue;
            }
            var verdict = verdict(program.apply(slots));
            if (!shortened(verdict).equals(expected.apply(row))) {
                differences.add("%s: %s, but the kernel says: %s".formatted(slots, verdict, expected.apply(row)));
            }
        }
        assertThat(differences).isEmpty();
    }

    /** The recorder left out which instruction it was: its programs are not quite these. */
    private static String shortened(String verdict) {
        return verdict.startsWith(ENDLESS) ? ENDLESS : verdict;
    }

    /** By a number that only the recording kernel knows. */
    private static boolean namesKernelSymbol(RawInstruction slot) {
        return (slot.opcode() == Opcode.WIDE_LOAD && slot.source() == Opcode.BPF_PSEUDO_BTF_ID)
                || (slot.opcode() == Opcode.CALL && slot.source() == Opcode.BPF_PSEUDO_KFUNC_CALL);
    }

    private static String verdict(List<RawInstruction> slots) {
        var program = Program.of("row", ProgramType.SCHED_CLS, InstructionDecoder.decode(slots));
        var verdict = Verifier.of(HelperCatalog.standard(), Options.DEFAULT).verify(program);
        if (verdict instanceof Verdict.Unsupported unsupported) {
            return "unsupported: " + unsupported.missing();
        }
        return verdict instanceof Verdict.Rejected rejected ? rejected.message() : ACCEPTED;
    }

    private static List<RawInstruction> visited(List<RawInstruction> slots) {
        var lines = new ArrayList<Line>(List.of(
                mov(R6, R1),
                load(WORD, R9, R1, 0),
                load(WORD, R0, R1, 0),
                store(DOUBLE_WORD, R10, -8, 0),
                store(DOUBLE_WORD, R10, -16, 0)));
        for (int number : new int[] {2, 3, 4, 5, 7, 8}) {
            lines.add(mov(Register.of(number).orElseThrow(), 1));
        }
        return around(LEAD - 2, lines, 9, slots, 7);
    }

    private static List<RawInstruction> unvisited(List<RawInstruction> slots) {
        return around(LEAD - 1, List.of(mov(R0, 0)), 0, slots, 0);
    }

    private static List<RawInstruction> unset(List<RawInstruction> slots) {
        return around(LEAD - 1, List.of(), 0, slots, 7);
    }

    /** What is before, a jump over the slots where the register equals the number, the slots, and some more. */
    private static List<RawInstruction> around(
            int leadSlots, List<Line> before, int register, List<RawInstruction> slots, int number) {
        var filler = load(WORD, R0, R1, 0);
        var lead = new ArrayList<Line>();
        for (int i = before.size(); i < leadSlots; i++) {
            lead.add(filler);
        }
        lead.addAll(before);
        var all = new ArrayList<>(InstructionEncoder.encode(Assembly.program(lead)));
        all.add(new RawInstruction(Opcode.BPF_JMP | 0x10, register, 0, (short) slots.size(), number));
        all.addAll(slots);
        var tail = new ArrayList<Line>();
        for (int i = 0; i < TAIL; i++) {
            tail.add(mov(R0, 0));
        }
        tail.add(exit());
        all.addAll(InstructionEncoder.encode(Assembly.program(tail)));
        return all;
    }
}
