package dev.osmia.runtime.helper;

import static dev.osmia.runtime.helper.Arguments.ANYTHING;
import static dev.osmia.runtime.helper.Arguments.CONST_MAP_PTR;
import static dev.osmia.runtime.helper.Arguments.MAP_KEY;
import static dev.osmia.runtime.helper.Arguments.MAP_VALUE;
import static dev.osmia.runtime.helper.Arguments.UNINIT_MAP_VALUE;

import dev.osmia.program.contract.Effect;
import dev.osmia.program.contract.ReturnContract;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.map.BpfMap;
import dev.osmia.runtime.map.QueueMap;
import dev.osmia.runtime.memory.Pointer;

/** Helpers that look elements of maps up and change them. */
public final class MapHelpers {
    private MapHelpers() {}

    static void declare(HelperCatalog.Builder catalog) {
        catalog.helper(1, "bpf_map_lookup_elem")
                .returns(ReturnContract.orNull(ReturnContract.Kind.MAP_VALUE))
                .takes(CONST_MAP_PTR, MAP_KEY)
                .effects(Effect.TAKES_PACKET_POINTERS)
                .runs((context, map, key, r3, r4, r5) ->
                        lookup(context, context.environment().map(map), key));
        catalog.helper(2, "bpf_map_update_elem")
                .takes(CONST_MAP_PTR, MAP_KEY, MAP_VALUE, ANYTHING)
                .effects(Effect.TAKES_PACKET_POINTERS)
                .runs((context, map, key, value, flags, r5) ->
                        update(context, context.environment().map(map), key, value, flags));
        catalog.helper(3, "bpf_map_delete_elem")
                .takes(CONST_MAP_PTR, MAP_KEY)
                .effects(Effect.TAKES_PACKET_POINTERS)
                .runs((context, map, key, r3, r4, r5) ->
                        delete(context, context.environment().map(map), key));
        declareQueues(catalog);
        catalog.helper(195, "bpf_map_lookup_percpu_elem")
                .returns(ReturnContract.orNull(ReturnContract.Kind.MAP_VALUE))
                .takes(CONST_MAP_PTR, MAP_KEY, ANYTHING)
                .effects(Effect.TAKES_PACKET_POINTERS)
                .runs((context, map, key, cpu, r4, r5) -> lookupPerCpu(context, map, key, (int) cpu));
    }

    private static void declareQueues(HelperCatalog.Builder catalog) {
        catalog.helper(87, "bpf_map_push_elem")
                .takes(CONST_MAP_PTR, MAP_VALUE, ANYTHING)
                .effects(Effect.TAKES_PACKET_POINTERS)
                .runs((context, map, value, flags, r4, r5) -> push(context, queue(context, map), value, flags));
        catalog.helper(88, "bpf_map_pop_elem")
                .takes(CONST_MAP_PTR, UNINIT_MAP_VALUE)
                .runs((context, map, value, r3, r4, r5) -> take(context, queue(context, map), value, true));
        catalog.helper(89, "bpf_map_peek_elem")
                .takes(CONST_MAP_PTR, UNINIT_MAP_VALUE)
                .runs((context, map, value, r3, r4, r5) -> take(context, queue(context, map), value, false));
    }

    private static QueueMap queue(ExecutionContext context, long map) {
        return (QueueMap) context.environment().map(map);
    }

    private static long push(ExecutionContext context, QueueMap queue, long value, long flags) {
        return Pointer.region(value) == Pointer.STACK
                ? queue.push(context.stack(), Pointer.offset(value), flags)
                : queue.push(valueBytes(context, queue, value), 0, flags);
    }

    /** Copies the value whose turn it is, and takes it out or not. */
    private static long take(ExecutionContext context, QueueMap queue, long value, boolean out) {
        var target = context.valueScratch().bytes(queue.spec().valueSize());
        long error = out ? queue.pop(target, 0) : queue.peek(target, 0);
        context.region(value)
                .write(Pointer.offset(value), target, 0, queue.spec().valueSize());
        return error;
    }

    private static long lookupPerCpu(ExecutionContext context, long pointer, long key, int cpu) {
        if (Integer.compareUnsigned(cpu, context.environment().cpus()) >= 0) {
            return Pointer.NULL;
        }
        var map = context.environment().map(pointer);
        return Pointer.region(key) == Pointer.STACK
                ? map.lookup(cpu, context.stack(), Pointer.offset(key))
                : map.lookup(cpu, keyBytes(context, map, key), 0);
    }

    /** {@code bpf_map_lookup_elem} on a map that is known. */
    public static long lookup(ExecutionContext context, BpfMap map, long key) {
        if (Pointer.region(key) == Pointer.STACK) {
            return map.lookup(context.cpu(), context.stack(), Pointer.offset(key));
        }
        return map.lookup(context.cpu(), keyBytes(context, map, key), 0);
    }

    /** {@code bpf_map_update_elem} on a map that is known. */
    public static long update(ExecutionContext context, BpfMap map, long key, long value, long flags) {
        boolean keyOnStack = Pointer.region(key) == Pointer.STACK;
        boolean valueOnStack = Pointer.region(value) == Pointer.STACK;
        return map.update(
                context.cpu(),
                keyOnStack ? context.stack() : keyBytes(context, map, key),
                keyOnStack ? Pointer.offset(key) : 0,
                valueOnStack ? context.stack() : valueBytes(context, map, value),
                valueOnStack ? Pointer.offset(value) : 0,
                flags);
    }

    /** {@code bpf_map_delete_elem} on a map that is known. */
    public static long delete(ExecutionContext context, BpfMap map, long key) {
        if (Pointer.region(key) == Pointer.STACK) {
            return map.delete(context.cpu(), context.stack(), Pointer.offset(key));
        }
        return map.delete(context.cpu(), keyBytes(context, map, key), 0);
    }

    private static byte[] keyBytes(ExecutionContext context, BpfMap map, long key) {
        return context.keyScratch()
                .copy(context.region(key), Pointer.offset(key), map.spec().keySize());
    }

    private static byte[] valueBytes(ExecutionContext context, BpfMap map, long value) {
        return context.valueScratch()
                .copy(context.region(value), Pointer.offset(value), map.spec().valueSize());
    }
}
