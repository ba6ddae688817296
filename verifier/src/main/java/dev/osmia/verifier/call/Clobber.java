package dev.osmia.verifier.call;

import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.memory.StackDynptrs;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Frame;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.TypeFlag;

/** What calls leave unusable. */
final class Clobber {
    private static final int PACKET_SLICE =
            TypeFlag.DYNPTR_SKB.bit() | TypeFlag.DYNPTR_XDP.bit() | TypeFlag.DYNPTR_SKB_META.bit();

    private Clobber() {}

    /** R0 to R5 hold nothing after a call. */
    static void callerSaved(Path path, Frame frame) {
        for (int i = 0; i <= Register.R5.number(); i++) {
            frame.setRegister(i, RegisterState.NOT_INITIALISED);
            path.trace().touch(Register.of(i).orElseThrow());
        }
    }

    /** The packet may have moved: pointers to it and slices of it are numbers now. */
    static void packetPointers(Path path) {
        var invalid = StackDynptrs.invalid(path);
        path.state().replaceRegisters(register -> isPacket(register) ? invalid : register);
    }

    private static boolean isPacket(RegisterState register) {
        return (register.flags() == 0 && register.type().isPacketOrEnd())
                || (register.type() == RegisterType.MEMORY && (register.flags() & PACKET_SLICE) != 0);
    }
}
