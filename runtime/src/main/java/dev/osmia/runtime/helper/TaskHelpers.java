package dev.osmia.runtime.helper;

import static dev.osmia.runtime.helper.Arguments.ANYTHING;
import static dev.osmia.runtime.helper.Arguments.CONST_SIZE;
import static dev.osmia.runtime.helper.Arguments.CONST_SIZE_OR_ZERO;
import static dev.osmia.runtime.helper.Arguments.FUNC;
import static dev.osmia.runtime.helper.Arguments.MEM_RDONLY;
import static dev.osmia.runtime.helper.Arguments.STACK_OR_NULL;
import static dev.osmia.runtime.helper.Arguments.UNINIT_MEM;

import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import dev.osmia.program.contract.ArgumentContract;
import dev.osmia.program.contract.Effect;
import dev.osmia.program.contract.ReturnContract;

/** Helpers that tell of the running task and read the memory of kernel and user. Programs that call them can be verified, but not run yet. */
final class TaskHelpers {
    private TaskHelpers() {}

    static void declare(HelperCatalog.Builder catalog) {
        declareTask(catalog);
        declareMemory(catalog);
    }

    private static void declareTask(HelperCatalog.Builder catalog) {
        catalog.helper(14, "bpf_get_current_pid_tgid").unimplemented();
        catalog.helper(15, "bpf_get_current_uid_gid").unimplemented();
        catalog.helper(16, "bpf_get_current_comm").takes(UNINIT_MEM, CONST_SIZE).unimplemented();
        catalog.helper(35, "bpf_get_current_task").gplOnly().unimplemented();
        catalog.helper(109, "bpf_send_signal").takes(ANYTHING).unimplemented();
        catalog.helper(117, "bpf_send_signal_thread").takes(ANYTHING).unimplemented();
        catalog.helper(120, "bpf_get_ns_current_pid_tgid")
                .takes(ANYTHING, ANYTHING, UNINIT_MEM, CONST_SIZE)
                .unimplemented();
        catalog.helper(158, "bpf_get_current_task_btf")
                .gplOnly()
                .returns(ReturnContract.trusted("task_struct"))
                .unimplemented();
        catalog.helper(175, "bpf_task_pt_regs")
                .gplOnly()
                .returns(new ReturnContract(ReturnContract.Kind.BTF_ID, false, "pt_regs"))
                .takes(ArgumentContract.btf("task_struct"))
                .unimplemented();
        catalog.helper(180, "bpf_find_vma")
                .takes(ArgumentContract.btf("task_struct"), ANYTHING, FUNC, STACK_OR_NULL, ANYTHING)
                .effects(Effect.CALLS_BACK)
                .unimplemented();
    }

    private static void declareMemory(HelperCatalog.Builder catalog) {
        catalog.helper(4, "bpf_probe_read")
                .programs(ProgramTypes.union(ProgramTypes.TRACING, ProgramTypes.setOf(ProgramType.SYSCALL)))
                .gplOnly()
                .takes(UNINIT_MEM, CONST_SIZE_OR_ZERO, ANYTHING)
                .unimplemented();
        catalog.helper(36, "bpf_probe_write_user")
                .programs(ProgramTypes.TRACING)
                .gplOnly()
                .takes(ANYTHING, MEM_RDONLY, CONST_SIZE)
                .unimplemented();
        catalog.helper(45, "bpf_probe_read_str")
                .programs(ProgramTypes.union(ProgramTypes.TRACING, ProgramTypes.setOf(ProgramType.SYSCALL)))
                .gplOnly()
                .takes(UNINIT_MEM, CONST_SIZE_OR_ZERO, ANYTHING)
                .unimplemented();
        catalog.helper(112, "bpf_probe_read_user")
                .gplOnly()
                .takes(UNINIT_MEM, CONST_SIZE_OR_ZERO, ANYTHING)
                .unimplemented();
        catalog.helper(113, "bpf_probe_read_kernel")
                .gplOnly()
                .takes(UNINIT_MEM, CONST_SIZE_OR_ZERO, ANYTHING)
                .unimplemented();
        catalog.helper(114, "bpf_probe_read_user_str")
                .gplOnly()
                .takes(UNINIT_MEM, CONST_SIZE_OR_ZERO, ANYTHING)
                .unimplemented();
        catalog.helper(115, "bpf_probe_read_kernel_str")
                .gplOnly()
                .takes(UNINIT_MEM, CONST_SIZE_OR_ZERO, ANYTHING)
                .unimplemented();
        catalog.helper(148, "bpf_copy_from_user")
                .takes(UNINIT_MEM, CONST_SIZE_OR_ZERO, ANYTHING)
                .effects(Effect.MIGHT_SLEEP)
                .unimplemented();
        catalog.helper(191, "bpf_copy_from_user_task")
                .gplOnly()
                .takes(UNINIT_MEM, CONST_SIZE_OR_ZERO, ANYTHING, ArgumentContract.btf("task_struct"), ANYTHING)
                .effects(Effect.MIGHT_SLEEP)
                .unimplemented();
    }
}
