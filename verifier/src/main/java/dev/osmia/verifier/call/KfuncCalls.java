package dev.osmia.verifier.call;

import dev.osmia.program.contract.Effect;
import dev.osmia.program.contract.KfuncArgument;
import dev.osmia.program.contract.KfuncContract;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.memory.MemoryAccess;
import dev.osmia.verifier.memory.MemoryTargets;
import dev.osmia.verifier.memory.PacketPolicy;
import dev.osmia.verifier.path.LoopRounds;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.StructReference;
import dev.osmia.verifier.state.TypeFlag;
import dev.osmia.verifier.state.Unsupported;

/** Calls of kfuncs. */
public final class KfuncCalls {
    private final Path path;
    private final Dynptrs dynptrs;
    private final Iterators iterators;
    private final KfuncArguments arguments;
    private final Callbacks callbacks;
    private final Graphs graphs;
    private CallSite site;

    public KfuncCalls(Path path, MemoryAccess memory, LoopRounds rounds) {
        this.path = path;
        this.dynptrs = new Dynptrs(path, memory);
        this.iterators = new Iterators(path, memory, rounds);
        this.callbacks = new Callbacks(path);
        this.graphs = new Graphs(path);
        this.arguments = new KfuncArguments(path, dynptrs, iterators);
    }

    private String name(Instruction.CallKfunc call) {
        return path.verification().program().externals().get(call.external()).name();
    }

    private KfuncContract contract(Instruction.CallKfunc call) {
        String name = name(call);
        return path.verification().contracts().kfunc(name).orElseThrow(() -> new Unsupported("kfunc " + name));
    }

    /** Checks that the program may call the kfunc here at all. */
    public void checkCallable(Instruction.CallKfunc call) {
        var contract = contract(call);
        site = new CallSite(contract.name());
        boolean allowed = site.special.map(SpecialFunction::mayHoldLock).orElse(false);
        if (path.state().resources().activeLocks() > 0 && !allowed) {
            throw Rejection.of("function calls are not allowed while holding a lock");
        }
        if (!contract.programTypes().contains(path.verification().type())) {
            throw Rejection.of("calling kernel function %s is not allowed", contract.name());
        }
        if (site.special.map(SpecialFunction::asksDevice).orElse(false)) {
            throw Rejection.of("metadata kfuncs require device-bound program");
        }
        boolean maySleep =
                path.verification().program().sleepable() || path.state().sleepable();
        if (contract.has(KfuncContract.Flag.SLEEPABLE) && !maySleep) {
            throw Rejection.of("program must be sleepable to call sleepable kfunc %s", contract.name());
        }
    }

    /** Checks one argument of the call at hand. */
    public void checkArgument(Instruction.CallKfunc call, Register register) {
        arguments.check(site, contract(call), register.number() - 1);
    }

    /** Checks what concerns the call as a whole. */
    public void checkCall(Instruction.CallKfunc call) {
        var contract = contract(call);
        if (contract.has(KfuncContract.Flag.RELEASE) && site.released == null) {
            throw Rejection.of("release kernel function %s expects refcounted PTR_TO_BTF_ID", contract.name());
        }
        Sections.check(path, site, contract.has(KfuncContract.Flag.SLEEPABLE));
        if (site.is(SpecialFunction.DYNPTR_SLICE_RDWR)
                && !PacketPolicy.mayWrite(path.verification().type())) {
            throw Rejection.of("the prog does not allow writes to packet data");
        }
        if (endsProgram()) {
            checkThrow();
        }
    }

    /** Whether the call that was checked last never returns. */
    public boolean endsProgram() {
        return site.is(SpecialFunction.THROW);
    }

    /** Without a callback for exceptions, the program returns what is thrown. */
    private void checkThrow() {
        if (path.verification().flow().exceptionCallback().isEmpty()) {
            ReturnValues.check(path, Register.R1, "R1");
        }
        References.checkNothingHeld(path, "bpf_throw", true, true);
    }

    /** Performs the call, which was checked. */
    public void apply(Instruction.CallKfunc call) {
        var contract = contract(call);
        CallFacts.record(path, site, contract.arguments().size());
        for (int i = 0; i < contract.arguments().size(); i++) {
            apply(contract, contract.arguments().get(i), Register.of(i + 1).orElseThrow());
        }
        if (site.is(SpecialFunction.RBTREE_ADD)) {
            callbacks.enter(site);
        } else if (site.is(SpecialFunction.WQ_SET_CALLBACK)) {
            callbacks.enterLater(site, true);
        }
        Sections.apply(path, site);
        if (site.special.map(SpecialFunction::givesAway).orElse(false)) {
            int reference = path.register(Register.R2).reference();
            OwnedObjects.lend(path, reference);
            path.state().resources().removePointer(reference);
        }
        if (site.released != null
                && !References.release(path, path.register(site.released).reference())) {
            throw Rejection.of("kfunc %s reference has not been acquired before", contract.name());
        }
        Clobber.callerSaved(path, path.frame());
        path.setRegister(Register.R0, result(contract));
        if (contract.has(Effect.CHANGES_PACKET_DATA)) {
            Clobber.packetPointers(path);
        }
        if (contract.has(KfuncContract.Flag.ITER_NEXT)) {
            iterators.next(site);
        }
    }

