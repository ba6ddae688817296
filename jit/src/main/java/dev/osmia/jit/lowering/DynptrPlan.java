package dev.osmia.jit.lowering;

import dev.osmia.program.contract.Effect;
import dev.osmia.verifier.fact.ArgumentFact;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which dynptrs of a function need no memory: those whose slot only ever holds a dynptr over one storage and is touched by calls that
 * become plain code, all in this function. A program that may move packet data keeps its dynptrs in memory, since a dynptr then
 * outlives the buffer that it was created over.
 */
final class DynptrPlan {
    private final Map<Integer, DynptrStorage> storageByOffset = new LinkedHashMap<>();
    private final SortedMap<Integer, Integer> indexByOffset = new TreeMap<>();

    private DynptrPlan() {}

    /**
     * Plans one function.
     *
     * @param calls all calls of the program's functions that are not local calls
     * @param own those of the function planned
     */
    static DynptrPlan of(Collection<CallShape> calls, Collection<CallShape> own) {
        var plan = new DynptrPlan();
        if (calls.stream()
                .anyMatch(call ->
                        call.has(Effect.CHANGES_PACKET_DATA) || call.takesSomeDynptr() || passesDynptrOfCaller(call))) {
            return plan;
        }
        var inMemory = new HashSet<Integer>();
        for (var call : own) {
            for (int i = 0; i < call.arity(); i++) {
                plan.note(call, i, inMemory);
            }
        }
        plan.storageByOffset.keySet().removeAll(inMemory);
        plan.storageByOffset.keySet().stream()
                .sorted()
                .forEach(offset -> plan.indexByOffset.put(offset, plan.indexByOffset.size()));
        return plan;
    }

    /** A plan that keeps all dynptrs in memory. */
    static DynptrPlan none() {
        return new DynptrPlan();
    }

    private static boolean passesDynptrOfCaller(CallShape call) {
        for (int i = 0; i < call.arity(); i++) {
            if (call.argument(i) instanceof ArgumentFact.Dynptr dynptr && dynptr.framesUp() > 0) {
                return true;
            }
        }
        return false;
    }

    private void note(CallShape call, int argument, Collection<Integer> inMemory) {
        if (!(call.argument(argument) instanceof ArgumentFact.Dynptr dynptr)) {
            return;
        }
        var storage = DynptrStorage.of(dynptr.type());
        if (storage.isEmpty() || !DynptrCalls.isPlain(call, argument)) {
            inMemory.add(dynptr.offset());
            return;
        }
        var before = storageByOffset.putIfAbsent(dynptr.offset(), storage.get());
        if (before != null && before != storage.get()) {
            inMemory.add(dynptr.offset());
        }
    }

    /** Whether the dynptr at this offset of the frame is no memory. */
    boolean isLocal(int offset) {
        return indexByOffset.containsKey(offset);
    }

    /** The number of the dynptr at this offset. */
    Optional<Integer> index(int offset) {
        return Optional.ofNullable(indexByOffset.get(offset));
    }

    DynptrStorage storage(int offset) {
        return storageByOffset.get(offset);
    }

    int count() {
        return indexByOffset.size();
    }
}
