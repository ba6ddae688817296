package dev.osmia.verifier.memory;

import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.TypeFlag;

/** Loads and stores through any pointer. */
public final class MemoryAccess {
    private final Path path;
    private final PointerUse uses;

    public MemoryAccess(Path path) {
        this.path = path;
        this.uses = new PointerUse(path.verification().code().slots());
    }

    /**
     * Checks an access by the instruction at hand, and records what it touches.
     *
     * @param toRegister whether a load's value goes to a register
     */
    public void check(Access access, boolean toRegister) {
        var pointer = path.register(access.base());
        boolean strict = access.strict() || path.verification().policy().strictAlignment();
        Alignment.check(pointer, access.offset(), access.size(), strict);
        checkByType(access, pointer, access.offset() + pointer.offset(), toRegister);
        MemoryTargets.record(path, access, pointer);
    }

    /** Checks that the instruction uses the same kind of pointer as on other paths. */
    public void checkUse(Register base) {
        uses.check(path, path.register(base));
    }

    private void checkByType(Access access, RegisterState pointer, int offset, boolean toRegister) {
        var base = access.base();
        boolean write = access.write();
        int size = access.size();
        switch (pointer.type()) {
            case MAP_KEY -> {
                requirePlain(pointer, base);
                MapAccess.checkKey(base, pointer, offset, size, write);
            }
            case MAP_VALUE -> {
                requirePlain(pointer, base);
                checkLeak(access, "map");
                MapAccess.checkValue(base, pointer, offset, size, write, false, true);
                PointerFields.touched(pointer, offset).ifPresent(field -> PointerFields.check(path, field));
            }
            case MEMORY -> checkMemory(access, pointer, offset);
            case CONTEXT -> {
                checkLeak(access, "ctx");
                ContextAccess.check(path, base, access.offset(), size, write);
            }
            case STACK -> {
                if (write) {
                    StackWrites.check(path, access, offset);
                } else {
                    StackReads.check(path, base, offset, size, toRegister);
                }
            }
            case PACKET, PACKET_META -> checkPacket(access, pointer, offset);
            case SOCKET, SOCK_COMMON, TCP_SOCK, XDP_SOCK -> {
                requirePlain(pointer, base);
                checkSocket(access, pointer, offset);
            }
            case ARENA -> {}
            case MAP_POINTER -> {
                requirePlain(pointer, base);
                MapStructs.check(path, base, pointer, offset, size, write);
            }
            case BTF_ID -> {
                if (pointer.mayBeNull()) {
                    throw invalid(pointer, base);
                }
                StructAccess.check(path, access, pointer, offset);
            }
            case NOT_INITIALISED, SCALAR, PACKET_END, FLOW_KEYS, TP_BUFFER, BUFFER, FUNCTION, DYNPTR ->
                throw invalid(pointer, base);
        }
    }

    private static Rejection invalid(RegisterState pointer, Register base) {
        return Rejection.of("R%d invalid mem access '%s'", base.number(), pointer.typeText());
    }

    private static void requirePlain(RegisterState pointer, Register base) {
        if (pointer.flags() != 0) {
            throw invalid(pointer, base);
        }
    }

    private void checkLeak(Access access, String where) {
        var value = access.valueRegister();
        if (access.write() && value != null && isLeaking(value)) {
            throw Rejection.of("R%d leaks addr into %s", value.number(), where);
        }
    }

    /** Whether a register may not be shown to others, for it holds a pointer ({@code is_pointer_value}). */
    private boolean isLeaking(Register register) {
        return !path.privileged() && !path.register(register).isScalar();
    }

    private void checkMemory(Access access, RegisterState pointer, int offset) {
        var base = access.base();
        if (pointer.mayBeNull()) {
            throw invalid(pointer, base);
        }
        if (access.write() && pointer.has(TypeFlag.READ_ONLY)) {
            throw Rejection.of("R%d cannot write into %s", base.number(), pointer.typeText());
        }
        checkLeak(access, "mem");
        if (pointer.has(TypeFlag.READ_ONLY) && pointer.has(TypeFlag.UNTRUSTED)) {
            return;
        }
        int available = ((Pointee.Memory) pointer.pointee()).size();
        Bounds.checkRegion(base, pointer, offset, access.size(), Integer.toUnsignedLong(available), false);
    }

    private void checkPacket(Access access, RegisterState pointer, int offset) {
        if (access.write() && !PacketPolicy.mayWrite(path.verification().type())) {
            throw Rejection.of("cannot write into packet");
        }
        checkLeak(access, "packet");
        Bounds.checkPacket(access.base(), pointer, offset, access.size(), false);
    }

    private void checkSocket(Access access, RegisterState pointer, int offset) {
        var base = access.base();
        if (access.write()) {
            throw Rejection.of("R%d cannot write into %s", base.number(), pointer.typeText());
        }
        if (pointer.scalar().signedMin() < 0) {
            throw Bounds.negative(base);
        }
        if (!SocketFields.isReadable(pointer.type(), offset, access.size())) {
            throw Rejection.of(
                    "R%d invalid %s access off=%d size=%d", base.number(), pointer.typeText(), offset, access.size());
        }
    }

    /** What a load that was checked puts into its destination. */
    public RegisterState load(Access access, boolean signExtend) {
        var pointer = path.register(access.base());
        int offset = access.offset() + pointer.offset();
        int size = access.size();
        var value = switch (pointer.type()) {
            case STACK -> StackReads.load(path, access.base(), offset, size);
            case CONTEXT -> ContextAccess.load(path, access.offset());
            case BTF_ID -> StructAccess.load(path, access, pointer, offset);
            case MAP_POINTER -> MapStructs.load(path, pointer, offset, size);
            case MAP_VALUE -> {
                var field = PointerFields.touched(pointer, offset);
                if (field.isPresent()) {
                    yield PointerFields.load(path, field.get());
                }
                var constant = MapAccess.constant(pointer, offset, size);
                yield constant.isPresent()
                        ? RegisterState.constant(constant.getAsLong())
                        : RegisterState.unknown(!path.privileged());
            }
            case NOT_INITIALISED,
                    SCALAR,
                    MAP_KEY,
                    PACKET_META,
                    PACKET,
                    PACKET_END,
                    FLOW_KEYS,
                    SOCKET,
                    SOCK_COMMON,
                    TCP_SOCK,
                    TP_BUFFER,
                    XDP_SOCK,
                    MEMORY,
                    ARENA,
                    BUFFER,
                    FUNCTION,
                    DYNPTR -> RegisterState.unknown(!path.privileged());
        };
        if (size == 8 || !value.isScalar()) {
            return value;
        }
        return value.withScalar(
                signExtend
                        ? value.scalar().signExtend(MemorySize.ofBytes(size), OperationWidth.W64)
                        : value.scalar().truncate(size));
    }

    /** Does to the state what a store that was checked does. */
    public void store(Access access) {
        var pointer = path.register(access.base());
        if (pointer.type() == RegisterType.STACK) {
            StackWrites.store(path, access, access.offset() + pointer.offset());
        }
    }
}
