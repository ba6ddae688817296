package dev.osmia.verifier.memory;

import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.RegisterState;

/** Ids that tell which numbers are copies of one. */
public final class ScalarLinks {
    private ScalarLinks() {}

    /**
     * What a register holds, ready to be copied: a number that is not known exactly has an id afterwards, and its copy the same.
     */
    public static RegisterState beforeCopy(Path path, Register source) {
        var value = path.register(source);
        if (!value.isScalar()) {
            return value;
        }
        if (value.isDistant()) {
            value = value.withoutLink();
        }
        if (value.id() == 0 && !value.scalar().isConstant()) {
            value = value.withId(path.newId());
        }
        path.frame().setRegister(source, value);
        return value;
    }
}
