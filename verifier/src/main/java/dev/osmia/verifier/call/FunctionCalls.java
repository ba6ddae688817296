package dev.osmia.verifier.call;

import dev.osmia.program.Subprogram;
import dev.osmia.program.contract.ArgumentContract;
import dev.osmia.program.contract.ArgumentFlag;
import dev.osmia.program.contract.ArgumentKind;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.branch.NullChecks;
import dev.osmia.verifier.fact.DynptrType;
import dev.osmia.verifier.memory.HelperMemory;
import dev.osmia.verifier.memory.MemoryAccess;
import dev.osmia.verifier.path.LoopRounds;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Frame;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.StructReference;
import dev.osmia.verifier.state.TypeFlag;
import dev.osmia.verifier.state.VerifierState;
import java.util.BitSet;
import java.util.List;

/** Calls of subprograms and returns from them: static ones are walked with each caller, global ones by themselves. */
public final class FunctionCalls {
    private final Path path;
    private final LoopRounds rounds;
    private final Dynptrs dynptrs;
    private final FunctionPrototypes prototypes;
    private final BitSet calledGlobals = new BitSet();

    public FunctionCalls(Path path, MemoryAccess memory, LoopRounds rounds) {
        this.path = path;
        this.rounds = rounds;
        this.dynptrs = new Dynptrs(path, memory);
        this.prototypes = new FunctionPrototypes(path.verification().program());
    }

    private int subprogramAt(int start) {
        return path.verification()
                .flow()
                .subprogramStartingAt(start)
                .orElseThrow()
                .index();
    }

    private int target(Instruction.CallLocal call) {
        return path.slot() + 1 + call.offset();
    }

    /** Checks a call. */
    public void check(Instruction.CallLocal call) {
        int start = target(call);
        if (!path.verification().isGlobal(start)) {
            if (path.state().depth() + 1 >= VerifierState.MAXIMUM_FRAMES) {
                throw Callbacks.tooDeep(path.state().depth() + 2);
            }
            return;
        }
        var subprogram = path.verification().program().subprogramAt(start);
        checkSections(subprogramAt(start));
        try {
            checkArguments(prototypes.of(subprogram));
        } catch (Rejection invalid) {
            throw invalid.with(
                    "Caller passes invalid args into func#%d ('%s')", subprogramAt(start), subprogram.name());
        }
    }

    private void checkSections(int subprogram) {
        var resources = path.state().resources();
        if (resources.activeLocks() > 0) {
            throw Rejection.of("global function calls are not allowed while holding a lock,")
                    .with("use static function instead");
        }
        boolean mightSleep =
                path.verification().flow().subprograms().get(subprogram).mightSleep();
        boolean maySleep =
                path.verification().program().sleepable() || path.state().sleepable();
        boolean atomic =
                resources.rcu() || resources.preemptionDisabled() > 0 || resources.activeInterrupt() != 0 || !maySleep;
        if (mightSleep && atomic) {
            throw Rejection.of("global functions that may sleep are not allowed in non-sleepable context,")
                    .with("i.e., in a RCU/IRQ/preempt-disabled section, or in")
                    .with("a non-sleepable BPF program context");
        }
    }

