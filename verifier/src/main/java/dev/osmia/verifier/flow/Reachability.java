package dev.osmia.verifier.flow;

import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Instruction;
import java.util.Arrays;

/** That every instruction can be reached, none in its middle, and, of unprivileged programs, that no jump leads back. */
final class Reachability {
    private enum State {
        UNSEEN,
        OPEN,
        DONE
    }

    private final Code code;
    private final Leaving leaving;
    private final boolean loopsAllowed;
    private final State[] states;
    private final int[] stack;
    private final int[] nextEdge;
    private int depth;

    private Reachability(Code code, Leaving leaving, boolean loopsAllowed) {
        this.code = code;
        this.leaving = leaving;
        this.loopsAllowed = loopsAllowed;
        states = new State[code.slots()];
        Arrays.fill(states, State.UNSEEN);
        stack = new int[code.slots()];
        nextEdge = new int[code.slots()];
    }

    /**
     * Walks the program.
     *
     * @param exceptionCallback a second slot to start from; 0 where there is none
     */
    static void check(Code code, Leaving leaving, int exceptionCallback, boolean loopsAllowed) throws MalformedCode {
        var walk = new Reachability(code, leaving, loopsAllowed);
        walk.from(0);
        if (exceptionCallback > 0) {
            walk.from(exceptionCallback);
        }
        walk.checkAllReached();
    }

    private void from(int start) throws MalformedCode {
        enter(start);
        while (depth > 0) {
            int slot = stack[depth - 1];
            var edges = leaving.successorsAndSubprogram(slot);
            if (nextEdge[slot] == edges.length) {
                states[slot] = State.DONE;
                depth--;
            } else {
                follow(slot, edges[nextEdge[slot]++]);
            }
        }
    }

    private void enter(int slot) {
        if (states[slot] == State.UNSEEN) {
            states[slot] = State.OPEN;
            stack[depth++] = slot;
        }
    }

    private void follow(int slot, int next) throws MalformedCode {
        if (next < 0 || next >= code.slots()) {
            throw new MalformedCode(slot, "jump out of range from insn " + slot + " to " + next);
        }
        if (states[next] == State.OPEN && !loopsAllowed) {
            throw new MalformedCode(slot, "back-edge from insn " + slot + " to " + next);
        }
        enter(next);
    }

    private void checkAllReached() throws MalformedCode {
        for (int slot = 0; slot < states.length; slot++) {
            if (states[slot] != State.DONE) {
                throw new MalformedCode(slot, "unreachable insn " + slot);
            }
            if (isWide(slot)) {
                if (states[slot + 1] != State.UNSEEN) {
                    throw new MalformedCode(slot, "jump into the middle of ldimm64 insn " + slot);
                }
                slot++;
            }
        }
    }

    private boolean isWide(int slot) {
        return code.find(slot).map(Instruction::slots).orElse(1) == 2;
    }
}
