package dev.osmia.runtime.helper;

import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import dev.osmia.program.contract.KfuncArgument;
import dev.osmia.program.contract.KfuncArgument.Kind;
import dev.osmia.program.contract.KfuncContract.Returns;
import java.util.Set;

/** Kfuncs that end the program, or enter and leave sections of it. Programs that call them can be verified, but not run yet. */
final class ControlKfuncs {
    /** Those that the kernel's set {@code generic_btf_ids} is for. */
    static final Set<ProgramType> GENERIC = ProgramTypes.setOf(
            ProgramType.TRACING,
            ProgramType.TRACEPOINT,
            ProgramType.PERF_EVENT,
            ProgramType.LSM,
            ProgramType.SCHED_CLS,
            ProgramType.XDP,
            ProgramType.STRUCT_OPS,
            ProgramType.SYSCALL,
            ProgramType.CGROUP_SKB,
            ProgramType.CGROUP_SOCK,
            ProgramType.CGROUP_DEVICE,
            ProgramType.CGROUP_SOCK_ADDR,
            ProgramType.CGROUP_SOCKOPT,
            ProgramType.CGROUP_SYSCTL,
            ProgramType.SOCK_OPS);

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
        catalog.kfunc("bpf_cast_to_kern_ctx")
                .returns(new Returns(Returns.Kind.BTF_ID, "", 0))
                .takes(KfuncArgument.of("obj", Kind.CONTEXT))
                .unimplemented();
        catalog.kfunc("bpf_rdonly_cast")
                .returns(new Returns(Returns.Kind.BTF_ID, "", 0))
                .takes(
                        KfuncArgument.of("obj", Kind.IGNORED),
                        KfuncArgument.of("btf_id", Kind.SCALAR, KfuncArgument.Flag.CONSTANT))
                .unimplemented();
    }
}
