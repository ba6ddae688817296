package dev.osmia.program.instruction;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A program's instructions, addressed by slot as the kernel numbers them: a 64-bit load takes two slots, and its second slot
 * holds no instruction.
 */
public final class Code {
    private final Instruction[] bySlot;

    private Code(Instruction[] bySlot) {
        this.bySlot = bySlot;
    }

    /** The instructions one after another. */
    public static Code of(List<Instruction> instructions) {
        int slots = instructions.stream().mapToInt(Instruction::slots).sum();
        var bySlot = new Instruction[slots];
        int slot = 0;
        for (var instruction : instructions) {
            bySlot[slot] = instruction;
            slot += instruction.slots();
        }
        return new Code(bySlot);
    }

    /** How many slots there are. */
    public int slots() {
        return bySlot.length;
    }

    /** The instruction that starts at the slot; empty for the second slot of a 64-bit load. */
    public Optional<Instruction> find(int slot) {
        return Optional.ofNullable(bySlot[slot]);
    }

    /** The instruction that starts at the slot. */
    public Instruction at(int slot) {
        var instruction = bySlot[slot];
        if (instruction == null) {
            throw new IllegalArgumentException("slot=" + slot + " is the second half of a 64-bit load");
        }
        return instruction;
    }

    /** Whether an instruction starts at the slot. */
    public boolean startsAt(int slot) {
        return slot >= 0 && slot < bySlot.length && bySlot[slot] != null;
    }

    /** The slot after the instruction that starts at this slot. */
    public int next(int slot) {
        return slot + at(slot).slots();
    }

    /** The instructions in order, without the gaps. */
    public List<Instruction> instructions() {
        return Arrays.stream(bySlot).filter(instruction -> instruction != null).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Code code && Arrays.equals(bySlot, code.bySlot);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bySlot);
    }
}
