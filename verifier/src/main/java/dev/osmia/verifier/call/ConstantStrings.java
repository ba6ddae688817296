package dev.osmia.verifier.call;

import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.memory.HelperMemory;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.Rejection;

/** Strings that are known at verification: zero-terminated, in read-only data. */
final class ConstantStrings {
    private ConstantStrings() {}

    /** Checks that the register, a pointer to a map value, points to one. */
    static void check(Path path, Register register) {
        var pointer = path.register(register);
        var map = ((Pointee.OfMap) pointer.pointee()).map();
        if (!HelperMemory.isFrozen(map.spec())) {
            throw Rejection.of("R%d does not point to a readonly map'", register.number());
        }
        if (!pointer.scalar().isConstant()) {
            throw Rejection.of("R%d is not a constant address'", register.number());
        }
        int size = map.spec().valueSize();
        HelperMemory.check(path, register, size - pointer.offset(), HelperMemory.Use.READ, false);
        int start = pointer.offset() + (int) pointer.scalar().constantValue();
        var content = map.spec().content().bytes();
        for (int i = start; i < size; i++) {
            if (i >= content.length || content[i] == 0) {
                return;
            }
        }
        throw Rejection.of("string is not zero-terminated");
    }
}
