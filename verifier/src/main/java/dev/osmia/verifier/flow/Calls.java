package dev.osmia.verifier.flow;

import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Reference;
import java.util.OptionalInt;

/** Where instructions lead to other subprograms: local calls and references to functions. */
final class Calls {
    private Calls() {}

    /** The slot that the instruction calls or, as a function reference, names. May lie outside the program. */
    static OptionalInt target(Code code, int slot) {
        var instruction = code.find(slot).orElse(null);
        if (instruction instanceof Instruction.CallLocal call) {
            return OptionalInt.of(slot + 1 + call.offset());
        }
        if (instruction instanceof Instruction.LoadReference load
                && load.reference() instanceof Reference.FunctionAddress function) {
            return OptionalInt.of(slot + 1 + function.offset());
        }
        return OptionalInt.empty();
    }

    /** Whether the instruction calls a subprogram directly. */
    static boolean isLocalCall(Code code, int slot) {
        return code.find(slot).filter(Instruction.CallLocal.class::isInstance).isPresent();
    }
}
