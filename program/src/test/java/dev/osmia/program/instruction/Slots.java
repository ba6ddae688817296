package dev.osmia.program.instruction;

import java.util.function.Consumer;

/** Slots of every opcode, with the fields that decoders treat differently. */
public final class Slots {
    private static final int[] REGISTER_FIELDS = {0, 2, 10, 11};
    private static final short[] OFFSETS = {0, 1, 8, 16, 32, Short.MIN_VALUE};
    private static final int[] IMMEDIATES = {
        0, 1, 16, 32, 0x40, 0x41, 0xe1, 0xf1, 0x100, 0x110, 0x10000, Integer.MIN_VALUE
    };

    private Slots() {}

    /** Some hundreds of thousands of slots, valid and not. */
    public static void forEach(Consumer<RawInstruction> consumer) {
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
