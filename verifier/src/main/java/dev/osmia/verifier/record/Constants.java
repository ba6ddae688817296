package dev.osmia.verifier.record;

import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.fact.BranchFact;
import dev.osmia.verifier.flow.FlowGraph;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.IntFunction;

/**
 * Registers that hold one constant, whatever way leads to an instruction. Told from the instructions alone, not from the paths that
 * were explored: what these know of a number need not hold on the paths that were pruned.
 */
final class Constants {
    private static final int UNVISITED = -1;

    private final Code code;
    private final FlowGraph flow;
    private final IntFunction<BranchFact> branches;
    private final int[] known;
    private final long[] values;

    private Constants(Code code, FlowGraph flow, IntFunction<BranchFact> branches) {
        this.code = code;
        this.flow = flow;
        this.branches = branches;
        known = new int[code.slots()];
        Arrays.fill(known, UNVISITED);
        values = new long[code.slots() * Register.COUNT];
    }

    /**
     * Finds all of them.
     *
     * @param branches which ways of a conditional jump are ever taken, by slot; null where no path gets there
     */
    static Constants of(Code code, FlowGraph flow, IntFunction<BranchFact> branches) {
        var constants = new Constants(code, flow, branches);
        for (var subprogram : flow.subprograms()) {
            constants.known[subprogram.start()] = 0;
        }
        int[] order = flow.postOrder();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = order.length - 1; i >= 0; i--) {
                changed |= constants.pass(order[i]);
            }
        }
        return constants;
    }

    /** The constant that the register holds before the instruction. */
    OptionalLong before(int slot, Register register) {
        boolean isKnown = known[slot] != UNVISITED && (known[slot] & 1 << register.number()) != 0;
        return isKnown ? OptionalLong.of(values[index(slot, register.number())]) : OptionalLong.empty();
    }

    private static int index(int slot, int register) {
        return slot * Register.COUNT + register;
    }

    /** Hands on what holds after the instruction; whether that told any successor something new. */
    private boolean pass(int slot) {
        if (known[slot] == UNVISITED) {
            return false;
        }
        var instruction = code.at(slot);
        var registers = new ConstantRegisters(known[slot], values, index(slot, 0));
        instruction.accept(registers);
        boolean changed = false;
        for (int successor : flow.successors(slot)) {
            if (isTaken(slot, instruction, successor)) {
                changed |= meet(successor, registers);
            }
        }
        return changed;
    }

    private boolean isTaken(int slot, Instruction instruction, int successor) {
        if (!(instruction instanceof Instruction.Branch branch) || branch.offset() == 0) {
            return true;
        }
        var way = branches.apply(slot);
        return way == BranchFact.BOTH
                || way == (successor == slot + 1 ? BranchFact.NEVER_TAKEN : BranchFact.ALWAYS_TAKEN);
    }

    private boolean meet(int slot, ConstantRegisters registers) {
        if (known[slot] == UNVISITED) {
            known[slot] = registers.known();
            registers.copyTo(values, index(slot, 0));
            return true;
        }
        int both = known[slot] & registers.known();
        for (int i = 0; i < Register.COUNT; i++) {
            if ((both & 1 << i) != 0 && values[index(slot, i)] != registers.value(i)) {
                both &= ~(1 << i);
            }
        }
        boolean changed = both != known[slot];
        known[slot] = both;
        return changed;
    }
}
