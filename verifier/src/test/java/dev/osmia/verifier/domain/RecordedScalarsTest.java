package dev.osmia.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.instruction.AluOp;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.JumpCondition;
import dev.osmia.program.instruction.OperationWidth;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a 6.18 kernel printed of registers ({@code src/test/recorder}), compared with what is known here after the same instructions. */
final class RecordedScalarsTest {
    private static final int LEAST_COMPARED = 2_500;

    @Test
    void knowsOfEachRegisterWhatTheKernelKnows() throws IOException {
        int compared = 0;
        for (var line : lines()) {
            var replay = new RegisterReplay(KernelRecord.parse(line));
            assertThat(replay.run()).as(line).isEmpty();
            compared += replay.compared();
        }
        assertThat(compared).isGreaterThan(LEAST_COMPARED);
    }

    @Test
    void theTableHasEveryOperationAndConditionOfBothWidths() throws IOException {
        Set<String> seen = new HashSet<>();
        for (var line : lines()) {
            for (var instruction : KernelRecord.parse(line).code().instructions()) {
                if (instruction instanceof Instruction.Alu alu) {
                    seen.add(alu.width() + " " + alu.op());
                } else if (instruction instanceof Instruction.Branch branch) {
                    seen.add(branch.width() + " " + branch.condition());
                }
            }
        }
        for (var width : OperationWidth.values()) {
            for (var op : AluOp.values()) {
                assertThat(seen).contains(width + " " + op);
            }
            for (var condition : JumpCondition.values()) {
                assertThat(seen).contains(width + " " + condition);
            }
        }
    }

    private static List<String> lines() throws IOException {
        var table = RecordedScalarsTest.class.getResourceAsStream("recorded-scalars.txt");
        try (var reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(table, "recorded-scalars.txt"), StandardCharsets.US_ASCII))) {
            return reader.lines().filter(line -> !line.startsWith("#")).toList();
        }
    }
}
