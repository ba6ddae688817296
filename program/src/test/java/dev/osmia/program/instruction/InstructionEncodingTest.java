package dev.osmia.program.instruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstructionEncodingTest {
    @Test
    void encodesEverySlotAsItWasDecoded() {
        Slots.forEach(raw -> {
            var decoded = InstructionDecoder.decode(List.of(raw));
            if (!InstructionEncoder.encode(decoded).equals(List.of(withoutIgnoredFields(raw)))) {
                fail("%s became %s", raw, decoded.at(0));
            }
        });
    }

    @Test
    void decodesEveryDecodedInstructionAsItWasEncoded() {
        Slots.forEach(raw -> {
            var decoded = InstructionDecoder.decode(List.of(raw));
            if (!InstructionDecoder.decode(InstructionEncoder.encode(decoded)).equals(decoded)) {
                fail("%s is encoded as something else", decoded.at(0));
            }
        });
    }

    @Test
    void encodesEveryWideLoadAsItWasDecoded() {
        for (int form = 0; form < 16; form++) {
            for (short offset : new short[] {0, 1}) {
                for (int upper : new int[] {0, 1, -1}) {
                    var slots = List.of(
                            new RawInstruction(0x18, 3, form, offset, 7),
                            new RawInstruction(0, 0, 0, (short) 0, upper));
                    var decoded = InstructionDecoder.decode(slots);
                    assertThat(decoded.slots()).isEqualTo(2);
                    assertThat(InstructionEncoder.encode(decoded)).isEqualTo(withMapsByIndex(slots));
                }
            }
        }
    }

    @Test
    void readsLittleEndianBytesWhateverTheOrderOfTheBuffer() {
        var bytes = ByteBuffer.wrap(new byte[] {(byte) 0xb7, 3, 0, 0, 1, 2, 0, 0});
        assertThat(InstructionDecoder.decode(bytes).instructions())
                .containsExactly(
                        new Instruction.Alu(OperationWidth.W64, AluOp.MOV, Register.R3, Operand.immediate(0x201)));
        assertThat(bytes.remaining()).isEqualTo(8);
    }

    @Test
    void writesTheBytesThatItReads() {
        var code = InstructionDecoder.decode(List.of(
                new RawInstruction(0x18, 1, 0, (short) 0, 0x55667788),
                new RawInstruction(0, 0, 0, (short) 0, 0x11223344),
                new RawInstruction(0x95, 0, 0, (short) 0, 0)));
        assertThat(code.at(0)).isEqualTo(new Instruction.LoadImmediate64(Register.R1, 0x1122334455667788L));
        assertThat(InstructionDecoder.decode(InstructionEncoder.bytes(code))).isEqualTo(code);
    }

    @Test
    void refusesHalfASlot() {
        assertThatThrownBy(() -> InstructionDecoder.decode(ByteBuffer.allocate(12)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bytes=12 is no multiple of the 8 bytes of a slot");
    }

    private static RawInstruction withoutIgnoredFields(RawInstruction raw) {
        boolean exit = InstructionDecoder.decode(List.of(raw)).at(0) instanceof Instruction.Exit;
        return exit ? new RawInstruction(raw.opcode(), 0, 0, (short) 0, 0) : raw;
    }

    /** The kernel takes maps by descriptor and by index, and ignores the upper half of a subprogram's address. */
    private static List<RawInstruction> withMapsByIndex(List<RawInstruction> slots) {
        if (InstructionDecoder.decode(slots).at(0) instanceof Instruction.Undecodable) {
            return slots;
        }
        var canonical = new ArrayList<>(slots);
        var first = slots.get(0);
        switch (first.source()) {
            case 1, 2 ->
                canonical.set(0, new RawInstruction(0x18, 3, first.source() + 4, first.offset(), first.immediate()));
            case 4 -> canonical.set(1, new RawInstruction(0, 0, 0, (short) 0, 0));
            default -> {}
        }
        return canonical;
    }
}
