package dev.osmia.jit.lowering;

import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import dev.osmia.program.contract.Effect;
import dev.osmia.verifier.fact.ArgumentFact;
import dev.osmia.verifier.fact.DynptrType;
import dev.osmia.verifier.fact.MemoryTarget;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which dynptrs of a function need no memory: those whose slot only ever holds one type of dynptr and is touched by calls that become
 * plain code, all in this function. Where some call may reach a dynptr in the frame of a caller, all dynptrs of the program are memory.
 */
final class DynptrPlan {
    private final ProgramType program;
    private final boolean packetMoves;
    private final Optional<Integer> valueMap;
    private final Map<Integer, DynptrType> types = new TreeMap<>();
    private final Map<Integer, PlainDynptr> plain = new TreeMap<>();

    private DynptrPlan(ProgramType program, Collection<CallShape> calls) {
        this.program = program;
        packetMoves = calls.stream().anyMatch(call -> call.has(Effect.CHANGES_PACKET_DATA));
        valueMap = valueMap(calls);
    }

    /**
     * Plans one function.
     *
     * @param calls all calls of the program's functions that are not local calls
     * @param own those of the function planned
     */
    static DynptrPlan of(ProgramType program, Collection<CallShape> calls, Collection<CallShape> own) {
        var plan = new DynptrPlan(program, calls);
        if (calls.stream().anyMatch(call -> call.takesSomeDynptr() || passesDynptrOfCaller(call))) {
            return plan;
        }
        var inMemory = new HashSet<Integer>();
        for (var call : own) {
            for (int i = 0; i < call.arity(); i++) {
                plan.note(call, i, inMemory);
            }
        }
        boolean changed = true;
        while (changed) {
            changed = own.stream().map(call -> spread(call, inMemory)).reduce(false, Boolean::logicalOr);
        }
        plan.types.keySet().removeAll(inMemory);
        plan.types.forEach(plan::number);
        return plan;
    }

    private void number(int offset, DynptrType type) {
        boolean readOnly = type == DynptrType.SKB && !ProgramTypes.SOCKET_BUFFER_WRITERS.contains(program);
        int map = type == DynptrType.LOCAL ? valueMap.orElseThrow() : -1;
        plain.put(offset, new PlainDynptr(plain.size(), type, map, readOnly));
    }

    private static boolean passesDynptrOfCaller(CallShape call) {
        for (int i = 0; i < call.arity(); i++) {
            if (call.argument(i) instanceof ArgumentFact.Dynptr dynptr && dynptr.framesUp() > 0) {
                return true;
            }
        }
        return false;
    }

    /** The map that all local dynptrs of the program are over, if it is one. */
    private static Optional<Integer> valueMap(Collection<CallShape> calls) {
        var data = calls.stream()
                .filter(call -> call.name().equals(DynptrCalls.FROM_MEMORY))
                .map(call -> call.argument(0))
                .distinct()
                .toList();
        return data.size() == 1
                        && data.get(0) instanceof ArgumentFact.Memory memory
                        && memory.target() instanceof MemoryTarget.MapValue value
                ? Optional.of(value.map())
                : Optional.empty();
    }

    private void note(CallShape call, int argument, Set<Integer> inMemory) {
        if (!(call.argument(argument) instanceof ArgumentFact.Dynptr dynptr)) {
            return;
        }
        var before = types.putIfAbsent(dynptr.offset(), dynptr.type());
        if ((before != null && before != dynptr.type())
                || !canBePlain(dynptr.type())
                || !DynptrCalls.isPlain(call, argument)
                || (packetMoves && DynptrCalls.needsPacketToStay(call))) {
            inMemory.add(dynptr.offset());
        }
    }

    /** Metadata may go when packet data move, and what a dynptr over it shows then is for the runtime to say. */
    private boolean canBePlain(DynptrType type) {
        return switch (type) {
            case SKB, XDP -> true;
            case SKB_META -> !packetMoves;
            case LOCAL -> valueMap.isPresent();
            case RINGBUF -> false;
        };
    }

    /** A call of two dynptrs takes both from memory or none; whether that changed anything. */
    private static boolean spread(CallShape call, Set<Integer> inMemory) {
        var offsets = new HashSet<Integer>();
        for (int i = 0; i < call.arity(); i++) {
            call.ownDynptr(i).map(ArgumentFact.Dynptr::offset).ifPresent(offsets::add);
        }
        return offsets.stream().anyMatch(inMemory::contains) && inMemory.addAll(offsets);
    }

    /** The dynptr that an argument is, if it is no memory. */
    Optional<PlainDynptr> dynptr(CallShape call, int argument) {
        return call.ownDynptr(argument).map(dynptr -> plain.get(dynptr.offset()));
    }

    /** Whether the call becomes plain code. */
    boolean isPlain(CallShape call) {
        for (int i = 0; i < call.arity(); i++) {
            if (dynptr(call, i).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Where slices of dynptrs of a type lie; empty where only the pointer knows. */
    Optional<PlainDynptr.Storage> sliceStorage(DynptrType type) {
        return type == DynptrType.LOCAL && valueMap.isEmpty() ? Optional.empty() : PlainDynptr.storage(type);
    }

    /** The map that local dynptrs are over where {@link #sliceStorage} gives a storage for them. */
    int valueMap() {
        return valueMap.orElseThrow();
    }

    /** Whether the packet may have changed since a dynptr over it was made. */
    boolean packetMoves() {
        return packetMoves;
    }

    int count() {
        return plain.size();
    }
}
