package dev.osmia.runtime.helper;

import static dev.osmia.runtime.helper.Arguments.ANYTHING;
import static dev.osmia.runtime.helper.Arguments.BTF_ID_SOCK_COMMON;
import static dev.osmia.runtime.helper.Arguments.CONST_MAP_PTR;
import static dev.osmia.runtime.helper.Arguments.MAP_VALUE_OR_NULL;

import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import dev.osmia.program.contract.ArgumentContract;
import dev.osmia.program.contract.ArgumentFlag;
import dev.osmia.program.contract.ReturnContract;
import java.util.Set;

/** Helpers of storage that hangs on kernel objects: sockets, tasks, inodes, cgroups. Programs that call them can be verified, but not run yet. */
final class StorageHelpers {
    private static final Set<ProgramType> INODES = ProgramTypes.setOf(ProgramType.LSM, ProgramType.TRACING);

    private StorageHelpers() {}

    static void declare(HelperCatalog.Builder catalog) {
        catalog.helper(81, "bpf_get_local_storage")
                .programs(ProgramTypes.setOf(
                        ProgramType.CGROUP_SKB,
                        ProgramType.CGROUP_SOCK,
                        ProgramType.SOCK_OPS,
                        ProgramType.CGROUP_DEVICE,
                        ProgramType.CGROUP_SOCK_ADDR,
                        ProgramType.CGROUP_SYSCTL,
                        ProgramType.CGROUP_SOCKOPT))
                .returns(ReturnContract.of(ReturnContract.Kind.MAP_VALUE))
                .takes(CONST_MAP_PTR, ANYTHING)
                .unimplemented();
        catalog.helper(107, "bpf_sk_storage_get")
                .programs(ProgramTypes.union(
                        ProgramTypes.TC,
                        ProgramTypes.setOf(
                                ProgramType.CGROUP_SKB,
                                ProgramType.CGROUP_SOCK,
                                ProgramType.SOCK_OPS,
                                ProgramType.SK_MSG,
                                ProgramType.CGROUP_SOCK_ADDR,
                                ProgramType.CGROUP_SOCKOPT,
                                ProgramType.SYSCALL,
                                ProgramType.TRACING,
                                ProgramType.LSM)))
                .returns(ReturnContract.orNull(ReturnContract.Kind.MAP_VALUE))
                .takes(CONST_MAP_PTR, BTF_ID_SOCK_COMMON, MAP_VALUE_OR_NULL, ANYTHING)
                .unimplemented();
        catalog.helper(108, "bpf_sk_storage_delete")
                .programs(ProgramTypes.union(
                        ProgramTypes.TC,
                        ProgramTypes.setOf(
                                ProgramType.CGROUP_SKB,
                                ProgramType.SOCK_OPS,
                                ProgramType.SK_MSG,
                                ProgramType.CGROUP_SOCK_ADDR,
                                ProgramType.CGROUP_SOCKOPT,
                                ProgramType.SYSCALL,
                                ProgramType.TRACING,
                                ProgramType.LSM)))
                .takes(CONST_MAP_PTR, BTF_ID_SOCK_COMMON)
                .unimplemented();
        catalog.helper(145, "bpf_inode_storage_get")
                .programs(INODES)
                .returns(ReturnContract.orNull(ReturnContract.Kind.MAP_VALUE))
                .takes(
                        CONST_MAP_PTR,
                        ArgumentContract.btf("inode", ArgumentFlag.MAYBE_NULL),
                        MAP_VALUE_OR_NULL,
                        ANYTHING)
                .unimplemented();
        catalog.helper(146, "bpf_inode_storage_delete")
                .programs(INODES)
                .takes(CONST_MAP_PTR, ArgumentContract.btf("inode", ArgumentFlag.MAYBE_NULL))
                .unimplemented();
        catalog.helper(156, "bpf_task_storage_get")
                .returns(ReturnContract.orNull(ReturnContract.Kind.MAP_VALUE))
                .takes(
                        CONST_MAP_PTR,
                        ArgumentContract.btf("task_struct", ArgumentFlag.MAYBE_NULL),
                        MAP_VALUE_OR_NULL,
                        ANYTHING)
                .unimplemented();
        catalog.helper(157, "bpf_task_storage_delete")
                .takes(CONST_MAP_PTR, ArgumentContract.btf("task_struct", ArgumentFlag.MAYBE_NULL))
                .unimplemented();
        catalog.helper(210, "bpf_cgrp_storage_get")
                .returns(ReturnContract.orNull(ReturnContract.Kind.MAP_VALUE))
                .takes(
                        CONST_MAP_PTR,
                        ArgumentContract.btf("cgroup", ArgumentFlag.MAYBE_NULL),
                        MAP_VALUE_OR_NULL,
                        ANYTHING)
                .unimplemented();
        catalog.helper(211, "bpf_cgrp_storage_delete")
                .takes(CONST_MAP_PTR, ArgumentContract.btf("cgroup", ArgumentFlag.MAYBE_NULL))
                .unimplemented();
    }
}
