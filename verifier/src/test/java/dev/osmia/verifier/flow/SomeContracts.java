package dev.osmia.verifier.flow;

import dev.osmia.program.ProgramType;
import dev.osmia.program.contract.ArgumentContract;
import dev.osmia.program.contract.ArgumentKind;
import dev.osmia.program.contract.ContextContract;
import dev.osmia.program.contract.Contracts;
import dev.osmia.program.contract.Effect;
import dev.osmia.program.contract.HelperContract;
import dev.osmia.program.contract.KfuncArgument;
import dev.osmia.program.contract.KfuncContract;
import dev.osmia.program.contract.ReturnContract;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The few functions that the tests of this package call: how many arguments they take and whether they call back. */
final class SomeContracts implements Contracts {
    static final int MAP_LOOKUP = 1;
    static final int PRANDOM = 7;
    static final int TAIL_CALL = 12;
    static final int SKB_PULL_DATA = 39;
    static final int TIMER_SET_CALLBACK = 170;
    static final int LOOP = 181;

    private static final Map<Integer, HelperContract> HELPERS = Map.of(
            MAP_LOOKUP, helper(MAP_LOOKUP, "bpf_map_lookup_elem", 2),
            PRANDOM, helper(PRANDOM, "bpf_get_prandom_u32", 0),
            TAIL_CALL, helper(TAIL_CALL, "bpf_tail_call", 3),
            SKB_PULL_DATA, helper(SKB_PULL_DATA, "bpf_skb_pull_data", 2, Effect.CHANGES_PACKET_DATA),
            TIMER_SET_CALLBACK, helper(TIMER_SET_CALLBACK, "bpf_timer_set_callback", 2, Effect.CALLS_BACK_LATER),
            LOOP, helper(LOOP, "bpf_loop", 4, Effect.CALLS_BACK));

    private static final Map<String, KfuncContract> KFUNCS = Map.of(
            "bpf_iter_num_next", kfunc("bpf_iter_num_next", Set.of(KfuncContract.Flag.ITER_NEXT)),
            "bpf_wait", kfunc("bpf_wait", Set.of(KfuncContract.Flag.SLEEPABLE)));

    private static HelperContract helper(int id, String name, int arguments, Effect... effects) {
        return new HelperContract(
                id,
                name,
                Set.of(ProgramType.SCHED_CLS),
                false,
                ReturnContract.INTEGER,
                Collections.nCopies(arguments, ArgumentContract.of(ArgumentKind.ANYTHING)),
                Set.of(effects));
    }

    private static KfuncContract kfunc(String name, Set<KfuncContract.Flag> flags) {
        return new KfuncContract(
                name,
                Set.of(ProgramType.SCHED_CLS),
                flags,
                KfuncContract.Returns.INT,
                List.of(KfuncArgument.of("it", KfuncArgument.Kind.ITERATOR)),
                Set.of());
    }

    @Override
    public Optional<HelperContract> helper(int id) {
        return Optional.ofNullable(HELPERS.get(id));
    }

    @Override
    public Optional<KfuncContract> kfunc(String name) {
        return Optional.ofNullable(KFUNCS.get(name));
    }

    @Override
    public Optional<ContextContract> context(ProgramType type) {
        return Optional.empty();
    }

    @Override
    public Collection<HelperContract> helpers() {
        return HELPERS.values();
    }

    @Override
    public Collection<KfuncContract> kfuncs() {
        return KFUNCS.values();
    }
}
