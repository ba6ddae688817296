package dev.osmia.verifier.memory;

import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;

/**
 * Which kind of pointer each instruction uses. Some pointers need accesses of their own in the machine code, so no instruction may use
 * them on one path and others on another.
 */
final class PointerUse {
    private final RegisterType[] types;

    PointerUse(int slots) {
        types = new RegisterType[slots];
    }

    void check(Path path, RegisterState pointer) {
        var earlier = types[path.slot()];
        if (earlier == null) {
            types[path.slot()] = pointer.type();
        } else if (earlier != pointer.type() && (isExclusive(earlier) || isExclusive(pointer.type()))) {
            throw Rejection.of("same insn cannot be used with different pointers");
        }
    }

    private static boolean isExclusive(RegisterType type) {
        return switch (type) {
            case CONTEXT, SOCKET, SOCK_COMMON, TCP_SOCK, XDP_SOCK, BTF_ID, ARENA -> true;
            case NOT_INITIALISED,
                    SCALAR,
                    MAP_POINTER,
                    MAP_VALUE,
                    MAP_KEY,
                    STACK,
                    PACKET_META,
                    PACKET,
                    PACKET_END,
                    FLOW_KEYS,
                    TP_BUFFER,
                    MEMORY,
                    BUFFER,
                    FUNCTION,
                    DYNPTR -> false;
        };
    }
}
