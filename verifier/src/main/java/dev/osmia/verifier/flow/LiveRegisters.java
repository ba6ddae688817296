package dev.osmia.verifier.flow;

import dev.osmia.program.Program;
import dev.osmia.program.contract.Contracts;
import dev.osmia.program.instruction.Register;

/** Which registers may be read, before they are written again, by what follows an instruction. Backward data flow over one subprogram. */
public final class LiveRegisters {
    private final short[] before;

    private LiveRegisters(short[] before) {
        this.before = before;
    }

    static LiveRegisters of(Program program, Contracts contracts, Edges edges) {
        var use = new RegisterUse(program, contracts);
        var before = new short[program.code().slots()];
        var order = edges.postOrder();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int slot : order) {
                int after = 0;
                for (int next : edges.successors(slot)) {
                    after |= before[next];
                }
                short now = (short) use.before(slot, after);
                changed |= now != before[slot];
                before[slot] = now;
            }
        }
        return new LiveRegisters(before);
    }

    /** A bit for each register that is live before the instruction, R0 in the lowest. */
    public int before(int slot) {
        return before[slot] & ((1 << Register.COUNT) - 1);
    }

    /** Whether the register is live before the instruction. */
    public boolean isLive(int slot, Register register) {
        return (before[slot] & (1 << register.number())) != 0;
    }
}