    private void apply(KfuncContract contract, KfuncArgument argument, Register register) {
        if (argument.kind() == KfuncArgument.Kind.DYNPTR && argument.has(KfuncArgument.Flag.UNINITIALISED)) {
            int reference = site.is(SpecialFunction.DYNPTR_CLONE) ? site.dynptr.reference() : 0;
            dynptrs.create(register, KfuncArguments.createdType(site), reference);
        } else if (argument.kind() == KfuncArgument.Kind.ITERATOR) {
            iterators.apply(contract, argument, register);
        }
    }

    private RegisterState result(KfuncContract contract) {
        var returns = contract.returns();
        var result = switch (returns.kind()) {
            case VOID -> RegisterState.NOT_INITIALISED;
            case SCALAR -> RegisterState.unknown(!path.privileged());
            case MEMORY -> memory(contract);
            case DYNPTR_SLICE -> slice();
            case BTF_ID -> struct(contract);
            case ALLOCATED_OBJECT -> object();
            case GRAPH_NODE -> graphs.node(site.root);
        };
        boolean pointer = result.isInitialised() && !result.isScalar();
        boolean orNull = contract.has(KfuncContract.Flag.RET_NULL) && !site.owned;
        if (pointer && orNull) {
            result = result.with(TypeFlag.MAYBE_NULL).withId(path.newId());
        }
        if (pointer && contract.has(KfuncContract.Flag.ACQUIRE)) {
            int id = References.acquire(path);
            var acquired = (orNull ? result.withId(id) : result).withReference(id);
            return identified(acquired);
        }
        if (returns.kind() == KfuncContract.Returns.Kind.GRAPH_NODE) {
            result = OwnedObjects.borrowed(result);
        }
        return identified(result);
    }

    private RegisterState struct(KfuncContract contract) {
        if (site.is(SpecialFunction.CAST_TO_KERN_CTX)) {
            return kernelStruct(KernelContexts.of(path.verification().type()), TypeFlag.TRUSTED.bit());
        }
        if (site.is(SpecialFunction.RDONLY_CAST)) {
            return KernelContexts.cast(path, site.constant);
        }
        int flags = contract.has(KfuncContract.Flag.ITER_NEXT) ? iterators.elementFlags(site) : TypeFlag.NONE;
        return kernelStruct(contract.returns().type(), flags);
    }

    private static RegisterState kernelStruct(String name, int flags) {
        return RegisterState.pointer(RegisterType.BTF_ID, flags, new Pointee.OfStruct(StructReference.ofKernel(name)));
    }

    /** Objects with locks are told apart. */
    private RegisterState identified(RegisterState result) {
        boolean locked = result.id() == 0
                && result.has(TypeFlag.ALLOCATED)
                && OwnedObjects.structOf(result).fields().hasSpinLock();
        return locked ? result.withId(path.newId()) : result;
    }

    private RegisterState object() {
        return site.is(SpecialFunction.REFCOUNT_ACQUIRE)
                ? RegisterState.pointer(RegisterType.BTF_ID, TypeFlag.ALLOCATED.bit(), site.object)
                : OwnedObjects.allocate(path, site);
    }

    /** Memory of a size that the return type tells is only read. */
    private RegisterState memory(KfuncContract contract) {
        var result = RegisterState.pointer(
                RegisterType.MEMORY,
                TypeFlag.READ_ONLY.bit(),
                Pointee.Memory.of(contract.returns().size()));
        return site.reference != 0 ? result.withReference(site.reference) : result;
    }

    private RegisterState slice() {
        int flags = MemoryTargets.sliceFlag(site.dynptr.type()).bit();
        if (site.is(SpecialFunction.DYNPTR_SLICE)) {
            flags |= TypeFlag.READ_ONLY.bit();
        }
        var memory = new Pointee.Memory((int) site.constant, site.dynptr.id(), site.dynptr.type());
        return RegisterState.pointer(RegisterType.MEMORY, flags, memory);
    }
}
