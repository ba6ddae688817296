package dev.osmia.verifier.flow;

import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.ControlFlow;
import dev.osmia.program.instruction.ControlFlow.Kind;
import dev.osmia.program.instruction.Instruction;
import java.util.OptionalInt;

/** Where the code goes from each slot. Targets may lie outside the program until {@link JumpRanges} has checked them. */
final class Leaving {
    private static final int[] NOWHERE = {};

    private final Code code;
    private final ControlFlow[] bySlot;

    private Leaving(Code code, ControlFlow[] bySlot) {
        this.code = code;
        this.bySlot = bySlot;
    }

    static Leaving of(Code code) {
        var visitor = new LeavingVisitor();
        var bySlot = new ControlFlow[code.slots()];
        for (int slot = 0; slot < bySlot.length; slot++) {
            bySlot[slot] = code.find(slot)
                    .map(instruction -> instruction.accept(visitor))
                    .orElse(null);
        }
        return new Leaving(code, bySlot);
    }

    int slots() {
        return bySlot.length;
    }

    /** The slot that the instruction may jump to. */
    OptionalInt jumpTarget(int slot) {
        return target(slot, Kind.JUMPS, Kind.BRANCHES);
    }

    /** The slot of the subprogram that the instruction calls or takes the address of. */
    OptionalInt subprogram(int slot) {
        return target(slot, Kind.REFERS_TO_SUBPROGRAM, Kind.REFERS_TO_SUBPROGRAM);
    }

    private OptionalInt target(int slot, Kind one, Kind other) {
        var flow = bySlot[slot];
        return flow != null && (flow.kind() == one || flow.kind() == other)
                ? OptionalInt.of(slot + 1 + flow.offset())
                : OptionalInt.empty();
    }

    /** Whether the instruction may go on to the next one or elsewhere. */
    boolean branches(int slot) {
        return bySlot[slot] != null && bySlot[slot].kind() == Kind.BRANCHES;
    }

    /** The slots that may follow, the next instruction first. The second half of a wide load, jumped to, just leads on. */
    int[] successors(int slot) {
        var flow = bySlot[slot];
        if (flow == null) {
            return new int[] {slot + 1};
        }
        int next = slot + code.find(slot).map(Instruction::slots).orElse(1);
        return switch (flow.kind()) {
            case FALLS_THROUGH, REFERS_TO_SUBPROGRAM -> new int[] {next};
            case JUMPS -> new int[] {slot + 1 + flow.offset()};
            case BRANCHES -> new int[] {next, slot + 1 + flow.offset()};
            case EXITS -> NOWHERE;
        };
    }

    /** {@link #successors(int)}, and the subprogram that the instruction calls or takes the address of. */
    int[] successorsAndSubprogram(int slot) {
        var subprogram = subprogram(slot);
        var successors = successors(slot);
        return subprogram.isPresent() ? new int[] {successors[0], subprogram.getAsInt()} : successors;
    }
}
