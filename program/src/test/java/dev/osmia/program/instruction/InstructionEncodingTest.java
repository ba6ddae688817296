package dev.osmia.program.instruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class InstructionEncodingTest {
    private static final int[] REGISTER_FIELDS = {0, 1, 2, 3, 5, 6, 10, 11, 15};
    private static final short[] OFFSETS = {0, 1, 2, 8, 16, 32, -1, Short.MIN_VALUE, Short.MAX_VALUE};
    private static final int[] IMMEDIATES = {
        0, 1, 2, 16, 31, 32, 63, 64, 0x40, 0x41, 0xe0, 0xe1, 0xf1, 0x100, 0x110, 0x10000, -1, Integer.MIN_VALUE
    };

    @Test
    void encodesEverySlotAsItWasDecoded() {
        forEachSlot(raw -> {
            var decoded = InstructionDecoder.decode(List.of(raw));
            assertThat(InstructionEncoder.encode(decoded)).containsExactly(withoutIgnoredFields(raw));
        });
    }

    @Test
    void decodesEveryDecodedInstructionAsItWasEncoded() {
        forEachSlot(raw -> {
            var decoded = InstructionDecoder.decode(List.of(raw));
            assertThat(InstructionDecoder.decode(InstructionEncoder.encode(decoded)))
                    .isEqualTo(decoded);
        });
    }

    @Test
    void encodesEveryWideLoadAsItWasDecoded() {
        for (int form : REGISTER_FIELDS) {
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

    private static void forEachSlot(Consumer<RawInstruction> consumer) {
        for (int opcode = 0; opcode < 256; opcode++) {
            for (int destination : REGISTER_FIELDS) {
                for (int source : REGISTER_FIELDS) {
                    for (short offset : OFFSETS) {
                        for (int immediate : IMMEDIATES) {
                            consumer.accept(new RawInstruction(opcode, destination, source, offset, immediate));
                        }
                    }
                }
            }
        }
    }
}
