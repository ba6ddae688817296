package dev.osmia.program.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.InstructionDecoder;
import dev.osmia.program.instruction.RawInstruction;
import dev.osmia.testkit.RecordedTruth;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The disassembler's text against how a running kernel's log printed the same slots. */
class RecordedTextTest {
    private static final Map<Integer, String> HELPERS = Map.of(
            0,
            "bpf_unspec",
            1,
            "bpf_map_lookup_elem",
            2,
            "bpf_map_update_elem",
            7,
            "bpf_get_prandom_u32",
            8,
            "bpf_get_smp_processor_id");

    @Test
    void printsInstructionsAsTheKernelsLogDoes() {
        // Of calls that name nothing the kernel prints no name; the programs that the records are from had no kfuncs.
        var names = Names.of(id -> Optional.ofNullable(HELPERS.get(id)), external -> Optional.of(""));
        var disassembler = new Disassembler(names);
        var different = new ArrayList<String>();
        int compared = 0;
        for (var verdict : RecordedTruth.verdicts()) {
            var slots = verdict.slots().stream().map(RawInstruction::ofLong).toList();
            var instruction = InstructionDecoder.decode(slots).at(0);
            boolean otherHelper =
                    instruction instanceof Instruction.CallHelper call && !HELPERS.containsKey(call.helper());
            boolean kernelAddress = instruction instanceof Instruction.LoadReference;
            if (!verdict.text().isEmpty() && !otherHelper && !kernelAddress) {
                String text = disassembler.print(instruction);
                if (!text.equals(verdict.text())) {
                    different.add(text + " instead of " + verdict.text());
                }
                compared++;
            }
        }
        assertThat(different).isEmpty();
        assertThat(compared).isGreaterThan(4000);
    }
}
