package dev.osmia.program.instruction;

import static dev.osmia.program.instruction.Undecodables.inPassOverSlots;
import static dev.osmia.program.instruction.Undecodables.invalidRegisterMessage;

import dev.osmia.program.instruction.Instruction.Undecodable;
import dev.osmia.program.instruction.Instruction.Undecodable.Stage;
import dev.osmia.program.instruction.Reference.FunctionAddress;
import dev.osmia.program.instruction.Reference.KernelSymbol;
import dev.osmia.program.instruction.Reference.MapAddress;
import dev.osmia.program.instruction.Reference.MapValueAddress;
import java.util.List;

/**
 * The 64-bit load immediate, whose second slot holds the upper half of the immediate and nothing else. The checks come in the order
 * of the kernel's {@code resolve_pseudo_ldimm64} and {@code check_ld_imm}.
 */
final class WideLoadDecoder {
    private WideLoadDecoder() {}

    /** @param second the slot behind, or null at the end of the code */
    static Instruction decode(RawInstruction first, RawInstruction second) {
        if (second == null
                || second.opcode() != 0
                || second.destination() != 0
                || second.source() != 0
                || second.offset() != 0) {
            return inPassOverSlots(first, "invalid bpf_ld_imm64 insn");
        }
        int upper = second.immediate();
        boolean mapItself = first.source() == Opcode.BPF_PSEUDO_MAP_FD || first.source() == Opcode.BPF_PSEUDO_MAP_IDX;
        if (first.source() > Opcode.BPF_PSEUDO_MAP_IDX_VALUE || (mapItself && upper != 0)) {
            return undecodable(first, second, Stage.SLOTS, "unrecognized bpf_ld_imm64 insn");
        }
        if (first.source() == Opcode.BPF_PSEUDO_BTF_ID && upper != 0) {
            return undecodable(first, second, Stage.SLOTS, "invalid module BTF object FD specified.");
        }
        if (first.offset() != 0) {
            return undecodable(first, second, Stage.VISIT, "BPF_LD_IMM64 uses reserved fields");
        }
        var destination = Register.of(first.destination());
        return destination.isPresent()
                ? decode(destination.get(), first.source(), first.immediate(), upper)
                : undecodable(first, second, Stage.VISIT, invalidRegisterMessage(first.destination()));
    }

    private static Instruction decode(Register destination, int form, int lower, int upper) {
        return switch (form) {
            case Opcode.BPF_PSEUDO_MAP_FD, Opcode.BPF_PSEUDO_MAP_IDX ->
                new Instruction.LoadReference(destination, new MapAddress(lower));
            case Opcode.BPF_PSEUDO_MAP_VALUE, Opcode.BPF_PSEUDO_MAP_IDX_VALUE ->
                new Instruction.LoadReference(destination, new MapValueAddress(lower, upper));
            case Opcode.BPF_PSEUDO_BTF_ID -> new Instruction.LoadReference(destination, new KernelSymbol(lower));
            case Opcode.BPF_PSEUDO_FUNC -> new Instruction.LoadReference(destination, new FunctionAddress(lower));
            default -> new Instruction.LoadImmediate64(destination, Integer.toUnsignedLong(lower) | (long) upper << 32);
        };
    }

    private static Undecodable undecodable(RawInstruction first, RawInstruction second, Stage stage, String message) {
        return new Undecodable(List.of(first, second), stage, List.of(), message);
    }
}
