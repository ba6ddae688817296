package dev.osmia.verifier.explore;

import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.obligation.Obligation;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.path.Verification;
import dev.osmia.verifier.state.Frame;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.VerifierState;
import dev.osmia.verifier.step.Steps;
import java.util.BitSet;

/** Walks all paths of a program: the main function with all static ones that it calls, then each global function by itself. */
public final class Explorer {
    private final Verification verification;
    private final Path path;
    private final Checkpoints checkpoints;
    private final Steps steps;
    private Obligation failed;

    public Explorer(Verification verification) {
        this.verification = verification;
        this.path = new Path(verification);
        this.checkpoints = new Checkpoints(path);
        this.steps = new Steps(path, checkpoints);
    }

    /** The path being walked; where verification failed, the one on which it did. */
    public Path path() {
        return path;
    }

    /** The instruction at which verification failed: where a limit was hit, the one walked last. */
    public int failedSlot() {
        return failed instanceof Obligation.WithinLimits ? path.previousSlot() : path.slot();
    }

    /** What was not met, where verification failed. */
    public Obligation failed() {
        return failed != null ? failed : steps.current();
    }

    /** How many instructions were walked. */
    public long processed() {
        return checkpoints.instructions();
    }

    /** How many states were kept. */
    public int kept() {
        return checkpoints.kept();
    }

    /** The most states kept at once. */
    public int peak() {
        return checkpoints.peak();
    }

    /** Walks everything. Throws {@link Rejection} where a path is not safe. */
    public void exploreAll() {
        var entry = new Frame(0, 0, Frame.NO_CALL_SITE);
        entry.setRegister(Register.R1, RegisterState.pointer(RegisterType.CONTEXT, Pointee.NOTHING));
        explore(new VerifierState(entry), 0);
        exploreGlobals();
    }

    private void exploreGlobals() {
        var done = new BitSet();
        verification
                .flow()
                .exceptionCallback()
                .ifPresent(callback -> steps.functions().calledGlobals().set(callback.index()));
        boolean more = true;
        while (more) {
            more = false;
            for (int index = 1; index < verification.flow().subprograms().size(); index++) {
                if (steps.functions().calledGlobals().get(index) && !done.get(index)) {
                    exploreGlobal(index);
                    done.set(index);
                    more = true;
                }
            }
        }
    }

    private void exploreGlobal(int index) {
        int start = verification.flow().subprograms().get(index).start();
        var subprogram = verification.program().subprogramAt(start);
        var trace = verification.trace();
        trace.line("Validating " + subprogram.name() + "() func#" + index + "...");
        explore(steps.functions().entry(subprogram), start);
        trace.line("Func#" + index + " ('" + subprogram.name() + "') is safe for any args that match its prototype");
    }

    private void explore(VerifierState first, int start) {
        checkpoints.forgetAll();
        path.start(first, start);
        verification.trace().touchAll();
        boolean arrived = false;
        while (true) {
            if (!walk(arrived)) {
                return;
            }
            arrived = true;
        }
    }

    /** Walks the path to its end, and takes up the next; false where there is none. */
    private boolean walk(boolean takenUp) {
        boolean arrived = takenUp;
        while (true) {
            count();
            path.arrive();
            int slot = path.slot();
            if (verification.flow().isPrunePoint(slot) && isSafe()) {
                verification.trace().safe(arrived, path.previousSlot(), slot);
                return endPath();
            }
            if (verification.flow().isJumpPoint(slot)) {
                path.noteArrival();
            }
            if (arrived) {
                verification.trace().arrive(path.state(), path.previousSlot(), slot);
                arrived = false;
            }
            verification.trace().instruction(path.state(), slot);
            int depth = path.state().depth();
            int next = step(slot);
            if (next == Steps.END) {
                return endPath();
            }
            arrived = path.state().depth() < depth;
            path.passed();
            path.goTo(next);
        }
    }

    private boolean isSafe() {
        failed = new Obligation.Termination();
        boolean safe = checkpoints.arrive();
        failed = null;
        return safe;
    }

    private int step(int slot) {
        path.liveness().begin(path.state());
        verification.facts().reach(slot);
        if (isJump(path.instruction())) {
            checkpoints.countJump();
        }
        int next = steps.step();
        path.liveness().end(slot);
        return next;
    }

    private static boolean isJump(Instruction instruction) {
        return instruction instanceof Instruction.Branch
                || instruction instanceof Instruction.Jump
                || instruction instanceof Instruction.CallHelper
                || instruction instanceof Instruction.CallKfunc
                || instruction instanceof Instruction.CallLocal
                || instruction instanceof Instruction.MayGoto
                || instruction instanceof Instruction.Exit;
    }

    private void count() {
        long processed = checkpoints.countInstruction();
        if (processed > verification.policy().complexityLimit()) {
            failed = new Obligation.WithinLimits();
            throw Rejection.of("BPF program is too large. Processed %d insn", processed);
        }
    }

    private boolean endPath() {
        var state = path.state();
        verification.trace().touchAll();
        checkpoints.endPath(state);
        path.liveness().update(state);
        return path.takeUpPending();
    }
}
