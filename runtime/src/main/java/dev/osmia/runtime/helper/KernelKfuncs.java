package dev.osmia.runtime.helper;

import static dev.osmia.program.contract.KfuncContract.Flag.ACQUIRE;
import static dev.osmia.program.contract.KfuncContract.Flag.ITER_DESTROY;
import static dev.osmia.program.contract.KfuncContract.Flag.ITER_NEW;
import static dev.osmia.program.contract.KfuncContract.Flag.ITER_NEXT;
import static dev.osmia.program.contract.KfuncContract.Flag.RCU;
import static dev.osmia.program.contract.KfuncContract.Flag.RCU_PROTECTED;
import static dev.osmia.program.contract.KfuncContract.Flag.RELEASE;
import static dev.osmia.program.contract.KfuncContract.Flag.RET_NULL;
import static dev.osmia.program.contract.KfuncContract.Flag.SLEEPABLE;
import static dev.osmia.program.contract.KfuncContract.Flag.TRUSTED_ARGS;

import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import dev.osmia.program.contract.Effect;
import dev.osmia.program.contract.KfuncContract.Flag;
import java.util.Set;

/** Kfuncs over tasks, cgroups, sets of CPUs, work queues and arenas of the kernel. Programs that call them can be verified, but not run yet. */
final class KernelKfuncs {
    /** Programs that the kernel counts as tracing where kfuncs are concerned ({@code BTF_KFUNC_HOOK_TRACING}). */
    static final Set<ProgramType> TRACING =
            ProgramTypes.setOf(ProgramType.TRACING, ProgramType.TRACEPOINT, ProgramType.PERF_EVENT, ProgramType.LSM);

    private static final Set<ProgramType> CPUMASK =
            ProgramTypes.union(TRACING, ProgramTypes.setOf(ProgramType.STRUCT_OPS, ProgramType.SYSCALL));

    private KernelKfuncs() {}

    static void declare(HelperCatalog.Builder catalog) {
        declareTasks(catalog);
        declareCgroups(catalog);
        declareCpumasks(catalog);
        declareIterators(catalog);
        declareWork(catalog);
        declareOthers(catalog);
    }

    private static void generic(HelperCatalog.Builder catalog, String prototype, Flag... flags) {
        KfuncPrototype.declare(catalog, prototype)
                .programs(ControlKfuncs.GENERIC)
                .flags(flags)
                .unimplemented();
    }

    private static void common(HelperCatalog.Builder catalog, String prototype, Flag... flags) {
        KfuncPrototype.declare(catalog, prototype).flags(flags).unimplemented();
    }

    private static void declareTasks(HelperCatalog.Builder catalog) {
        generic(catalog, "struct task_struct *bpf_task_acquire(struct task_struct *p)", ACQUIRE, RCU, RET_NULL);
        generic(catalog, "void bpf_task_release(struct task_struct *p)", RELEASE);
        generic(catalog, "struct task_struct *bpf_task_from_pid(s32 pid)", ACQUIRE, RET_NULL);
        generic(catalog, "struct task_struct *bpf_task_from_vpid(s32 vpid)", ACQUIRE, RET_NULL);
        generic(catalog, "void bpf_kfunc_call_test_release(struct prog_test_ref_kfunc *p)", RELEASE);
        generic(catalog, "void bpf_kfunc_call_memb_release(struct prog_test_member *p)", RELEASE);
    }

    private static void declareCgroups(HelperCatalog.Builder catalog) {
        generic(catalog, "struct cgroup *bpf_cgroup_acquire(struct cgroup *cgrp)", ACQUIRE, RCU, RET_NULL);
        generic(catalog, "void bpf_cgroup_release(struct cgroup *cgrp)", RELEASE);
        generic(catalog, "struct cgroup *bpf_cgroup_ancestor(struct cgroup *cgrp, int level)", ACQUIRE, RCU, RET_NULL);
        generic(catalog, "struct cgroup *bpf_cgroup_from_id(u64 cgid)", ACQUIRE, RET_NULL);
        generic(catalog, "long bpf_task_under_cgroup(struct task_struct *task, struct cgroup *ancestor)", RCU);
        generic(
                catalog,
                "struct cgroup *bpf_task_get_cgroup1(struct task_struct *task, int hierarchy_id)",
                ACQUIRE,
                RCU,
                RET_NULL);
    }

    private static void cpumask(HelperCatalog.Builder catalog, String prototype, Flag... flags) {
        KfuncPrototype.declare(catalog, prototype)
                .programs(CPUMASK)
                .flags(flags)
                .unimplemented();
    }

