package dev.osmia.runtime.helper;

import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import dev.osmia.program.contract.KfuncArgument;
import dev.osmia.program.contract.KfuncArgument.Kind;
import java.util.Set;

/** Kfuncs that end the program, or enter and leave sections of it. Programs that call them can be verified, but not run yet. */
final class ControlKfuncs {
    /** Those that the kernel's set {@code generic_btf_ids} is for. */
    static final Set<ProgramType> GENERIC = ProgramTypes.setOf(
            ProgramType.TRACING,
            ProgramType.SCHED_CLS,
            ProgramType.SCHED_ACT,
            ProgramType.XDP,
            ProgramType.STRUCT_OPS,
            ProgramType.SYSCALL,
            ProgramType.CGROUP_SKB);

    private ControlKfuncs() {}

    static void declare(HelperCatalog.Builder catalog) {
        catalog.kfunc("bpf_throw")
                .programs(GENERIC)
                .takes(KfuncArgument.of("cookie", Kind.SCALAR))
                .unimplemented();
        catalog.kfunc("bpf_rcu_read_lock").unimplemented();
        catalog.kfunc("bpf_rcu_read_unlock").unimplemented();
        catalog.kfunc("bpf_preempt_disable").unimplemented();
        catalog.kfunc("bpf_preempt_enable").unimplemented();
    }
}
