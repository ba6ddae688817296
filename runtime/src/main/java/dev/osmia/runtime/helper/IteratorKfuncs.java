package dev.osmia.runtime.helper;

import dev.osmia.program.contract.KfuncArgument;
import dev.osmia.program.contract.KfuncArgument.Flag;
import dev.osmia.program.contract.KfuncArgument.Kind;
import dev.osmia.program.contract.KfuncContract;
import dev.osmia.program.contract.KfuncContract.Returns;
import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.memory.Pointer;

/** Kfuncs of open-coded iterators. */
final class IteratorKfuncs {
    /** {@code BPF_MAX_LOOPS}. */
    private static final int MAX_LOOPS = 8 << 20;

    private static final int NUMBERS_BYTES = 8;
    private static final int END = 4;

    private IteratorKfuncs() {}

    static void declare(HelperCatalog.Builder catalog) {
        catalog.kfunc("bpf_iter_num_new")
                .flags(KfuncContract.Flag.ITER_NEW)
                .returns(Returns.INT)
                .takes(
                        iterator(Flag.UNINITIALISED),
                        KfuncArgument.of("start", Kind.SCALAR),
                        KfuncArgument.of("end", Kind.SCALAR))
                .runs((context, iterator, start, end, r4, r5) -> newNumbers(context, iterator, (int) start, (int) end));
        catalog.kfunc("bpf_iter_num_next")
                .flags(KfuncContract.Flag.ITER_NEXT, KfuncContract.Flag.RET_NULL)
                .returns(new Returns(Returns.Kind.MEMORY, "int", Integer.BYTES))
                .takes(iterator())
                .runs((context, iterator, r2, r3, r4, r5) -> nextNumber(context, iterator));
        catalog.kfunc("bpf_iter_num_destroy")
                .flags(KfuncContract.Flag.ITER_DESTROY)
                .takes(iterator())
                .runs((context, iterator, r2, r3, r4, r5) -> set(context, iterator, 0, 0));
    }

    private static KfuncArgument iterator(Flag... flags) {
        return KfuncArgument.of("it", Kind.ITERATOR, "bpf_iter_num", NUMBERS_BYTES, flags);
    }

    /** An iterator holds the number before the next, then the end. */
    private static long set(ExecutionContext context, long iterator, int current, int end) {
        var region = context.region(iterator);
        region.storeWord(Pointer.offset(iterator), current);
        region.storeWord(Pointer.offset(iterator) + END, end);
        return 0;
    }

    private static long newNumbers(ExecutionContext context, long iterator, int start, int end) {
        set(context, iterator, 0, 0);
        if (start > end) {
            return -Errno.EINVAL;
        }
        if ((long) end - start > MAX_LOOPS) {
            return -Errno.E2BIG;
        }
        return set(context, iterator, start - 1, end);
    }

    private static long nextNumber(ExecutionContext context, long iterator) {
        var region = context.region(iterator);
        int at = Pointer.offset(iterator);
        int next = (int) region.loadWord(at) + 1;
        if (next >= (int) region.loadWord(at + END)) {
            set(context, iterator, 0, 0);
            return Pointer.NULL;
        }
        region.storeWord(at, next);
        return iterator;
    }
}
