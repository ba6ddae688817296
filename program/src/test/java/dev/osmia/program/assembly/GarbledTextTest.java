package dev.osmia.program.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.instruction.InstructionDecoder;
import dev.osmia.program.instruction.InstructionEncoder;
import dev.osmia.program.instruction.RawInstruction;
import dev.osmia.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class GarbledTextTest {
    private static final List<String> LINES = List.of(
            "0: (61) r2 = *(u32 *)(r1 +4)",
            "if r2 s> 0x5 goto out",
            "if w2 & 2 goto pc+1",
            "lock *(u64 *)(r10 -8) ^= r1",
            "r0 = atomic64_cmpxchg((u64 *)(r10 -8), r0, r1)",
            "r2 = load_acquire((u16 *)(r10 -8))",
            "store_release((u32 *)(r10 -8), r1)",
            "r0 = *(u8 *)skb[r2 + -1]",
            "r1 = addr_space_cast(r2, 0, 1)",
            "r1 = map[idx:0]+16",
            "r2 = subprog[out]",
            "w1 = (s8)w2",
            "r1 = be16 r1",
            "r1 = -r1",
            "call unknown#7",
            "may_goto out",
            "out: exit");
    private static final String CHARACTERS = "rw0123456789sx()[]*+-=<>&|^%#:,;/ \tu\u00e9\u0000";

    @Test
    void namesAPlaceInTheTextOrReadsIt() {
        Seeds.forAll(4_000, random -> {
            var lines = new ArrayList<String>();
            for (int count = random.nextInt(1, 5); count > 0; count--) {
                lines.add(garbled(LINES.get(random.nextInt(LINES.size())), random));
            }
            try {
                new Assembler(Names.none()).assemble(String.join("\n", lines));
            } catch (AssemblySyntaxException failure) {
                assertThat(failure.line()).isBetween(1, lines.size());
                assertThat(failure.column())
                        .isBetween(1, lines.get(failure.line() - 1).length() + 1);
            }
        });
    }

    @Test
    void printsWhateverBytesSay() {
        var disassembler = new Disassembler(Names.none());
        Seeds.forAll(4_000, random -> {
            var slots = new ArrayList<RawInstruction>();
            for (int count = random.nextInt(1, 5); count > 0; count--) {
                slots.add(RawInstruction.ofLong(random.nextLong()));
            }
            var code = InstructionDecoder.decode(slots);
            assertThat(disassembler.print(code).lines())
                    .hasSize(code.instructions().size());
            assertThat(InstructionEncoder.encode(code)).hasSameSizeAs(slots);
        });
    }

    private static String garbled(String line, RandomGenerator random) {
        var text = new StringBuilder(line);
        for (int changes = random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(text.length());
            char character = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, character);
                case 1 -> text.insert(at, character);
                default -> text.delete(at, Math.min(text.length(), at + random.nextInt(1, 6)));
            }
            if (text.isEmpty()) {
                return "";
            }
        }
        return text.toString();
    }
}
