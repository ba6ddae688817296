package dev.osmia.runtime.helper;

import static dev.osmia.runtime.helper.Arguments.ANYTHING;
import static dev.osmia.runtime.helper.Arguments.CONST_ALLOC_SIZE_OR_ZERO;
import static dev.osmia.runtime.helper.Arguments.CONST_MAP_PTR;
import static dev.osmia.runtime.helper.Arguments.CONST_SIZE_OR_ZERO;
import static dev.osmia.runtime.helper.Arguments.FUNC;
import static dev.osmia.runtime.helper.Arguments.MEM_RDONLY;
import static dev.osmia.runtime.helper.Arguments.STACK_OR_NULL;
import static dev.osmia.runtime.helper.Arguments.uninitialisedDynptr;

import dev.osmia.program.contract.ArgumentContract;
import dev.osmia.program.contract.ArgumentFlag;
import dev.osmia.program.contract.ArgumentKind;
import dev.osmia.program.contract.Effect;
import dev.osmia.program.contract.ReturnContract;
import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.ProgramMemory;
import dev.osmia.runtime.dynptr.Dynptr;
import dev.osmia.runtime.dynptr.DynptrType;
import dev.osmia.runtime.map.RingBufferMap;
import dev.osmia.runtime.map.UserRingBufferMap;
import dev.osmia.runtime.memory.Pointer;

/** Helpers that put records into ring buffers. */
final class RingBufferHelpers {
    private static final long BPF_RB_NO_WAKEUP = 1;
    private static final long BPF_RB_FORCE_WAKEUP = 2;

    private static final int BPF_RB_AVAIL_DATA = 0;
    private static final int BPF_RB_RING_SIZE = 1;
    private static final int BPF_RB_CONS_POS = 2;
    private static final int BPF_RB_PROD_POS = 3;

    private static final ArgumentContract RELEASED_RECORD =
            ArgumentContract.of(ArgumentKind.RINGBUF_MEM, ArgumentFlag.OBJ_RELEASE);
    private static final ArgumentContract RELEASED_DYNPTR =
            ArgumentContract.of(ArgumentKind.DYNPTR, ArgumentFlag.DYNPTR_RINGBUF, ArgumentFlag.OBJ_RELEASE);

    private RingBufferHelpers() {}

    static void declare(HelperCatalog.Builder catalog) {
        catalog.helper(130, "bpf_ringbuf_output")
                .takes(CONST_MAP_PTR, MEM_RDONLY, CONST_SIZE_OR_ZERO, ANYTHING)
                .runs((context, map, data, size, flags, r5) -> output(context, map, data, size, flags));
        catalog.helper(131, "bpf_ringbuf_reserve")
                .returns(ReturnContract.orNull(ReturnContract.Kind.RINGBUF_MEM))
                .takes(CONST_MAP_PTR, CONST_ALLOC_SIZE_OR_ZERO, ANYTHING)
                .effects(Effect.ACQUIRES_REFERENCE)
                .runs((context, map, size, flags, r4, r5) ->
                        flags != 0 ? Pointer.NULL : ringBuffer(context, map).reserve(size));
        catalog.helper(132, "bpf_ringbuf_submit")
                .returns(ReturnContract.VOID)
                .takes(RELEASED_RECORD, ANYTHING)
                .effects(Effect.RELEASES_REFERENCE)
                .runs((context, sample, flags, r3, r4, r5) -> submit(context, sample));
        catalog.helper(133, "bpf_ringbuf_discard")
                .returns(ReturnContract.VOID)
                .takes(RELEASED_RECORD, ANYTHING)
                .effects(Effect.RELEASES_REFERENCE)
                .runs((context, sample, flags, r3, r4, r5) -> discard(context, sample));
        catalog.helper(134, "bpf_ringbuf_query")
                .takes(CONST_MAP_PTR, ANYTHING)
                .runs((context, map, flags, r3, r4, r5) -> query(ringBuffer(context, map), flags));
        catalog.helper(198, "bpf_ringbuf_reserve_dynptr")
                .takes(CONST_MAP_PTR, ANYTHING, ANYTHING, uninitialisedDynptr(ArgumentFlag.DYNPTR_RINGBUF))
                .runs((context, map, size, flags, dynptr, r5) ->
                        reserveDynptr(context, map, (int) size, flags, dynptr));
        catalog.helper(199, "bpf_ringbuf_submit_dynptr")
                .returns(ReturnContract.VOID)
                .takes(RELEASED_DYNPTR, ANYTHING)
                .effects(Effect.RELEASES_REFERENCE)
                .runs((context, dynptr, flags, r3, r4, r5) -> {
                    long sample = Dynptr.data(context, dynptr);
                    Dynptr.setNull(context, dynptr);
                    return sample == Pointer.NULL ? 0 : submit(context, sample);
                });
        catalog.helper(200, "bpf_ringbuf_discard_dynptr")
                .returns(ReturnContract.VOID)
                .takes(RELEASED_DYNPTR, ANYTHING)
                .effects(Effect.RELEASES_REFERENCE)
                .runs((context, dynptr, flags, r3, r4, r5) -> {
                    long sample = Dynptr.data(context, dynptr);
                    Dynptr.setNull(context, dynptr);
                    return sample == Pointer.NULL ? 0 : discard(context, sample);
                });
        catalog.helper(209, "bpf_user_ringbuf_drain")
                .takes(CONST_MAP_PTR, FUNC, STACK_OR_NULL, ANYTHING)
                .effects(Effect.CALLS_BACK)
                .runs((context, map, callback, data, flags, r5) -> drain(context, map, callback, data, flags));
    }

