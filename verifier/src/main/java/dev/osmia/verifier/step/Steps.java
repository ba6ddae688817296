package dev.osmia.verifier.step;

import dev.osmia.verifier.arithmetic.Arithmetic;
import dev.osmia.verifier.arithmetic.UnaryArithmetic;
import dev.osmia.verifier.branch.Branches;
import dev.osmia.verifier.call.FunctionCalls;
import dev.osmia.verifier.call.HelperCalls;
import dev.osmia.verifier.call.KfuncCalls;
import dev.osmia.verifier.memory.MemoryAccess;
import dev.osmia.verifier.obligation.Obligation;
import dev.osmia.verifier.path.LoopRounds;
import dev.osmia.verifier.path.Path;
import java.util.List;

/** Takes a path over one instruction after another: first checks what the instruction requires, then does what it does. */
public final class Steps {
    /** The path ends: nothing follows the instruction. */
    public static final int END = -1;

    private final Path path;
    private final Obligations obligations;
    private final List<Obligation>[] bySlot;
    private final Checker checker;
    private final Transfer transfer;
    private final FunctionCalls functions;
    private Obligation current = new Obligation.ValidInstruction();

    /** The parts that know each kind of instruction. */
    record Parts(
            MemoryAccess memory,
            Arithmetic arithmetic,
            UnaryArithmetic unary,
            Branches branches,
            HelperCalls helpers,
            KfuncCalls kfuncs,
            FunctionCalls functions) {}

    @SuppressWarnings({"unchecked", "rawtypes"})
    public Steps(Path path, LoopRounds rounds) {
        var verification = path.verification();
        var memory = new MemoryAccess(path);
        this.path = path;
        this.functions = new FunctionCalls(path, memory, rounds);
        this.obligations = new Obligations(verification.program(), verification.contracts());
        this.bySlot = new List[verification.code().slots()];
        var parts = new Parts(
                memory,
                new Arithmetic(path),
                new UnaryArithmetic(path),
                new Branches(path),
                new HelperCalls(path, memory),
                new KfuncCalls(path, memory, rounds),
                functions);
        this.checker = new Checker(path, parts);
        this.transfer = new Transfer(path, parts, rounds);
    }

    /** Calls of subprograms. */
    public FunctionCalls functions() {
        return functions;
    }

    /** What was being checked last. */
    public Obligation current() {
        return current;
    }

    /** Takes the path over the instruction that it is at; gives the next, or {@link #END}. */
    public int step() {
        int slot = path.slot();
        var instruction = path.instruction();
        if (bySlot[slot] == null) {
            bySlot[slot] = instruction.accept(obligations);
        }
        for (var obligation : bySlot[slot]) {
            current = obligation;
            obligation.accept(checker);
        }
        return instruction.accept(transfer);
    }
}
