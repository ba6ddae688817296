package dev.osmia.verifier.flow;

import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Instruction.Undecodable;

/** That no slot, reached or not, holds what the kernel refuses before it follows the code. */
final class Encodings {
    private Encodings() {}

    static void check(Code code, Undecodable.Stage stage) throws MalformedCode {
        for (int slot = 0; slot < code.slots(); slot++) {
            check(code, slot, stage);
        }
    }

    static void check(Code code, int slot, Undecodable.Stage stage) throws MalformedCode {
        if (code.find(slot).orElse(null) instanceof Undecodable undecodable && undecodable.stage() == stage) {
            throw new MalformedCode(slot, undecodable.message());
        }
    }
}