    private static RingBufferMap ringBuffer(ExecutionContext context, long map) {
        return (RingBufferMap) context.environment().map(map);
    }

    private static RingBufferMap owner(ExecutionContext context, long sample) {
        return (RingBufferMap) context.environment().maps().owner(sample);
    }

    private static long submit(ExecutionContext context, long sample) {
        owner(context, sample).submit(sample);
        return 0;
    }

    private static long discard(ExecutionContext context, long sample) {
        owner(context, sample).discard(sample);
        return 0;
    }

    private static long output(ExecutionContext context, long map, long data, long size, long flags) {
        if ((flags & ~(BPF_RB_NO_WAKEUP | BPF_RB_FORCE_WAKEUP)) != 0) {
            return -Errno.EINVAL;
        }
        var ringBuffer = ringBuffer(context, map);
        long sample = ringBuffer.reserve(size);
        if (sample == Pointer.NULL) {
            return -Errno.EAGAIN;
        }
        ProgramMemory.read(context, data, ringBuffer.values(), Pointer.offset(sample), (int) size);
        ringBuffer.submit(sample);
        return 0;
    }

    private static long query(RingBufferMap ringBuffer, long flags) {
        return switch ((int) Math.min(flags & Long.MAX_VALUE, Integer.MAX_VALUE)) {
            case BPF_RB_AVAIL_DATA -> ringBuffer.availableBytes();
            case BPF_RB_RING_SIZE -> ringBuffer.spec().maxEntries();
            case BPF_RB_CONS_POS -> ringBuffer.consumerPosition();
            case BPF_RB_PROD_POS -> ringBuffer.producerPosition();
            default -> 0;
        };
    }

    private static long reserveDynptr(ExecutionContext context, long map, int size, long flags, long dynptr) {
        boolean tooBig = Integer.compareUnsigned(size, Dynptr.MAX_SIZE) > 0;
        long sample =
                flags != 0 || tooBig ? Pointer.NULL : ringBuffer(context, map).reserve(size);
        if (sample == Pointer.NULL) {
            Dynptr.setNull(context, dynptr);
            return flags == 0 && tooBig ? -Errno.E2BIG : -Errno.EINVAL;
        }
        Dynptr.initialise(context, dynptr, DynptrType.RINGBUF, sample, size);
        return 0;
    }

    private static long drain(ExecutionContext context, long map, long callback, long data, long flags) {
        if ((flags & ~(BPF_RB_NO_WAKEUP | BPF_RB_FORCE_WAKEUP)) != 0) {
            return -Errno.EINVAL;
        }
        long dynptr = context.enterLoop();
        try {
            return ((UserRingBufferMap) context.environment().map(map)).drain((sample, bytes) -> {
                Dynptr.initialise(context, dynptr, DynptrType.LOCAL, sample, bytes);
                return context.callback(callback, dynptr, data, 0, 0, 0) == 0;
            });
        } finally {
            context.leaveLoop();
        }
    }
}
