package dev.osmia.verifier.branch;

import dev.osmia.program.MapType;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.memory.Limits;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.TypeFlag;
import dev.osmia.verifier.state.VerifierState;

/** Comparisons of pointers with null. */
public final class NullChecks {
    private NullChecks() {}

    /** Whether the pointer cannot be null ({@code reg_not_null}). */
    static boolean isNotNull(RegisterState pointer) {
        if (pointer.mayBeNull()
                || pointer.scalar().signedMin() <= -Limits.VARIABLE_OFFSET
                || pointer.scalar().signedMax() >= Limits.VARIABLE_OFFSET) {
            return false;
        }
        return switch (pointer.type()) {
            case SOCKET, TCP_SOCK, XDP_SOCK, BUFFER, MAP_VALUE, MAP_KEY, SOCK_COMMON, MEMORY, MAP_POINTER -> true;
            case BTF_ID -> pointer.reference() != 0 || isTrusted(pointer);
            case NOT_INITIALISED,
                    SCALAR,
                    CONTEXT,
                    STACK,
                    PACKET_META,
                    PACKET,
                    PACKET_END,
                    FLOW_KEYS,
                    TP_BUFFER,
                    ARENA,
                    FUNCTION,
                    DYNPTR -> false;
        };
    }

    private static boolean isTrusted(RegisterState pointer) {
        return (pointer.has(TypeFlag.TRUSTED) || pointer.has(TypeFlag.ALLOCATED) || pointer.has(TypeFlag.NON_OWNING))
                && !pointer.has(TypeFlag.UNTRUSTED);
    }

    /** The pointer once it was found not to be null. */
    public static RegisterState notNull(RegisterState pointer) {
        if (pointer.type() == RegisterType.MAP_VALUE && pointer.pointee() instanceof Pointee.OfMap value) {
            return notNull(pointer, value);
        }
        return pointer.without(TypeFlag.MAYBE_NULL);
    }

    private static RegisterState notNull(RegisterState pointer, Pointee.OfMap value) {
        var map = value.map();
        if (map.inner().isPresent()) {
            int uid = map.inner().get().fields().hasTimerOrWorkQueue() ? pointer.id() : 0;
            return pointer.withType(RegisterType.MAP_POINTER, TypeFlag.NONE)
                    .withPointee(new Pointee.OfMap(map.inner().get(), uid));
        }
        var type = map.spec().type();
        if (type == MapType.XSKMAP) {
            return pointer.withType(RegisterType.XDP_SOCK, TypeFlag.NONE);
        }
        if (type == MapType.SOCKMAP || type == MapType.SOCKHASH) {
            return pointer.withType(RegisterType.SOCKET, TypeFlag.NONE);
        }
        return pointer.withType(RegisterType.MAP_VALUE, TypeFlag.NONE);
    }

    /** Learns that a register, and all pointers with its id, are null or are not. */
    static void learn(VerifierState state, Register register, boolean isNull) {
        var pointer = state.register(register);
        int id = pointer.id();
        if (isNull && pointer.reference() != 0 && pointer.reference() == id) {
            // There is nothing to be released.
            state.resources().removePointer(id);
        }
        state.replaceRegisters(other -> other.mayBeNull() && other.id() == id ? learned(other, isNull) : other);
    }

    private static RegisterState learned(RegisterState pointer, boolean isNull) {
        if (isNull) {
            return RegisterState.scalar(pointer.scalar());
        }
        var known = notNull(pointer);
        return mayHoldSpinLock(known) ? known : known.withId(0);
    }

    /** Whether pointers must stay told apart, because locks in what they point to are. */
    private static boolean mayHoldSpinLock(RegisterState pointer) {
        if (pointer.pointee() instanceof Pointee.OfStruct object) {
            return pointer.has(TypeFlag.ALLOCATED) && object.struct().fields().hasSpinLock();
        }
        return pointer.is(RegisterType.MAP_VALUE)
                && pointer.pointee() instanceof Pointee.OfMap value
                && value.map().fields().hasSpinLock();
    }
}
