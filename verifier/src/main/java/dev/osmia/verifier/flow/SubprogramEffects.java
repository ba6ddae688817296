package dev.osmia.verifier.flow;

import dev.osmia.program.Program;
import dev.osmia.program.contract.Contracts;
import dev.osmia.program.contract.Effect;
import dev.osmia.program.contract.KfuncContract;
import dev.osmia.program.instruction.Instruction;
import java.util.BitSet;
import java.util.List;

/** What calling a subprogram may do to its caller, by the subprogram's index; what callees do is part of it. */
final class SubprogramEffects {
    /** {@code BPF_FUNC_tail_call}. */
    static final int TAIL_CALL = 12;

    final BitSet changesPacketData = new BitSet();
    final BitSet mightSleep = new BitSet();
    final BitSet hasTailCall = new BitSet();
    final BitSet hasPacketLoad = new BitSet();

    private final Program program;
    private final Leaving leaving;
    private final Contracts contracts;
    private final List<Integer> starts;

    private SubprogramEffects(Program program, Leaving leaving, Contracts contracts, List<Integer> starts) {
        this.program = program;
        this.leaving = leaving;
        this.contracts = contracts;
        this.starts = starts;
    }

    static SubprogramEffects of(Program program, Leaving leaving, Contracts contracts, List<Integer> starts) {
        var effects = new SubprogramEffects(program, leaving, contracts, starts);
        effects.addOwn();
        // A chain of calls may be as long as there are subprograms, whatever their order.
        while (effects.addCallees()) {
            continue;
        }
        return effects;
    }

    private void addOwn() {
        int index = 0;
        for (int slot = 0; slot < program.code().slots(); slot++) {
            if (index + 1 < starts.size() && slot >= starts.get(index + 1)) {
                index++;
            }
            addOwn(index, program.code().find(slot).orElse(null));
        }
    }

    private void addOwn(int index, Instruction instruction) {
        if (instruction instanceof Instruction.CallHelper call) {
            if (call.helper() == TAIL_CALL) {
                hasTailCall.set(index);
                // The program that is called into may do anything to the packet.
                changesPacketData.set(index);
            }
            contracts.helper(call.helper()).ifPresent(contract -> {
                set(changesPacketData, index, contract.has(Effect.CHANGES_PACKET_DATA));
                set(mightSleep, index, contract.has(Effect.MIGHT_SLEEP));
            });
        } else if (instruction instanceof Instruction.CallKfunc call) {
            contracts.kfunc(program.externals().get(call.external()).name()).ifPresent(contract -> {
                set(changesPacketData, index, contract.has(Effect.CHANGES_PACKET_DATA));
                set(mightSleep, index, sleeps(contract));
            });
        } else if (instruction instanceof Instruction.LoadPacket) {
            hasPacketLoad.set(index);
        }
    }

    private static boolean sleeps(KfuncContract contract) {
        return contract.has(KfuncContract.Flag.SLEEPABLE) || contract.has(Effect.MIGHT_SLEEP);
    }

    private static void set(BitSet set, int index, boolean value) {
        if (value) {
            set.set(index);
        }
    }

    private boolean addCallees() {
        boolean changed = false;
        int caller = 0;
        for (int slot = 0; slot < program.code().slots(); slot++) {
            if (caller + 1 < starts.size() && slot >= starts.get(caller + 1)) {
                caller++;
            }
            var target = leaving.subprogram(slot);
            if (target.isPresent()) {
                int callee = starts.indexOf(target.getAsInt());
                changed |= inherit(changesPacketData, caller, callee) | inherit(mightSleep, caller, callee);
            }
        }
        return changed;
    }

    private static boolean inherit(BitSet effect, int caller, int callee) {
        boolean changed = effect.get(callee) && !effect.get(caller);
        if (changed) {
            effect.set(caller);
        }
        return changed;
    }
}
