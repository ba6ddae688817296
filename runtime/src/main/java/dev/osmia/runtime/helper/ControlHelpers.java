package dev.osmia.runtime.helper;

import static dev.osmia.runtime.helper.Arguments.ANYTHING;
import static dev.osmia.runtime.helper.Arguments.CONST_MAP_PTR;
import static dev.osmia.runtime.helper.Arguments.CTX;
import static dev.osmia.runtime.helper.Arguments.FUNC;
import static dev.osmia.runtime.helper.Arguments.SPIN_LOCK;
import static dev.osmia.runtime.helper.Arguments.STACK_OR_NULL;

import dev.osmia.program.contract.Effect;
import dev.osmia.program.contract.ReturnContract;
import dev.osmia.program.instruction.AtomicOp;
import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.map.BpfMap;
import dev.osmia.runtime.memory.Pointer;
import java.lang.invoke.VarHandle;

/** Helpers that decide what runs next: loops with callbacks, locks, tail calls. */
final class ControlHelpers {
    /** {@code BPF_MAX_LOOPS}. */
    private static final int MAX_LOOPS = 8 << 20;

    private ControlHelpers() {}

    static void declare(HelperCatalog.Builder catalog) {
        // Engines replace the running program themselves and never call this.
        catalog.helper(12, "bpf_tail_call")
                .returns(ReturnContract.VOID)
                .takes(CTX, CONST_MAP_PTR, ANYTHING)
                .runs((context, ctx, programs, index, r4, r5) -> {
                    throw new IllegalStateException("a tail call was called like a function");
                });
        catalog.helper(93, "bpf_spin_lock")
                .returns(ReturnContract.VOID)
                .takes(SPIN_LOCK)
                .runs((context, lock, r2, r3, r4, r5) -> lock(context, lock));
        catalog.helper(94, "bpf_spin_unlock")
                .returns(ReturnContract.VOID)
                .takes(SPIN_LOCK)
                .runs((context, lock, r2, r3, r4, r5) -> unlock(context, lock));
        catalog.helper(164, "bpf_for_each_map_elem")
                .takes(CONST_MAP_PTR, FUNC, STACK_OR_NULL, ANYTHING)
                .effects(Effect.CALLS_BACK)
                .runs((context, map, callback, data, flags, r5) -> forEach(context, map, callback, data, flags));
        catalog.helper(181, "bpf_loop")
                .takes(ANYTHING, FUNC, STACK_OR_NULL, ANYTHING)
                .effects(Effect.CALLS_BACK)
                .runs((context, count, callback, data, flags, r5) -> loop(context, (int) count, callback, data, flags));
    }

    private static long loop(ExecutionContext context, int count, long callback, long data, long flags) {
        if (flags != 0) {
            return -Errno.EINVAL;
        }
        if (Integer.compareUnsigned(count, MAX_LOOPS) > 0) {
            return -Errno.E2BIG;
        }
        for (int i = 0; i < count; i++) {
            if (context.callback(callback, i, data, 0, 0, 0) != 0) {
                return i + 1L;
            }
        }
        return count;
    }

    private static long forEach(ExecutionContext context, long pointer, long callback, long data, long flags) {
        if (flags != 0) {
            return -Errno.EINVAL;
        }
        var map = context.environment().map(pointer);
        long keySlot = context.enterLoop();
        try {
            int count = 0;
            long element = map.elementAfter(BpfMap.NO_ELEMENT);
            while (element != BpfMap.NO_ELEMENT) {
                // The callback may delete the element that it is given.
                long next = map.elementAfter(element);
                long key = map.elementKey(element);
                if (key == Pointer.NULL) {
                    context.region(keySlot).storeWord(Pointer.offset(keySlot), element);
                    key = keySlot;
                }
                count++;
                if (context.callback(callback, pointer, key, map.elementValue(context.cpu(), element), data, 0) != 0) {
                    break;
                }
                element = next;
            }
            return count;
        } finally {
            context.leaveLoop();
        }
    }

    private static long lock(ExecutionContext context, long lock) {
        var region = context.region(lock);
        while (region.atomicWord(AtomicOp.CMPXCHG, Pointer.offset(lock), 1, 0) != 0) {
            Thread.onSpinWait();
        }
        return 0;
    }

    private static long unlock(ExecutionContext context, long lock) {
        VarHandle.releaseFence();
        context.region(lock).storeWord(Pointer.offset(lock), 0);
        return 0;
    }
}
