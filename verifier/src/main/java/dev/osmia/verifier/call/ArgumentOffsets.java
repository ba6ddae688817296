package dev.osmia.verifier.call;

import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.memory.Bounds;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.TypeFlag;

/** How far arguments may have been moved from where their pointers were made. */
final class ArgumentOffsets {
    private ArgumentOffsets() {}

    /** Checks an argument whose reference ends with the call. */
    static void checkReleased(RegisterState argument, Register register, boolean dynptr) {
        if (dynptr && argument.is(RegisterType.STACK)) {
            return;
        }
        if (argument.offset() != 0) {
            throw Rejection.of(
                    "R%d must have zero offset when passed to release func or trusted arg to kfunc", register.number());
        }
        Bounds.checkUnmodified(argument, register, false);
    }

    /** Checks any other argument. */
    static void check(RegisterState argument, Register register) {
        switch (argument.type()) {
            case STACK, PACKET, PACKET_META, MAP_KEY, MAP_VALUE, ARENA, SCALAR -> {
                if (argument.flags() != 0) {
                    Bounds.checkUnmodified(argument, register, false);
                }
            }
            case MEMORY -> {
                boolean free = argument.flags() == 0
                        || argument.flags() == TypeFlag.READ_ONLY.bit()
                        || argument.flags() == TypeFlag.RINGBUF.bit();
                if (!free) {
                    Bounds.checkUnmodified(argument, register, false);
                }
            }
            case BUFFER -> {
                if ((argument.flags() & ~TypeFlag.READ_ONLY.bit()) != 0) {
                    Bounds.checkUnmodified(argument, register, false);
                }
            }
            case BTF_ID -> Bounds.checkUnmodified(argument, register, isFreeStruct(argument.flags()));
            default -> Bounds.checkUnmodified(argument, register, false);
        }
    }

    private static boolean isFreeStruct(int flags) {
        int owned = TypeFlag.ALLOCATED.bit();
        int borrowed = owned | TypeFlag.NON_OWNING.bit();
        return flags == 0
                || flags == owned
                || flags == TypeFlag.TRUSTED.bit()
                || flags == TypeFlag.RCU.bit()
                || flags == borrowed
                || flags == (borrowed | TypeFlag.RCU.bit());
    }
}
