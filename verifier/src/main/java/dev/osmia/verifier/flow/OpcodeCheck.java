package dev.osmia.verifier.flow;

import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Instruction;

/** That every slot holds a known opcode, reached or not. */
final class OpcodeCheck {
    private OpcodeCheck() {}

    static void check(Code code) throws MalformedCode {
        for (int slot = 0; slot < code.slots(); slot++) {
            if (code.find(slot).orElse(null) instanceof Instruction.Undecodable undecodable
                    && isFoundBeforeReached(undecodable.message())) {
                throw new MalformedCode(slot, undecodable.message());
            }
        }
    }

    private static boolean isFoundBeforeReached(String message) {
        return message.startsWith("unknown opcode")
                || message.equals("BPF_LDX uses reserved fields")
                || message.equals("invalid bpf_ld_imm64 insn")
                || message.equals("unrecognized bpf_ld_imm64 insn");
    }
}
