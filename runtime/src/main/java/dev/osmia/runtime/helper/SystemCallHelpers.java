package dev.osmia.runtime.helper;

import static dev.osmia.runtime.helper.Arguments.ANYTHING;
import static dev.osmia.runtime.helper.Arguments.CONST_SIZE;
import static dev.osmia.runtime.helper.Arguments.CONST_SIZE_OR_ZERO;
import static dev.osmia.runtime.helper.Arguments.MEM;
import static dev.osmia.runtime.helper.Arguments.MEM_RDONLY;

import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import dev.osmia.program.contract.ArgumentContract;
import dev.osmia.program.contract.ArgumentFlag;
import dev.osmia.program.contract.Effect;
import java.util.Set;

/** Helpers of programs that run as a system call. Programs that call them can be verified, but not run yet. */
final class SystemCallHelpers {
    private static final Set<ProgramType> SYSCALL = ProgramTypes.setOf(ProgramType.SYSCALL);

    private SystemCallHelpers() {}

    static void declare(HelperCatalog.Builder catalog) {
        catalog.helper(166, "bpf_sys_bpf")
                .programs(SYSCALL)
                .takes(ANYTHING, MEM_RDONLY, CONST_SIZE)
                .effects(Effect.MIGHT_SLEEP)
                .unimplemented();
        catalog.helper(167, "bpf_btf_find_by_name_kind")
                .programs(SYSCALL)
                .takes(MEM_RDONLY, CONST_SIZE, ANYTHING, ANYTHING)
                .effects(Effect.MIGHT_SLEEP)
                .unimplemented();
        catalog.helper(168, "bpf_sys_close")
                .programs(SYSCALL)
                .takes(ANYTHING)
                .effects(Effect.MIGHT_SLEEP)
                .unimplemented();
        catalog.helper(179, "bpf_kallsyms_lookup_name")
                .programs(SYSCALL)
                .takes(
                        MEM,
                        CONST_SIZE_OR_ZERO,
                        ANYTHING,
                        ArgumentContract.fixedMemory(
                                8, ArgumentFlag.MEM_UNINIT, ArgumentFlag.MEM_WRITE, ArgumentFlag.MEM_ALIGNED))
                .unimplemented();
    }
}
