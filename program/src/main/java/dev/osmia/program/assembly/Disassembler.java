package dev.osmia.program.assembly;

import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.InstructionEncoder;
import dev.osmia.program.instruction.Opcode;
import dev.osmia.program.instruction.RawInstruction;
import java.util.List;

/**
 * Prints instructions as the kernel's verifier does in its log ({@code print_bpf_insn}), malformed ones included. Only what the kernel
 * prints as an address of its own memory differs: map references, subprogram addresses and kernel symbols read {@code map[idx:0]},
 * {@code map[idx:0]+8}, {@code subprog[+5]} and {@code ksym[idx:0]}; and a kfunc's number is its index among the externs.
 *
 * <p>{@link Assembler} reads all of it back.
 */
public final class Disassembler {
    private final Names names;

    public Disassembler(Names names) {
        this.names = names;
    }

    /** The instruction with its opcode, such as {@code (61) r0 = *(u32 *)(r1 +4)}. */
    public String print(Instruction instruction) {
        var slots = InstructionEncoder.encode(instruction);
        boolean knownOpcode = !(instruction instanceof Instruction.Undecodable undecodable)
                || undecodable.stage() != Instruction.Undecodable.Stage.SLOTS;
        var first = slots.get(0);
        return knownOpcode ? print(first, slots) : SlotPrinter.malformed(first);
    }

    /** A line of the kernel's log, such as {@code 12: (61) r0 = *(u32 *)(r1 +4)}. */
    public String print(int slot, Instruction instruction) {
        return slot + ": " + print(instruction);
    }

    /** A line for each instruction. */
    public String print(Code code) {
        var lines = new StringBuilder();
        for (int slot = 0; slot < code.slots(); slot = code.next(slot)) {
            lines.append(print(slot, code.at(slot))).append('\n');
        }
        return lines.toString();
    }

    private String print(RawInstruction first, List<RawInstruction> slots) {
        return switch (Opcode.classOf(first.opcode())) {
            case Opcode.BPF_ALU, Opcode.BPF_ALU64 -> SlotPrinter.arithmetic(first);
            case Opcode.BPF_JMP, Opcode.BPF_JMP32 ->
                first.opcode() == Opcode.CALL ? call(first) : SlotPrinter.jump(first);
            case Opcode.BPF_LDX -> SlotPrinter.load(first);
            case Opcode.BPF_ST -> SlotPrinter.storeImmediate(first);
            case Opcode.BPF_STX -> SlotPrinter.storeRegister(first);
            default ->
                first.opcode() == Opcode.WIDE_LOAD
                        ? SlotPrinter.wideLoad(first, slots.get(1))
                        : SlotPrinter.packetLoad(first);
        };
    }

    private String call(RawInstruction raw) {
        int number = raw.immediate();
        return switch (raw.source()) {
            case Opcode.BPF_PSEUDO_CALL -> "(85) call pc%+d".formatted(number);
            case Opcode.BPF_PSEUDO_KFUNC_CALL ->
                "(85) call %s#%d".formatted(names.kfunc(number).orElse("kernel-function"), number);
            case 0 -> "(85) call %s#%d".formatted(names.helper(number).orElse("unknown"), number);
            default -> "(85) call unknown#%d".formatted(number);
        };
    }
}
