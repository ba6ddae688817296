package dev.osmia.program.assembly;

import static dev.osmia.program.assembly.Assembly.*;
import static dev.osmia.program.instruction.MemorySize.BYTE;
import static dev.osmia.program.instruction.MemorySize.DOUBLE_WORD;
import static dev.osmia.program.instruction.MemorySize.HALF_WORD;
import static dev.osmia.program.instruction.MemorySize.WORD;
import static dev.osmia.program.instruction.Register.R0;
import static dev.osmia.program.instruction.Register.R1;
import static dev.osmia.program.instruction.Register.R10;
import static dev.osmia.program.instruction.Register.R2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.osmia.program.instruction.AtomicOp;
import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.InstructionDecoder;
import dev.osmia.program.instruction.RawInstruction;
import dev.osmia.program.instruction.Reference;
import dev.osmia.program.instruction.Slots;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssemblerTest {
    private static final Names NAMES = Names.of(
            id -> id == 1 ? Optional.of("bpf_map_lookup_elem") : Optional.empty(),
            external -> external == 0 ? Optional.of("bpf_dynptr_from_skb") : Optional.empty());
    private static final Assembler ASSEMBLER = new Assembler(NAMES);

    @Test
    void readsEveryInstructionThatTheDisassemblerPrints() {
        var disassembler = new Disassembler(NAMES);
        Slots.forEach(raw -> {
            var code = InstructionDecoder.decode(List.of(raw));
            if (!(code.at(0) instanceof Instruction.Undecodable)) {
                String text = disassembler.print(0, code.at(0));
                if (!ASSEMBLER.assemble(text).equals(code)) {
                    fail("%s was read as %s", text, ASSEMBLER.assemble(text).at(0));
                }
            }
        });
    }

    @Test
    void readsEveryWideLoadThatTheDisassemblerPrints() {
        var code = program(
                loadConstant(R1, 0),
                loadConstant(R1, -1),
                loadConstant(R1, Long.MIN_VALUE),
                loadMap(R1, 3),
                loadMapValue(R1, 3, 16),
                loadMapValue(R1, 3, -1),
                loadKernelSymbol(R2, 1),
                instruction(new Instruction.LoadReference(R2, new Reference.FunctionAddress(-20))));
        assertThat(ASSEMBLER.assemble(new Disassembler(NAMES).print(code))).isEqualTo(code);
    }

    @Test
    void readsAProgramWithLabelsAndComments() {
        var text = """
                ; counts a byte of the packet
                start:  r2 = *(u32 *)(r1 +4)   // the end
                        w0 = 0
                next:   if r2 s> 0x5 goto out
                        if w2 & 2 goto +1
                        r2 s>>= 1
                        may_goto out
                        goto next
                out:    exit
                """;
        assertThat(ASSEMBLER.assemble(text))
                .isEqualTo(program(
                        load(WORD, R2, R1, 4),
                        mov32(R0, 0),
                        label("next"),
                        ifSignedGreater(R2, 5, "out"),
                        ifAnyBitSet32(R2, 2, "skip"),
                        arsh(R2, 1),
                        label("skip"),
                        mayGoto("out"),
                        jump("next"),
                        label("out"),
                        exit()));
    }

    @Test
    void readsCallsByNameAndByLabel() {
        var text = """
                call bpf_map_lookup_elem#1
                call unknown#7
                call bpf_dynptr_from_skb#0
                call kernel-function#5
                r2 = subprog[f]
                call f
                exit
                f: exit
                """;
        assertThat(ASSEMBLER.assemble(text))
                .isEqualTo(program(
                        callHelper(1),
                        callHelper(7),
                        callKfunc(0),
                        callKfunc(5),
                        loadFunction(R2, "f"),
                        call("f"),
                        exit(),
                        label("f"),
                        exit()));
    }

    @Test
    void readsMemoryOperations() {
        var text = """
                *(u8 *)(r10 -1) = 255
                *(u64 *)(r10 -8) = r1
                r1 = *(s16 *)(r10 -8)
                lock *(u64 *)(r10 -8) ^= r1
                r1 = atomic_fetch_or((u32 *)(r10 -8), r1)
                r0 = atomic64_cmpxchg((u64 *)(r10 -8), r0, r1)
                r2 = load_acquire((u16 *)(r10 -8))
                store_release((u32 *)(r10 -8), r1)
                r0 = *(u16 *)skb[12]
                r0 = *(u8 *)skb[r2 + -1]
                """;
        assertThat(ASSEMBLER.assemble(text))
                .isEqualTo(program(
                        store(BYTE, R10, -1, 255),
                        store(DOUBLE_WORD, R10, -8, R1),
                        loadSigned(HALF_WORD, R1, R10, -8),
                        atomic(AtomicOp.XOR, DOUBLE_WORD, R10, -8, R1),
                        atomicFetch(AtomicOp.OR, WORD, R10, -8, R1),
                        atomicCompareExchange(DOUBLE_WORD, R10, -8, R1),
                        loadAcquire(HALF_WORD, R2, R10, -8),
                        storeRelease(WORD, R10, -8, R1),
                        loadPacket(HALF_WORD, 12),
                        loadPacket(BYTE, R2, -1)));
    }

    @Test
    void readsALineOfTheKernelsLogWithItsState() {
        String line = "14: (07) r3 += 8                      ; R3=pkt(off=8,r=0) R10=fp0";
        assertThat(ASSEMBLER.assemble(line).at(0))
                .isEqualTo(InstructionDecoder.decode(List.of(new RawInstruction(0x07, 3, 0, (short) 0, 8)))
                        .at(0));
    }

    @Test
    void tellsAMoveFromAWideLoadByTheBase() {
        Code code = ASSEMBLER.assemble("r1 = 5\nr1 = 0x5");
        assertThat(code).isEqualTo(program(mov(R1, 5), loadConstant(R1, 5)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "r11 = 1 | 1 | 1 | expected an instruction, found 'r11'",
                "r1 = w2 | 1 | 6 | expected r2, found 'w2'",
                "w1 = r2 | 1 | 6 | expected w2, found 'r2'",
                "r1 += | 1 | 6 | expected a number, found the end of the line",
                "r1 = 4294967296 | 1 | 6 | number is beyond 32 bits",
                "r1 += 0x100000000 | 1 | 7 | number is beyond 32 bits",
                "r1 = 0x10000000000000000 | 1 | 6 | '0x10000000000000000' is no number of at most 64 bits",
                "r1 = 12ab | 1 | 6 | '12ab' is no number of at most 64 bits",
                "r1 = *(u24 *)(r2 +0) | 1 | 8 | expected a type such as u32 or s32, found 'u24'",
                "r1 = *(u32 *)(r2 0) | 1 | 18 | expected '+' or '-', found '0'",
                "r1 = *(u32 *)(r2 +32768) | 1 | 18 | offset is beyond 16 bits",
                "*(s32 *)(r2 +0) = 1 | 1 | 3 | expected one of u8, u16, u32 and u64, found 's32'",
                "r1 = -r2 | 1 | 7 | expected 'r1', found 'r2'",
                "r1 = be24 r1 | 1 | 6 | expected a register, a number, a load or a byte order change, found 'be24'",
                "w1 = (s32)w2 | 1 | 7 | expected a type to extend from, such as s8, found 's32'",
                "lock *(u16 *)(r1 +0) += r2 | 1 | 8 | atomic operations have u32 and u64, not u16",
                "r1 = atomic64_fetch_add((u64 *)(r2 +0), r3) | 1 | 41 | the old value goes to the source, which must be r1",
                "r1 = atomic_fetch_add((u64 *)(r2 +0), r1) | 1 | 6 | atomic_fetch_add is no atomic operation on u64",
                "if r1 ~ 5 goto +1 | 1 | 7 | unexpected character '~'",
                "if r1 = 5 goto +1 | 1 | 7 | expected a comparison, found '='",
                "if r1 == 5 goto 3 | 1 | 17 | expected a label or an offset such as pc+3, found '3'",
                "call bpf_ktime_get_ns#1 | 1 | 6 | bpf_ktime_get_ns is neither helper nor kfunc number 1",
                "exit now | 1 | 6 | expected the end of the line, found 'now'",
                "5: (b7) r1 += 2 | 1 | 5 | the instruction has opcode 07, not b7",
                "`exit\n   goto out` | 2 | 9 | slot 1 refers to label out, which stands nowhere; there are []",
                "`out: exit\n  out: exit` | 2 | 3 | label out stands at slot 0 and again at slot 1",
            })
    void namesLineAndColumnOfWhatItCannotRead(String text, int line, int column, String problem) {
        assertThatThrownBy(() -> ASSEMBLER.assemble(text))
                .isInstanceOfSatisfying(AssemblySyntaxException.class, failure -> {
                    assertThat(failure).hasMessage("line " + line + ", column " + column + ": " + problem);
                    assertThat(failure.line()).isEqualTo(line);
                    assertThat(failure.column()).isEqualTo(column);
                });
    }
}