    private void checkArguments(List<FunctionArgument> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            checkArgument(arguments.get(i), i, Register.of(i + 1).orElseThrow());
        }
    }

    private void checkArgument(FunctionArgument argument, int index, Register register) {
        var state = path.register(register);
        switch (argument.kind()) {
            case SCALAR -> {
                if (!state.isScalar()) {
                    throw Rejection.of("R%d is not a scalar", register.number());
                }
            }
            case CONTEXT -> {
                ArgumentOffsets.check(state, register);
                if (!state.is(RegisterType.CONTEXT)) {
                    throw Rejection.of("arg#%d expects pointer to ctx", index);
                }
            }
            case MEMORY -> {
                ArgumentOffsets.check(state, register);
                checkMemory(register, argument.size());
                if (!argument.nullable() && state.mayBeNull()) {
                    throw Rejection.of("arg#%d is expected to be non-NULL", index);
                }
            }
            case ARENA -> {
                if (!state.is(RegisterType.ARENA) && !state.isScalar()) {
                    throw Rejection.of("R%d is not a pointer to arena or scalar.", register.number());
                }
            }
            case DYNPTR -> {
                ArgumentOffsets.check(state, register);
                dynptrs.checkInitialised(register, true, null);
            }
            case TRUSTED_STRUCT -> {
                if (!(state.isZero() && argument.nullable())) {
                    var contract = argument.nullable()
                            ? ArgumentContract.btf(argument.struct(), ArgumentFlag.MAYBE_NULL)
                            : ArgumentContract.btf(argument.struct());
                    ArgumentTypes.check(contract, ArgumentKind.BTF_ID, register, state);
                    ArgumentOffsets.check(state, register);
                }
            }
        }
    }

    private void checkMemory(Register register, int size) {
        var state = path.register(register);
        if (state.isZero()) {
            return;
        }
        path.frame().setRegister(register, NullChecks.notNull(state));
        HelperMemory.check(path, register, size, HelperMemory.Use.READ, true);
        HelperMemory.check(path, register, size, HelperMemory.Use.WRITE, true);
        path.frame().setRegister(register, state);
    }

    /** Performs a call, which was checked; gives the next instruction. */
    public int apply(Instruction.CallLocal call) {
        int start = target(call);
        int subprogram = subprogramAt(start);
        if (path.verification().isGlobal(start)) {
            String name = path.verification().program().subprogramAt(start).name();
            path.trace().line("Func#" + subprogram + " ('" + name + "') is global and assumed valid.");
            if (path.verification().flow().subprograms().get(subprogram).changesPacketData()) {
                Clobber.packetPointers(path);
            }
            calledGlobals.set(subprogram);
            Clobber.callerSaved(path, path.frame());
            path.setRegister(Register.R0, RegisterState.unknown(!path.privileged()));
            return path.slot() + 1;
        }
        var caller = path.frame();
        var callee = new Frame(path.state().depth() + 1, subprogram, path.slot());
        for (int i = 1; i <= 5; i++) {
            callee.setRegister(i, caller.register(i));
        }
        Clobber.callerSaved(path, caller);
        path.state().push(callee);
        path.liveness().leaveFunction();
        traceBoth("caller:", "callee:", path.state().depth() - 1, path.state().depth());
        return start;
    }

    private void traceBoth(String first, String second, int firstFrame, int secondFrame) {
        if (path.trace().on()) {
            path.trace().line(first);
            path.trace().line(path.trace().stateText(path.state(), firstFrame));
            path.trace().line(second);
            path.trace().line(path.trace().stateText(path.state(), secondFrame));
        }
    }

    /** The global functions that were found to be called, and are to be verified by themselves. */
    public BitSet calledGlobals() {
        return calledGlobals;
    }

    /** Checks a return to the caller. */
    public void checkReturn() {
        var callee = path.frame();
        var result = callee.register(Register.R0);
        if (result.is(RegisterType.STACK)) {
            throw Rejection.of("cannot return stack pointer to the caller");
        }
        if (callee.inSynchronousCallback()) {
            if (!result.isScalar()) {
                throw Rejection.of("R0 not a scalar value");
            }
            path.markPrecise(Register.R0);
            ReturnValues.checkRange(result, callee.returnRange(), "At callback return", "R0", false);
        }
    }

    /** Returns to the caller; gives the next instruction. */
    public int applyReturn() {
        var state = path.state();
        var callee = state.frame();
        boolean callback = callee.inSynchronousCallback();
        if (!callback) {
            state.frame(state.depth() - 1).setRegister(Register.R0, callee.register(Register.R0));
        }
        int next = callback ? callee.callSite() : callee.callSite() + 1;
        traceBoth("returning from callee:", "to caller at " + next + ":", state.depth(), state.depth() - 1);
        state.pop();
        if (callback) {
            rounds.widen(state, state, next);
        }
        return next;
    }

    /** The state in which a global function is verified by itself. */
    public VerifierState entry(Subprogram subprogram) {
        int index = subprogramAt(subprogram.start());
        var frame = new Frame(0, index, Frame.NO_CALL_SITE);
        var arguments = prototypes.of(subprogram);
        if (isExceptionCallback(index)) {
            if (arguments.size() != 1 || arguments.get(0).kind() != FunctionArgument.Kind.SCALAR) {
                throw Rejection.of("exception cb only supports single integer argument");
            }
            frame.enterCallback(Frame.CallbackKind.EXCEPTION, null);
        }
        for (int i = 0; i < arguments.size(); i++) {
            frame.setRegister(i + 1, entryArgument(arguments.get(i)));
        }
        var state = new VerifierState(frame);
        state.setFirstSlot(subprogram.start());
        return state;
    }

    private boolean isExceptionCallback(int subprogram) {
        return path.verification()
                .flow()
                .exceptionCallback()
                .filter(callback -> callback.index() == subprogram)
                .isPresent();
    }

    private RegisterState entryArgument(FunctionArgument argument) {
        int nullable = argument.nullable() ? TypeFlag.MAYBE_NULL.bit() : TypeFlag.NONE;
        return switch (argument.kind()) {
            case SCALAR, ARENA -> RegisterState.unknown(!path.privileged());
            case CONTEXT -> RegisterState.pointer(RegisterType.CONTEXT, Pointee.NOTHING);
            case DYNPTR ->
                RegisterState.pointer(RegisterType.DYNPTR, new Pointee.OfDynptr(DynptrType.LOCAL, true))
                        .withId(path.newId());
            case MEMORY ->
                RegisterState.pointer(RegisterType.MEMORY, nullable, Pointee.Memory.of(argument.size()))
                        .withId(path.newId());
            case TRUSTED_STRUCT ->
                RegisterState.pointer(
                                RegisterType.BTF_ID,
                                nullable | TypeFlag.TRUSTED.bit(),
                                new Pointee.OfStruct(StructReference.ofKernel(argument.struct())))
                        .withId(path.newId());
        };
    }
}
