package dev.osmia.verifier.memory;

import dev.osmia.program.contract.ContextField;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Register;
import dev.osmia.program.object.SectionNames;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.StructReference;
import dev.osmia.verifier.state.TypeFlag;
import dev.osmia.verifier.state.Unsupported;

/** Accesses to the context struct, field by field as the program type allows. */
final class ContextAccess {
    private ContextAccess() {}

    static void check(Path path, Register base, int offset, int size, boolean write) {
        Bounds.checkUnmodified(path.register(base), base, false);
        if (!isAllowed(path, offset, size, write)) {
            throw Rejection.of("invalid bpf_context access off=%d size=%d", offset, size);
        }
    }

    private static boolean isAllowed(Path path, int offset, int size, boolean write) {
        var type = path.verification().type();
        var context = path.verification()
                .contracts()
                .context(type)
                .orElseThrow(() -> new Unsupported("context of program type " + type.kernelName()));
        if (offset < 0 || offset >= context.size() || offset % size != 0) {
            return false;
        }
        var field = context.fieldAt(offset).orElse(null);
        if (field == null
                || !field.isFor(SectionNames.attachType(path.verification().program()))) {
            return false;
        }
        if (signExtends(path) && isPacket(field.kind())) {
            return false;
        }
        if (!(write ? field.writers() : field.readers()).contains(type)) {
            return false;
        }
        boolean whole = size == field.size() && offset == field.offset();
        boolean inside = size <= field.size() && offset + size <= field.offset() + field.size();
        return switch (field.access()) {
            case EXACT -> whole;
            case NARROW_LOADS -> whole || (!write && inside);
            case ANY_WIDTH -> inside;
        };
    }

    private static boolean signExtends(Path path) {
        return path.instruction() instanceof Instruction.Load load && load.signExtend();
    }

    private static boolean isPacket(ContextField.Kind kind) {
        return switch (kind) {
            case PACKET, PACKET_END, PACKET_META -> true;
            case SCALAR, SOCK_COMMON_OR_NULL, FLOW_KEYS -> false;
        };
    }

    /** What a load that was checked gives, before it is cut to its size. */
    static RegisterState load(Path path, int offset) {
        var type = path.verification().type();
        var field = path.verification()
                .contracts()
                .context(type)
                .flatMap(context -> context.fieldAt(offset))
                .orElseThrow();
        return switch (field.kind()) {
            case SCALAR -> RegisterState.unknown(!path.privileged());
            case PACKET -> RegisterState.pointer(RegisterType.PACKET, Pointee.PacketRange.NONE);
            case PACKET_END -> RegisterState.pointer(RegisterType.PACKET_END, Pointee.NOTHING);
            case PACKET_META -> RegisterState.pointer(RegisterType.PACKET_META, Pointee.PacketRange.NONE);
            case SOCK_COMMON_OR_NULL ->
                RegisterState.pointer(RegisterType.SOCK_COMMON, TypeFlag.MAYBE_NULL.bit(), Pointee.NOTHING)
                        .withId(path.newId());
            case FLOW_KEYS -> RegisterState.pointer(RegisterType.FLOW_KEYS, Pointee.NOTHING);
        };
    }

    /** A pointer to a struct of the kernel. */
    static RegisterState kernelStruct(String name, int flags) {
        return RegisterState.pointer(RegisterType.BTF_ID, flags, new Pointee.OfStruct(StructReference.ofKernel(name)));
    }
}
