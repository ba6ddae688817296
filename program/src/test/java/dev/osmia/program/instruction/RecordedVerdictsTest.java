package dev.osmia.program.instruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.osmia.program.instruction.Instruction.Undecodable;
import dev.osmia.program.instruction.Instruction.Undecodable.Stage;
import dev.osmia.testkit.RecordedTruth;
import dev.osmia.testkit.RecordedTruth.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the decoder refuses, and in which words, against what a running kernel's verifier said of the same slots. */
class RecordedVerdictsTest {
    private static final String ACCEPTED = "-";

    /** The messages that depend on the encoding alone; all others are about registers' contents or the program around. */
    private static final Pattern OF_THE_ENCODING =
            Pattern.compile(".* uses reserved fields|unknown opcode ..|R1[1-5] is invalid"
                    + "|div by zero|invalid shift .*|invalid atomic operand size|BPF_ATOMIC uses invalid atomic opcode .*"
                    + "|invalid may_goto imm .*|addr_space_cast insn can only convert between address space 1 and 0"
                    + "|invalid bpf_ld_imm64 insn|unrecognized bpf_ld_imm64 insn|invalid module BTF object FD specified\\."
                    + "|failed to find BTF for kernel function");

    /** Said before the registers are looked at, by programs that have no arena. */
    private static final String NO_ARENA =
            "addr_space_cast insn can only be used in a program that has an associated arena";

    @Test
    void refusesWhatTheKernelRefusesInTheSameWords() {
        for (var verdict : verdicts()) {
            var decoded = decode(verdict);
            boolean ofTheEncoding = OF_THE_ENCODING.matcher(verdict.visited()).matches();
            if (decoded instanceof Undecodable undecodable) {
                if (!undecodable.message().equals(verdict.visited())
                        && !verdict.visited().equals(NO_ARENA)
                        && !isAboutJumps(verdict.visited())) {
                    fail("%s, but the kernel says: %s", undecodable, verdict.visited());
                }
            } else if (ofTheEncoding) {
                fail("%s, but the kernel says: %s", decoded, verdict.visited());
            }
        }
    }

    @Test
    void knowsWhatTheKernelRefusesEvenWhereNoPathGoes() {
        for (var verdict : verdicts()) {
            if (decode(verdict) instanceof Undecodable undecodable) {
                String expected = undecodable.stage() == Stage.VISIT ? ACCEPTED : undecodable.message();
                if (!verdict.unvisited().equals(expected) && !isAboutJumps(verdict.unvisited())) {
                    fail("%s, but where no path goes the kernel says: %s", undecodable, verdict.unvisited());
                }
            }
        }
    }

    @Test
    void knowsTheRegistersThatTheKernelReadsBeforeItRefuses() {
        for (var verdict : verdicts()) {
            if (decode(verdict) instanceof Undecodable undecodable) {
                var unset = undecodable.readFirst().stream()
                        .filter(register ->
                                register != Register.R0 && register != Register.R1 && register != Register.R10)
                        .findFirst();
                String expected = unset.map(register -> "R" + register.number() + " !read_ok")
                        .orElse(undecodable.message());
                if (!verdict.unset().equals(expected)
                        && !verdict.unset().equals(NO_ARENA)
                        && !isAboutJumps(verdict.unset())) {
                    fail("%s, but with registers unset the kernel says: %s", undecodable, verdict.unset());
                }
            }
        }
    }

    @Test
    void theRecordsHoldEveryOpcode() {
        var opcodes = new HashSet<Integer>();
        RecordedTruth.verdicts()
                .forEach(verdict -> opcodes.add(
                        RawInstruction.ofLong(verdict.slots().get(0)).opcode()));
        assertThat(opcodes).hasSize(256);
    }

    /** All but those that name a kernel symbol by a number of the recording kernel. */
    private static List<Verdict> verdicts() {
        return RecordedTruth.verdicts().stream()
                .filter(verdict -> {
                    var first = RawInstruction.ofLong(verdict.slots().get(0));
                    return first.opcode() != Opcode.WIDE_LOAD || first.source() != Opcode.BPF_PSEUDO_BTF_ID;
                })
                .toList();
    }

    /** The passes over jumps come before the one over slots. */
    private static boolean isAboutJumps(String message) {
        return message.startsWith("jump out of range") || message.equals("last insn is not an exit or jmp");
    }

    private static Instruction decode(Verdict verdict) {
        List<RawInstruction> slots =
                verdict.slots().stream().map(RawInstruction::ofLong).toList();
        return InstructionDecoder.decode(slots).at(0);
    }
}
