package dev.osmia.runtime.helper;

import static dev.osmia.runtime.helper.Arguments.ANYTHING;
import static dev.osmia.runtime.helper.Arguments.BTF_ID_SOCK_COMMON;
import static dev.osmia.runtime.helper.Arguments.CONST_MAP_PTR;
import static dev.osmia.runtime.helper.Arguments.CONST_SIZE;
import static dev.osmia.runtime.helper.Arguments.CTX;
import static dev.osmia.runtime.helper.Arguments.MEM;
import static dev.osmia.runtime.helper.Arguments.MEM_RDONLY;
import static dev.osmia.runtime.helper.Arguments.UNINIT_MEM;

import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import java.util.Set;

/** Helpers that tell of cgroups, and those of programs that hook into them. Programs that call them can be verified, but not run yet. */
final class CgroupHelpers {
    private static final Set<ProgramType> TC_AND_CGROUP =
            ProgramTypes.union(ProgramTypes.TC, ProgramTypes.setOf(ProgramType.CGROUP_SKB));
    private static final Set<ProgramType> SYSCTL = ProgramTypes.setOf(ProgramType.CGROUP_SYSCTL);
    private static final Set<ProgramType> CGROUP_SKB = ProgramTypes.setOf(ProgramType.CGROUP_SKB);
    private static final Set<ProgramType> RETURN_VALUES = ProgramTypes.setOf(
            ProgramType.CGROUP_SOCK, ProgramType.CGROUP_SOCK_ADDR, ProgramType.CGROUP_SOCKOPT, ProgramType.LSM);

    private CgroupHelpers() {}

    static void declare(HelperCatalog.Builder catalog) {
        declareIdentities(catalog);
        declareHooks(catalog);
    }

    private static void declareIdentities(HelperCatalog.Builder catalog) {
        catalog.helper(17, "bpf_get_cgroup_classid").takes(CTX).unimplemented();
        catalog.helper(33, "bpf_skb_under_cgroup")
                .programs(ProgramTypes.union(
                        ProgramTypes.TC, ProgramTypes.LWT, ProgramTypes.setOf(ProgramType.LWT_SEG6LOCAL)))
                .takes(CTX, CONST_MAP_PTR, ANYTHING)
                .unimplemented();
        catalog.helper(37, "bpf_current_task_under_cgroup")
                .takes(CONST_MAP_PTR, ANYTHING)
                .unimplemented();
        catalog.helper(79, "bpf_skb_cgroup_id")
                .programs(TC_AND_CGROUP)
                .takes(CTX)
                .unimplemented();
        catalog.helper(80, "bpf_get_current_cgroup_id").unimplemented();
        catalog.helper(83, "bpf_skb_ancestor_cgroup_id")
                .programs(TC_AND_CGROUP)
                .takes(CTX, ANYTHING)
                .unimplemented();
        catalog.helper(123, "bpf_get_current_ancestor_cgroup_id")
                .takes(ANYTHING)
                .unimplemented();
        catalog.helper(128, "bpf_sk_cgroup_id")
                .programs(CGROUP_SKB)
                .takes(BTF_ID_SOCK_COMMON)
                .unimplemented();
        catalog.helper(129, "bpf_sk_ancestor_cgroup_id")
                .programs(CGROUP_SKB)
                .takes(BTF_ID_SOCK_COMMON, ANYTHING)
                .unimplemented();
        catalog.helper(151, "bpf_skb_cgroup_classid")
                .programs(ProgramTypes.TC)
                .takes(CTX)
                .unimplemented();
    }

    private static void declareHooks(HelperCatalog.Builder catalog) {
        catalog.helper(101, "bpf_sysctl_get_name")
                .programs(SYSCTL)
                .takes(CTX, MEM, CONST_SIZE, ANYTHING)
                .unimplemented();
        catalog.helper(102, "bpf_sysctl_get_current_value")
                .programs(SYSCTL)
                .takes(CTX, UNINIT_MEM, CONST_SIZE)
                .unimplemented();
        catalog.helper(103, "bpf_sysctl_get_new_value")
                .programs(SYSCTL)
                .takes(CTX, UNINIT_MEM, CONST_SIZE)
                .unimplemented();
        catalog.helper(104, "bpf_sysctl_set_new_value")
                .programs(SYSCTL)
                .takes(CTX, MEM_RDONLY, CONST_SIZE)
                .unimplemented();
        catalog.helper(186, "bpf_get_retval").programs(RETURN_VALUES).unimplemented();
        catalog.helper(187, "bpf_set_retval")
                .programs(RETURN_VALUES)
                .takes(ANYTHING)
                .unimplemented();
    }
}
