package dev.osmia.verifier.memory;

import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Frame;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.Rejection;

/** Whether an access stays within a stack frame; what it reaches comes into use. */
final class StackBounds {
    /** Who accesses, as messages say it. */
    enum Accessor {
        READING(" read from"),
        WRITING(" write to");

        private final String text;

        Accessor(String text) {
            this.text = text;
        }
    }

    private StackBounds() {}

    /**
     * Checks an access at an offset that may vary.
     *
     * @param offset the fixed offset, the pointer's own included
     */
    static void check(Path path, Register base, int offset, int size, Accessor accessor) {
        var pointer = path.register(base);
        var frame = path.state().frameOf(pointer);
        var variable = pointer.scalar();
        boolean fixed = variable.isConstant();
        if (!fixed
                && (variable.signedMax() >= Limits.VARIABLE_OFFSET
                        || variable.signedMin() <= -Limits.VARIABLE_OFFSET)) {
            throw Rejection.of("invalid unbounded variable-offset%s stack R%d", accessor.text, base.number());
        }
        long least = (fixed ? variable.constantValue() : variable.signedMin()) + offset;
        long greatest = (fixed ? variable.constantValue() : variable.signedMax()) + offset + size;
        boolean writable = accessor == Accessor.WRITING || path.privileged();
        if (!within(least, frame, writable) || greatest > 0 || size < 0) {
            throw outside(base, pointer, offset, size, accessor);
        }
        frame.growStack((int) -least);
        path.subprograms().useStack(frame.subprogram(), (int) -least);
    }

    private static boolean within(long offset, Frame frame, boolean wholeStack) {
        int bytes = wholeStack ? Limits.STACK : frame.slots() * 8;
        return offset >= -bytes && offset <= -1;
    }

    private static Rejection outside(Register base, RegisterState pointer, int offset, int size, Accessor accessor) {
        if (pointer.scalar().isConstant()) {
            return Rejection.of("invalid%s stack R%d off=%d size=%d", accessor.text, base.number(), offset, size);
        }
        return Rejection.of(
                "invalid variable-offset%s stack R%d var_off=%s off=%d size=%d",
                accessor.text, base.number(), pointer.variableOffset(), offset, size);
    }
}
