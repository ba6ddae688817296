package dev.osmia.verifier.call;

import dev.osmia.program.contract.KfuncContract;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.memory.StructAccess;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.TypeFlag;

/** Structs of the kernel as arguments of kfuncs ({@code process_kf_arg_ptr_to_btf_id}). */
final class KernelStructs {
    /** What tells an object in the making from a finished one. */
    private static final String INIT = "___init";

    private static final int TRUSTED = TypeFlag.ALLOCATED.bit() | TypeFlag.TRUSTED.bit() | TypeFlag.NON_OWNING.bit();

    private KernelStructs() {}

    static void check(Path path, KfuncContract kfunc, int index, Register register, RegisterState state) {
        String given = structOf(state);
        boolean unsafe =
                state.type() == RegisterType.BTF_ID && (state.flags() & ~TRUSTED) != 0 && !state.has(TypeFlag.RCU);
        if (given.isEmpty() || unsafe) {
            throw Rejection.of(
                    "arg#%d is %s expected %s or socket",
                    index, state.typeText(), TypeFlag.text(state.type(), state.flags() & TRUSTED));
        }
        String wanted = kfunc.arguments().get(index).type();
        if (!matches(path, kfunc, state, given, wanted)) {
            throw Rejection.of(
                    "kernel function %s args#%d expected pointer to STRUCT %s but R%d has a pointer to STRUCT %s",
                    kfunc.name(), index, wanted, register.number(), given);
        }
    }

    /** The name of the struct that is passed; empty where it is none. */
    private static String structOf(RegisterState state) {
        return switch (state.type()) {
            case BTF_ID -> ((Pointee.OfStruct) state.pointee()).struct().name();
            case SOCKET -> "sock";
            case SOCK_COMMON -> "sock_common";
            case TCP_SOCK -> "tcp_sock";
            case MAP_POINTER -> "bpf_map";
            default -> "";
        };
    }

    private static boolean matches(Path path, KfuncContract kfunc, RegisterState state, String given, String wanted) {
        boolean own = state.pointee() instanceof Pointee.OfStruct object
                && !object.struct().kernel();
        if (!own && given.equals(wanted) && state.offset() == 0) {
            return true;
        }
        boolean released = kfunc.has(KfuncContract.Flag.RELEASE) && state.reference() != 0;
        boolean aliases = given.equals(wanted + INIT) || wanted.equals(given + INIT);
        return !own
                && !released
                && !aliases
                && state.type() == RegisterType.BTF_ID
                && StructAccess.pointsTo(path, state, wanted);
    }
}
