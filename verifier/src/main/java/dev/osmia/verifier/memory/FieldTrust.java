package dev.osmia.verifier.memory;

import java.util.Map;

/** How far pointers in structs of the kernel are as good as the pointer that they are read through. */
enum FieldTrust {
    /** As trusted as the struct ({@code BTF_TYPE_SAFE_TRUSTED}). */
    TRUSTED,
    /** Likewise, or null ({@code BTF_TYPE_SAFE_TRUSTED_OR_NULL}). */
    TRUSTED_OR_NULL,
    /** Valid inside an RCU section ({@code BTF_TYPE_SAFE_RCU}). */
    RCU,
    /** Likewise, or null ({@code BTF_TYPE_SAFE_RCU_OR_NULL}). */
    RCU_OR_NULL,
    /** Not known. */
    NONE;

    private static final Map<String, FieldTrust> BY_FIELD = Map.ofEntries(
            Map.entry("bpf_iter_meta.seq", TRUSTED),
            Map.entry("bpf_iter__task.meta", TRUSTED),
            Map.entry("bpf_iter__task.task", TRUSTED),
            Map.entry("linux_binprm.file", TRUSTED),
            Map.entry("file.f_inode", TRUSTED),
            Map.entry("socket.sk", TRUSTED_OR_NULL),
            Map.entry("dentry.d_inode", TRUSTED_OR_NULL),
            Map.entry("vm_area_struct.vm_mm", TRUSTED_OR_NULL),
            Map.entry("vm_area_struct.vm_file", TRUSTED_OR_NULL),
            Map.entry("task_struct.cpus_ptr", RCU),
            Map.entry("task_struct.cgroups", RCU),
            Map.entry("task_struct.real_parent", RCU),
            Map.entry("task_struct.group_leader", RCU),
            Map.entry("cgroup.kn", RCU),
            Map.entry("css_set.dfl_cgrp", RCU),
            Map.entry("cgroup_subsys_state.cgroup", RCU),
            Map.entry("mm_struct.exe_file", RCU_OR_NULL),
            Map.entry("sk_buff.sk", RCU_OR_NULL),
            Map.entry("request_sock.sk", RCU_OR_NULL));

    static FieldTrust of(String struct, String field) {
        return BY_FIELD.getOrDefault(struct + "." + field, NONE);
    }
}