    private static void declareCpumasks(HelperCatalog.Builder catalog) {
        cpumask(catalog, "struct bpf_cpumask *bpf_cpumask_create()", ACQUIRE, RET_NULL);
        cpumask(catalog, "void bpf_cpumask_release(struct bpf_cpumask *cpumask)", RELEASE);
        cpumask(catalog, "struct bpf_cpumask *bpf_cpumask_acquire(struct bpf_cpumask *cpumask)", ACQUIRE, TRUSTED_ARGS);
        for (var name : new String[] {"first", "first_zero", "any_distribute", "weight"}) {
            cpumask(catalog, "u32 bpf_cpumask_" + name + "(const struct cpumask *cpumask)", RCU);
        }
        for (var name : new String[] {"empty", "full"}) {
            cpumask(catalog, "bool bpf_cpumask_" + name + "(const struct cpumask *cpumask)", RCU);
        }
        String two = "(const struct cpumask *src1, const struct cpumask *src2)";
        for (var name : new String[] {"first_and", "any_and_distribute"}) {
            cpumask(catalog, "u32 bpf_cpumask_" + name + two, RCU);
        }
        for (var name : new String[] {"equal", "intersects", "subset"}) {
            cpumask(catalog, "bool bpf_cpumask_" + name + two, RCU);
        }
        for (var name : new String[] {"set_cpu", "clear_cpu"}) {
            cpumask(catalog, "void bpf_cpumask_" + name + "(u32 cpu, struct bpf_cpumask *cpumask)", RCU);
        }
        for (var name : new String[] {"test_and_set_cpu", "test_and_clear_cpu"}) {
            cpumask(catalog, "bool bpf_cpumask_" + name + "(u32 cpu, struct bpf_cpumask *cpumask)", RCU);
        }
        cpumask(catalog, "bool bpf_cpumask_test_cpu(u32 cpu, const struct cpumask *cpumask)", RCU);
        cpumask(catalog, "void bpf_cpumask_setall(struct bpf_cpumask *cpumask)", RCU);
        cpumask(catalog, "void bpf_cpumask_clear(struct bpf_cpumask *cpumask)", RCU);
        String three = "(struct bpf_cpumask *dst, const struct cpumask *src1, const struct cpumask *src2)";
        cpumask(catalog, "bool bpf_cpumask_and" + three, RCU);
        cpumask(catalog, "void bpf_cpumask_or" + three, RCU);
        cpumask(catalog, "void bpf_cpumask_xor" + three, RCU);
        cpumask(catalog, "void bpf_cpumask_copy(struct bpf_cpumask *dst, const struct cpumask *src)", RCU);
        cpumask(catalog, "int bpf_cpumask_populate(struct cpumask *cpumask, void *src, size_t src__sz)", RCU);
    }

    private static void declareIterators(HelperCatalog.Builder catalog) {
        common(
                catalog,
                "int bpf_iter_bits_new(struct bpf_iter_bits *it__uninit, const u64 *unsafe_ptr__ign, u32 nr_words)",
                ITER_NEW);
        common(catalog, "const int *bpf_iter_bits_next(struct bpf_iter_bits *it)", ITER_NEXT, RET_NULL);
        common(catalog, "void bpf_iter_bits_destroy(struct bpf_iter_bits *it)", ITER_DESTROY);
        common(
                catalog,
                "int bpf_iter_task_vma_new(struct bpf_iter_task_vma *it, struct task_struct *task, u64 addr)",
                ITER_NEW,
                RCU);
        common(
                catalog,
                "struct vm_area_struct *bpf_iter_task_vma_next(struct bpf_iter_task_vma *it)",
                ITER_NEXT,
                RET_NULL);
        common(catalog, "void bpf_iter_task_vma_destroy(struct bpf_iter_task_vma *it)", ITER_DESTROY);
        common(
                catalog,
                "int bpf_iter_task_new(struct bpf_iter_task *it, struct task_struct *task__nullable, u32 flags)",
                ITER_NEW,
                TRUSTED_ARGS,
                RCU_PROTECTED);
        common(catalog, "struct task_struct *bpf_iter_task_next(struct bpf_iter_task *it)", ITER_NEXT, RET_NULL);
        common(catalog, "void bpf_iter_task_destroy(struct bpf_iter_task *it)", ITER_DESTROY);
        common(
                catalog,
                "int bpf_iter_css_new(struct bpf_iter_css *it, struct cgroup_subsys_state *start, u32 flags)",
                ITER_NEW,
                TRUSTED_ARGS,
                RCU_PROTECTED);
        common(catalog, "struct cgroup_subsys_state *bpf_iter_css_next(struct bpf_iter_css *it)", ITER_NEXT, RET_NULL);
        common(catalog, "void bpf_iter_css_destroy(struct bpf_iter_css *it)", ITER_DESTROY);
        common(
                catalog,
                "int bpf_iter_css_task_new(struct bpf_iter_css_task *it, struct cgroup_subsys_state *css, u32 flags)",
                ITER_NEW,
                TRUSTED_ARGS);
        common(
                catalog,
                "struct task_struct *bpf_iter_css_task_next(struct bpf_iter_css_task *it)",
                ITER_NEXT,
                RET_NULL);
        common(catalog, "void bpf_iter_css_task_destroy(struct bpf_iter_css_task *it)", ITER_DESTROY);
    }

    private static void declareWork(HelperCatalog.Builder catalog) {
        common(catalog, "int bpf_wq_init(struct bpf_wq *wq, void *p__map, u32 flags)");
        KfuncPrototype.declare(
                        catalog,
                        "int bpf_wq_set_callback_impl(struct bpf_wq *wq, void *callback, u32 flags, void *aux__prog)")
                .effects(Effect.CALLS_BACK_LATER)
                .unimplemented();
        common(catalog, "int bpf_wq_start(struct bpf_wq *wq, u32 flags)");
    }

    private static void declareOthers(HelperCatalog.Builder catalog) {
        common(
                catalog,
                "void *bpf_arena_alloc_pages(void *p__map, void *addr__ign, u32 page_cnt, int node_id, u64 flags)",
                TRUSTED_ARGS,
                SLEEPABLE);
        common(
                catalog,
                "void bpf_arena_free_pages(void *p__map, void *ptr__ign, u32 page_cnt)",
                TRUSTED_ARGS,
                SLEEPABLE);
        common(
                catalog,
                "int bpf_copy_from_user_str(void *dst, u32 dst__sz, const void *unsafe_ptr__ign, u64 flags)",
                SLEEPABLE);
        common(catalog, "s64 bpf_map_sum_elem_count(const struct bpf_map *map)", TRUSTED_ARGS);
    }
}
