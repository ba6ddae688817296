package dev.osmia.runtime.helper;

import static dev.osmia.runtime.helper.Arguments.ANYTHING;
import static dev.osmia.runtime.helper.Arguments.CONST_MAP_PTR;
import static dev.osmia.runtime.helper.Arguments.FUNC;
import static dev.osmia.runtime.helper.Arguments.KPTR;
import static dev.osmia.runtime.helper.Arguments.PERCPU_BTF_ID;
import static dev.osmia.runtime.helper.Arguments.RELEASED_BTF_ID;
import static dev.osmia.runtime.helper.Arguments.TIMER;

import dev.osmia.program.contract.Effect;
import dev.osmia.program.contract.ReturnContract;

/** Helpers of timers, kernel pointers, per-CPU kernel variables and rings that user space fills. Programs that call them can be verified, but not run yet. */
final class KernelObjectHelpers {
    private KernelObjectHelpers() {}

    static void declare(HelperCatalog.Builder catalog) {
        catalog.helper(153, "bpf_per_cpu_ptr")
                .returns(ReturnContract.orNull(ReturnContract.Kind.MEM_OR_BTF_ID))
                .takes(PERCPU_BTF_ID, ANYTHING)
                .unimplemented();
        catalog.helper(154, "bpf_this_cpu_ptr")
                .returns(ReturnContract.of(ReturnContract.Kind.MEM_OR_BTF_ID))
                .takes(PERCPU_BTF_ID)
                .unimplemented();
        catalog.helper(169, "bpf_timer_init")
                .gplOnly()
                .takes(TIMER, CONST_MAP_PTR, ANYTHING)
                .unimplemented();
        catalog.helper(170, "bpf_timer_set_callback")
                .gplOnly()
                .takes(TIMER, FUNC)
                .effects(Effect.CALLS_BACK_LATER)
                .unimplemented();
        catalog.helper(171, "bpf_timer_start")
                .gplOnly()
                .takes(TIMER, ANYTHING, ANYTHING)
                .unimplemented();
        catalog.helper(172, "bpf_timer_cancel").gplOnly().takes(TIMER).unimplemented();
        catalog.helper(194, "bpf_kptr_xchg")
                .returns(new ReturnContract(ReturnContract.Kind.BTF_ID, true, ""))
                .takes(KPTR, RELEASED_BTF_ID)
                .effects(Effect.ACQUIRES_REFERENCE, Effect.RELEASES_REFERENCE)
                .unimplemented();
    }
}
