package dev.osmia.verifier.flow;

import dev.osmia.program.Program;
import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Instruction;
import java.util.List;
import java.util.Optional;

/** That no chain of calls is deeper than 8 frames or needs more than 512 bytes of stack. */
public final class CallChains {
    /** {@code MAX_CALL_FRAMES}. */
    public static final int MAX_FRAMES = 8;

    /** {@code MAX_BPF_STACK}. */
    public static final int MAX_STACK = 512;

    private static final int STACK_ROUNDING = 16;
    private static final int MAX_STACK_BEFORE_TAIL_CALL = 256;
    private static final int MIN_PRIVATE_STACK = 64;
    private static final String THROW = "bpf_throw";

    /**
     * What the interpretation found of a subprogram.
     *
     * @param stackDepth the bytes of stack it uses itself
     * @param callback whether it is called back
     * @param asyncCallback whether it is called back later, on a stack of its own
     */
    public record Frame(int stackDepth, boolean callback, boolean asyncCallback) {}

    private final Program program;
    private final FlowGraph graph;
    private final List<Frame> frames;
    private final boolean[] sharedStack;
    private final int[] chain = new int[MAX_FRAMES];
    private boolean privateStackAllowed;

    private CallChains(Program program, FlowGraph graph, List<Frame> frames) {
        this.program = program;
        this.graph = graph;
        this.frames = frames;
        sharedStack = new boolean[frames.size()];
    }

    /**
     * Checks all chains.
     *
     * @param frames by the subprograms' indices
     * @return what is wrong, in the kernel's words
     */
    public static Optional<FlowResult.Malformed> check(Program program, FlowGraph graph, List<Frame> frames) {
        try {
            new CallChains(program, graph, frames).checkAll();
            return Optional.empty();
        } catch (MalformedCode malformed) {
            return Optional.of(malformed.result());
        }
    }

    private void checkAll() throws MalformedCode {
        boolean privateStack = mayHavePrivateStack();
        // From the last to the first: what a callback reaches shares the stack also where the main function reaches it.
        for (int index = frames.size() - 1; index >= 0; index--) {
            if (index == 0 || frames.get(index).asyncCallback()) {
                privateStackAllowed = index == 0 && privateStack;
                enter(index, 0, 0);
            }
        }
    }

    private boolean mayHavePrivateStack() {
        boolean tailCalls = graph.subprograms().stream().anyMatch(FlowSubprogram::hasTailCall);
        return !tailCalls
                && switch (program.type()) {
                    case KPROBE, TRACEPOINT, PERF_EVENT, RAW_TRACEPOINT -> true;
                    default -> false;
                };
    }

    private void enter(int index, int depth, int below) throws MalformedCode {
        var subprogram = graph.subprograms().get(index);
        chain[depth] = index;
        if (!privateStackAllowed) {
            sharedStack[index] = true;
        }
        if (subprogram.hasPacketLoad() && isInCallback(depth)) {
            throw new MalformedCode(subprogram.start(), "cannot use BPF_LD_[ABS|IND] within callback");
        }
        if (index > 0 && subprogram.hasTailCall() && below >= MAX_STACK_BEFORE_TAIL_CALL) {
            throw new MalformedCode(
                    subprogram.start(),
                    "tail_calls are not allowed when call stack of previous frames is " + below + " bytes. Too large");
        }
        int own = (frames.get(index).stackDepth() + STACK_ROUNDING - 1) / STACK_ROUNDING * STACK_ROUNDING;
        int total = below;
        if (!sharedStack[index] && own >= MIN_PRIVATE_STACK) {
            if (own > MAX_STACK) {
                throw new MalformedCode(
                        subprogram.start(), "stack size of subprog " + index + " is " + own + ". Too large");
            }
        } else {
            total += own;
            if (total > MAX_STACK) {
                throw new MalformedCode(
                        subprogram.start(),
                        "combined stack size of " + (depth + 1) + " calls is " + total + ". Too large");
            }
        }
        followCalls(subprogram, depth, total);
    }

    private boolean isInCallback(int depth) {
        for (int i = 0; i <= depth; i++) {
            if (frames.get(chain[i]).callback()) {
                return true;
            }
        }
        return false;
    }

    private void followCalls(FlowSubprogram subprogram, int depth, int total) throws MalformedCode {
        var code = program.code();
        for (int slot = subprogram.start(); slot < subprogram.end(); slot++) {
            if (isThrow(code, slot) && isInCallback(depth)) {
                throw new MalformedCode(
                        slot,
                        "bpf_throw kfunc (insn " + slot + ") cannot be called from callback subprog "
                                + subprogram.index());
            }
            var target = graph.subprogramReferredTo(slot);
            if (target.isPresent()) {
                int callee = target.get().index();
                if (!frames.get(callee).asyncCallback() || isLocalCall(code, slot)) {
                    if (isExceptionCallback(callee)) {
                        throw new MalformedCode(slot, "insn " + slot + " cannot call exception cb directly");
                    }
                    if (depth + 1 >= MAX_FRAMES) {
                        throw new MalformedCode(slot, "the call stack of " + (depth + 1) + " frames is too deep !");
                    }
                    enter(callee, depth + 1, total);
                }
            }
        }
    }

    private boolean isExceptionCallback(int subprogram) {
        return graph.exceptionCallback()
                .filter(callback -> callback.index() == subprogram)
                .isPresent();
    }

    private static boolean isLocalCall(Code code, int slot) {
        return code.find(slot).orElse(null) instanceof Instruction.CallLocal;
    }

    private boolean isThrow(Code code, int slot) {
        return code.find(slot).orElse(null) instanceof Instruction.CallKfunc call
                && program.externals().get(call.external()).name().equals(THROW);
    }
}
