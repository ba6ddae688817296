package dev.osmia.program.instruction;

/**
 * Where the code goes from a slot, as far as its encoding tells.
 *
 * @param kind how it leaves the slot
 * @param offset of a jump, branch or call: slots from the next slot; else 0
 */
public record ControlFlow(Kind kind, int offset) {

    /** The ways of leaving a slot. */
    public enum Kind {
        /** To the next instruction only. */
        FALLS_THROUGH,
        /** To the offset only. */
        JUMPS,
        /** To the next instruction or to the offset. */
        BRANCHES,
        /** To the next instruction; the offset names a subprogram, called or taken the address of. */
        REFERS_TO_SUBPROGRAM,
        /** Nowhere. */
        EXITS
    }

    /** What the kernel's passes over calls, jumps and reachability take the slot for, reserved fields or not. */
    static ControlFlow of(RawInstruction raw) {
        int opcode = raw.opcode();
        boolean refers = opcode == Opcode.CALL
                ? raw.source() == Opcode.BPF_PSEUDO_CALL
                : opcode == Opcode.WIDE_LOAD && raw.source() == Opcode.BPF_PSEUDO_FUNC;
        if (refers) {
            return new ControlFlow(Kind.REFERS_TO_SUBPROGRAM, raw.immediate());
        }
        int instructionClass = Opcode.classOf(opcode);
        if (instructionClass != Opcode.BPF_JMP && instructionClass != Opcode.BPF_JMP32) {
            return new ControlFlow(Kind.FALLS_THROUGH, 0);
        }
        return switch (Opcode.operationOf(opcode)) {
            case Opcode.BPF_CALL -> new ControlFlow(Kind.FALLS_THROUGH, 0);
            case Opcode.BPF_EXIT -> new ControlFlow(Kind.EXITS, 0);
            case Opcode.BPF_JA ->
                new ControlFlow(Kind.JUMPS, opcode == Opcode.GOTO_LONG ? raw.immediate() : raw.offset());
            default -> new ControlFlow(Kind.BRANCHES, raw.offset());
        };
    }
}
