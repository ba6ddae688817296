package dev.osmia.verifier.memory;

import dev.osmia.verifier.fact.DynptrType;
import dev.osmia.verifier.fact.MemoryTarget;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.MapReference;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.TypeFlag;
import java.util.OptionalInt;

/** Which memory a pointer points into, as facts say it. */
public final class MemoryTargets {
    private MemoryTargets() {}

    static void record(Path path, Access access, RegisterState pointer) {
        var offset = switch (pointer.type()) {
            case STACK -> constantOffset(pointer, access.offset());
            case CONTEXT -> OptionalInt.of(access.offset());
            default -> OptionalInt.empty();
        };
        path.verification().facts().access(path.slot(), of(path, pointer), offset);
    }

    private static OptionalInt constantOffset(RegisterState pointer, int offset) {
        return pointer.scalar().isConstant()
                ? OptionalInt.of((int) pointer.scalar().constantValue() + pointer.offset() + offset)
                : OptionalInt.empty();
    }

    /** The memory that the pointer points into. */
    public static MemoryTarget of(Path path, RegisterState pointer) {
        return switch (pointer.type()) {
            case STACK ->
                new MemoryTarget.Stack(path.state().depth() - ((Pointee.StackFrame) pointer.pointee()).frame());
            case PACKET -> new MemoryTarget.Packet();
            case PACKET_META -> new MemoryTarget.PacketMetadata();
            case CONTEXT -> new MemoryTarget.Context();
            case MAP_VALUE -> {
                int index = ((Pointee.OfMap) pointer.pointee()).map().index();
                yield index == MapReference.NO_INDEX ? new MemoryTarget.Other() : new MemoryTarget.MapValue(index);
            }
            case MEMORY -> ofMemory(pointer);
            default -> new MemoryTarget.Other();
        };
    }

    private static MemoryTarget ofMemory(RegisterState pointer) {
        if (pointer.has(TypeFlag.RINGBUF)) {
            return new MemoryTarget.RingBufferRecord();
        }
        var source = ((Pointee.Memory) pointer.pointee()).source();
        return source == null ? new MemoryTarget.Other() : new MemoryTarget.DynptrSlice(source);
    }

    /** The flag of slices of a dynptr of the type. */
    public static TypeFlag sliceFlag(DynptrType type) {
        return switch (type) {
            case LOCAL -> TypeFlag.DYNPTR_LOCAL;
            case RINGBUF -> TypeFlag.DYNPTR_RINGBUF;
            case SKB -> TypeFlag.DYNPTR_SKB;
            case XDP -> TypeFlag.DYNPTR_XDP;
            case SKB_META -> TypeFlag.DYNPTR_SKB_META;
        };
    }
}
