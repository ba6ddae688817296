package dev.osmia.verifier.call;

import static dev.osmia.verifier.state.TypeFlag.ALLOCATED;
import static dev.osmia.verifier.state.TypeFlag.NONE;
import static dev.osmia.verifier.state.TypeFlag.NON_OWNING;
import static dev.osmia.verifier.state.TypeFlag.PER_CPU;
import static dev.osmia.verifier.state.TypeFlag.RCU;
import static dev.osmia.verifier.state.TypeFlag.RINGBUF;
import static dev.osmia.verifier.state.TypeFlag.TRUSTED;

import dev.osmia.program.contract.ArgumentContract;
import dev.osmia.program.contract.ArgumentFlag;
import dev.osmia.program.contract.ArgumentKind;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.TypeFlag;
import java.util.List;
import java.util.stream.Collectors;

/** Which registers may be passed as which arguments. */
final class ArgumentTypes {
    /** A type with exactly these flags. */
    private record Flagged(RegisterType type, int flags) {
        boolean matches(RegisterType otherType, int otherFlags) {
            return type == otherType && flags == otherFlags;
        }

        @Override
        public String toString() {
            return TypeFlag.text(type, flags);
        }
    }

    private static final List<Flagged> MEMORY = List.of(
            plain(RegisterType.STACK),
            plain(RegisterType.PACKET),
            plain(RegisterType.PACKET_META),
            plain(RegisterType.MAP_KEY),
            plain(RegisterType.MAP_VALUE),
            plain(RegisterType.MEMORY),
            new Flagged(RegisterType.MEMORY, RINGBUF.bit()),
            plain(RegisterType.BUFFER),
            new Flagged(RegisterType.BTF_ID, TRUSTED.bit()));
    private static final List<Flagged> SOCKETS = List.of(
            plain(RegisterType.SOCK_COMMON),
            plain(RegisterType.SOCKET),
            plain(RegisterType.TCP_SOCK),
            plain(RegisterType.XDP_SOCK));
    private static final List<Flagged> BTF_SOCKETS = List.of(
            plain(RegisterType.SOCK_COMMON),
            plain(RegisterType.SOCKET),
            plain(RegisterType.TCP_SOCK),
            plain(RegisterType.XDP_SOCK),
            plain(RegisterType.BTF_ID),
            new Flagged(RegisterType.BTF_ID, TRUSTED.bit()));
    private static final List<Flagged> BTF = List.of(
            plain(RegisterType.BTF_ID),
            new Flagged(RegisterType.BTF_ID, TRUSTED.bit()),
            new Flagged(RegisterType.BTF_ID, RCU.bit()));
    private static final List<Flagged> PER_CPU_BTF = List.of(
            new Flagged(RegisterType.BTF_ID, PER_CPU.bit()),
            new Flagged(RegisterType.BTF_ID, PER_CPU.bit() | RCU.bit()),
            new Flagged(RegisterType.BTF_ID, PER_CPU.bit() | TRUSTED.bit()));
    private static final List<Flagged> VALUE_OR_OBJECT =
            List.of(plain(RegisterType.MAP_VALUE), new Flagged(RegisterType.BTF_ID, ALLOCATED.bit()));

    private static final List<Flagged> VALUE_OR_BORROWED = List.of(
            plain(RegisterType.MAP_VALUE),
            new Flagged(RegisterType.BTF_ID, ALLOCATED.bit()),
            new Flagged(RegisterType.BTF_ID, ALLOCATED.bit() | RCU.bit()),
            new Flagged(RegisterType.BTF_ID, ALLOCATED.bit() | NON_OWNING.bit()),
            new Flagged(RegisterType.BTF_ID, ALLOCATED.bit() | NON_OWNING.bit() | RCU.bit()));

    private ArgumentTypes() {}

    private static Flagged plain(RegisterType type) {
        return new Flagged(type, NONE);
    }

    private static List<Flagged> allowed(ArgumentKind kind) {
        return switch (kind) {
            case MAP_KEY, MAP_VALUE, MEM -> MEMORY;
            case CONST_SIZE, CONST_SIZE_OR_ZERO, CONST_ALLOC_SIZE_OR_ZERO, ANYTHING, DONTCARE ->
                List.of(plain(RegisterType.SCALAR));
            case CONST_MAP_PTR -> List.of(plain(RegisterType.MAP_POINTER));
            case CTX -> List.of(plain(RegisterType.CONTEXT));
            case SOCK_COMMON -> SOCKETS;
            case BTF_ID_SOCK_COMMON -> BTF_SOCKETS;
            case SOCKET -> List.of(plain(RegisterType.SOCKET));
            case BTF_ID -> BTF;
            case SPIN_LOCK -> VALUE_OR_OBJECT;
            case KPTR -> VALUE_OR_BORROWED;
            case RINGBUF_MEM -> List.of(new Flagged(RegisterType.MEMORY, RINGBUF.bit()));
            case PERCPU_BTF_ID -> PER_CPU_BTF;
            case FUNC -> List.of(plain(RegisterType.FUNCTION));
            case STACK -> List.of(plain(RegisterType.STACK));
            case CONST_STR, TIMER -> List.of(plain(RegisterType.MAP_VALUE));
            case DYNPTR -> List.of(plain(RegisterType.STACK), plain(RegisterType.DYNPTR));
        };
    }

    /** Checks that a register may be passed. */
    static void check(ArgumentContract argument, ArgumentKind kind, Register register, RegisterState state) {
        int flags = state.flags();
        if (argument.has(ArgumentFlag.MEM_RDONLY)) {
            flags &= ~TypeFlag.READ_ONLY.bit();
        }
        if (argument.has(ArgumentFlag.MAYBE_NULL)) {
            flags &= ~TypeFlag.MAYBE_NULL.bit();
        }
        if (kind == ArgumentKind.MEM) {
            flags &= ~TypeFlag.DYNPTR_FLAGS;
        }
        if (kind == ArgumentKind.BTF_ID && argument.has(ArgumentFlag.OBJ_RELEASE) && state.has(TypeFlag.ALLOCATED)) {
            flags &= ~(TypeFlag.ALLOCATED.bit() | TypeFlag.PER_CPU.bit());
        }
        var allowed = allowed(kind);
        for (var candidate : allowed) {
            if (candidate.matches(state.type(), flags)) {
                return;
            }
        }
        throw Rejection.of(
                "R%d type=%s expected=%s",
                register.number(),
                state.typeText(),
                allowed.stream().map(Flagged::toString).collect(Collectors.joining(", ")));
    }
}
