package dev.osmia.runtime.helper;

import static dev.osmia.runtime.helper.Arguments.ANYTHING;
import static dev.osmia.runtime.helper.Arguments.CONST_MAP_PTR;
import static dev.osmia.runtime.helper.Arguments.CONST_SIZE;
import static dev.osmia.runtime.helper.Arguments.CONST_SIZE_OR_ZERO;
import static dev.osmia.runtime.helper.Arguments.CTX;
import static dev.osmia.runtime.helper.Arguments.LONG_OUT;
import static dev.osmia.runtime.helper.Arguments.MEM_OR_NULL;
import static dev.osmia.runtime.helper.Arguments.MEM_RDONLY;
import static dev.osmia.runtime.helper.Arguments.MEM_RDONLY_OR_NULL;
import static dev.osmia.runtime.helper.Arguments.UNINIT_MEM;

import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import dev.osmia.program.contract.ArgumentContract;
import dev.osmia.program.contract.Effect;
import java.util.Set;

/** Helpers of programs that observe the kernel. Programs that call them can be verified, but not run yet. */
final class TracingHelpers {
    private static final Set<ProgramType> OBSERVERS =
            ProgramTypes.union(ProgramTypes.TRACING, ProgramTypes.setOf(ProgramType.SYSCALL));
    private static final Set<ProgramType> PERF_EVENT = ProgramTypes.setOf(ProgramType.PERF_EVENT);
    private static final Set<ProgramType> OUTPUTS = ProgramTypes.setOf(ProgramType.SYSCALL, ProgramType.TRACING);
    private static final Set<ProgramType> TRACING = ProgramTypes.setOf(ProgramType.TRACING);
    private static final Set<ProgramType> LSM = ProgramTypes.setOf(ProgramType.LSM);

    private TracingHelpers() {}

    static void declare(HelperCatalog.Builder catalog) {
        declareEvents(catalog);
        declareStacks(catalog);
        declareOutput(catalog);
        declareSecurity(catalog);
    }

    private static void declareEvents(HelperCatalog.Builder catalog) {
        catalog.helper(22, "bpf_perf_event_read")
                .gplOnly()
                .takes(CONST_MAP_PTR, ANYTHING)
                .unimplemented();
        catalog.helper(55, "bpf_perf_event_read_value")
                .gplOnly()
                .takes(CONST_MAP_PTR, ANYTHING, UNINIT_MEM, CONST_SIZE)
                .unimplemented();
        catalog.helper(56, "bpf_perf_prog_read_value")
                .programs(PERF_EVENT)
                .gplOnly()
                .takes(CTX, UNINIT_MEM, CONST_SIZE)
                .unimplemented();
        catalog.helper(58, "bpf_override_return")
                .programs(ProgramTypes.setOf(ProgramType.KPROBE))
                .gplOnly()
                .takes(CTX, ANYTHING)
                .unimplemented();
        catalog.helper(119, "bpf_read_branch_records")
                .programs(PERF_EVENT)
                .gplOnly()
                .takes(CTX, MEM_OR_NULL, CONST_SIZE_OR_ZERO, ANYTHING)
                .unimplemented();
        catalog.helper(173, "bpf_get_func_ip")
                .programs(OBSERVERS)
                .gplOnly()
                .takes(CTX)
                .unimplemented();
        catalog.helper(174, "bpf_get_attach_cookie")
                .programs(ProgramTypes.TRACING)
                .takes(CTX)
                .unimplemented();
        catalog.helper(176, "bpf_get_branch_snapshot")
                .gplOnly()
                .takes(UNINIT_MEM, CONST_SIZE_OR_ZERO)
                .unimplemented();
        catalog.helper(183, "bpf_get_func_arg")
                .programs(TRACING)
                .takes(CTX, ANYTHING, LONG_OUT)
                .unimplemented();
        catalog.helper(184, "bpf_get_func_ret")
                .programs(TRACING)
                .takes(CTX, LONG_OUT)
                .unimplemented();
        catalog.helper(185, "bpf_get_func_arg_cnt").programs(TRACING).takes(CTX).unimplemented();
    }

    private static void declareStacks(HelperCatalog.Builder catalog) {
        catalog.helper(27, "bpf_get_stackid")
                .programs(OBSERVERS)
                .gplOnly()
                .takes(CTX, CONST_MAP_PTR, ANYTHING)
                .unimplemented();
        catalog.helper(67, "bpf_get_stack")
                .programs(OBSERVERS)
                .gplOnly()
                .takes(CTX, UNINIT_MEM, CONST_SIZE_OR_ZERO, ANYTHING)
                .unimplemented();
        catalog.helper(141, "bpf_get_task_stack")
                .takes(ArgumentContract.btf("task_struct"), UNINIT_MEM, CONST_SIZE_OR_ZERO, ANYTHING)
                .unimplemented();
    }

    private static void declareOutput(HelperCatalog.Builder catalog) {
        catalog.helper(111, "bpf_skb_output")
                .programs(OUTPUTS)
                .gplOnly()
                .takes(ArgumentContract.btf("sk_buff"), CONST_MAP_PTR, ANYTHING, MEM_RDONLY, CONST_SIZE_OR_ZERO)
                .unimplemented();
        catalog.helper(121, "bpf_xdp_output")
                .programs(OUTPUTS)
                .gplOnly()
                .takes(ArgumentContract.btf("xdp_buff"), CONST_MAP_PTR, ANYTHING, MEM_RDONLY, CONST_SIZE_OR_ZERO)
                .unimplemented();
        catalog.helper(126, "bpf_seq_printf")
                .programs(TRACING)
                .gplOnly()
                .takes(ArgumentContract.btf("seq_file"), MEM_RDONLY, CONST_SIZE, MEM_RDONLY_OR_NULL, CONST_SIZE_OR_ZERO)
                .unimplemented();
        catalog.helper(127, "bpf_seq_write")
                .programs(TRACING)
                .gplOnly()
                .takes(ArgumentContract.btf("seq_file"), MEM_RDONLY, CONST_SIZE_OR_ZERO)
                .unimplemented();
        catalog.helper(147, "bpf_d_path")
                .programs(ProgramTypes.setOf(ProgramType.SYSCALL, ProgramType.TRACING, ProgramType.LSM))
                .takes(ArgumentContract.btf("path"), UNINIT_MEM, CONST_SIZE_OR_ZERO)
                .unimplemented();
        catalog.helper(149, "bpf_snprintf_btf")
                .takes(UNINIT_MEM, CONST_SIZE, MEM_RDONLY, CONST_SIZE, ANYTHING)
                .unimplemented();
        catalog.helper(150, "bpf_seq_printf_btf")
                .programs(TRACING)
                .takes(ArgumentContract.btf("seq_file"), MEM_RDONLY, CONST_SIZE_OR_ZERO, ANYTHING)
                .unimplemented();
    }

    private static void declareSecurity(HelperCatalog.Builder catalog) {
        catalog.helper(159, "bpf_bprm_opts_set")
                .programs(LSM)
                .takes(ArgumentContract.btf("linux_binprm"), ANYTHING)
                .unimplemented();
        catalog.helper(161, "bpf_ima_inode_hash")
                .programs(LSM)
                .takes(ArgumentContract.btf("inode"), UNINIT_MEM, CONST_SIZE)
                .effects(Effect.MIGHT_SLEEP)
                .unimplemented();
        catalog.helper(193, "bpf_ima_file_hash")
                .programs(LSM)
                .takes(ArgumentContract.btf("file"), UNINIT_MEM, CONST_SIZE)
                .effects(Effect.MIGHT_SLEEP)
                .unimplemented();
    }
}
