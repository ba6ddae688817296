package dev.osmia.verifier.call;

import dev.osmia.program.MapFields;
import dev.osmia.program.contract.KfuncArgument;
import dev.osmia.program.contract.KfuncArgument.Flag;
import dev.osmia.program.contract.KfuncContract;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.branch.NullChecks;
import dev.osmia.verifier.fact.ArgumentFact;
import dev.osmia.verifier.fact.DynptrType;
import dev.osmia.verifier.memory.HelperMemory;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.TypeFlag;
import dev.osmia.verifier.state.Unsupported;

/** Checks the arguments of kfuncs. */
final class KfuncArguments {
    private final Path path;
    private final Dynptrs dynptrs;
    private final Iterators iterators;
    private final Graphs graphs;

    KfuncArguments(Path path, Dynptrs dynptrs, Iterators iterators) {
        this.path = path;
        this.dynptrs = dynptrs;
        this.iterators = iterators;
        this.graphs = new Graphs(path);
    }

    /** Checks the argument with the index. */
    void check(CallSite site, KfuncContract kfunc, int index) {
        var register = Register.of(index + 1).orElseThrow();
        var argument = kfunc.arguments().get(index);
        var state = path.register(register);
        switch (argument.kind()) {
            case IGNORED, MEMORY_SIZE -> {}
            case SCALAR -> checkNumber(site, argument, register, state);
            default -> checkPointer(site, kfunc, index, state);
        }
    }

    private void checkNumber(CallSite site, KfuncArgument argument, Register register, RegisterState state) {
        if (!state.isScalar()) {
            throw Rejection.of("R%d is not a scalar", register.number());
        }
        if (argument.has(Flag.CONSTANT)) {
            takeConstant(site, register);
        }
    }

    private void takeConstant(CallSite site, Register register) {
        var state = path.register(register);
        if (!state.isConstant()) {
            throw Rejection.of("R%d must be a known constant", register.number());
        }
        path.markPrecise(register);
        site.setConstant(state.scalar().constantValue());
        site.facts.put(register, new ArgumentFact.Constant(state.scalar().constantValue()));
    }

    private void checkPointer(CallSite site, KfuncContract kfunc, int index, RegisterState state) {
        var register = Register.of(index + 1).orElseThrow();
        var argument = kfunc.arguments().get(index);
        boolean nullable = argument.has(Flag.NULLABLE);
        boolean trusted = kfunc.has(KfuncContract.Flag.TRUSTED_ARGS)
                || kfunc.has(KfuncContract.Flag.RELEASE)
                || kfunc.has(KfuncContract.Flag.RCU);
        if (trusted && (state.isZero() || state.mayBeNull()) && !nullable) {
            throw Rejection.of("Possibly NULL pointer passed to trusted arg%d", index);
        }
        if (state.reference() != 0) {
            site.reference = state.reference();
            if (kfunc.has(KfuncContract.Flag.RELEASE)) {
                site.released = register;
            }
        }
        if (state.isZero() && nullable && argument.kind() != KfuncArgument.Kind.SIZED_MEMORY) {
            return;
        }
        if (kfunc.has(KfuncContract.Flag.RELEASE) && state.reference() != 0) {
            ArgumentOffsets.checkReleased(state, register, false);
        } else {
            ArgumentOffsets.check(state, register);
        }
        checkContent(site, kfunc, index, state);
    }

    private void checkContent(CallSite site, KfuncContract kfunc, int index, RegisterState state) {
        var register = Register.of(index + 1).orElseThrow();
        var argument = kfunc.arguments().get(index);
        switch (argument.kind()) {
            case CONTEXT -> {
                if (!state.is(RegisterType.CONTEXT)) {
                    throw Rejection.of("arg#%d expected pointer to ctx, but got %s", index, state.typeText());
                }
            }
            case DYNPTR -> checkDynptr(site, argument, register);
            case ITERATOR -> iterators.check(site, kfunc, argument, register);
            case MEMORY -> checkMemory(register, argument.size());
            case SIZED_MEMORY -> checkSizedMemory(site, kfunc, index);
            case CONST_STR -> {
                if (!state.is(RegisterType.MAP_VALUE)) {
                    throw Rejection.of("arg#%d doesn't point to a const string", index);
                }
                ConstantStrings.check(path, register);
            }
            case MAP -> checkMap(site, register, state);
            case CALLBACK -> {
                if (!state.is(RegisterType.FUNCTION)) {
                    throw Rejection.of("arg%d expected pointer to func", index);
                }
                site.callback = ((Pointee.OfFunction) state.pointee()).subprogram();
            }
            case BTF_ID -> checkStruct(kfunc, index, register, state);
            case ALLOCATED_OBJECT -> OwnedObjects.checkDropped(site, index, state);
            case REFCOUNTED_KPTR -> OwnedObjects.checkRefcounted(site, index, state);
            case LIST_HEAD, RB_ROOT -> graphs.checkRoot(site, index, register, Graphs.kindOf(argument.kind()));
            case LIST_NODE, RB_NODE -> graphs.checkNode(site, index, register, Graphs.kindOf(argument.kind()));
            case WORKQUEUE -> {
                if (!state.is(RegisterType.MAP_VALUE)) {
                    throw Rejection.of("arg#%d doesn't point to a map value", index);
                }
                MapFieldPointers.check(path, register, MapFields.Kind.WORK_QUEUE);
                setMap(site, (Pointee.OfMap) state.pointee());
            }
            case IRQ_FLAG, RES_SPIN_LOCK -> throw new Unsupported("kfunc " + kfunc.name());
            case SCALAR, MEMORY_SIZE, IGNORED -> {}
        }
    }

    private void checkStruct(KfuncContract kfunc, int index, Register register, RegisterState state) {
        boolean trusted = state.reference() != 0
                || (state.type().isSocket() && !state.has(TypeFlag.UNTRUSTED))
                || ((state.has(TypeFlag.TRUSTED) || state.has(TypeFlag.ALLOCATED)) && !state.has(TypeFlag.UNTRUSTED));
        if (kfunc.has(KfuncContract.Flag.TRUSTED_ARGS) || kfunc.has(KfuncContract.Flag.RELEASE)) {
            if (!trusted && state.type() == RegisterType.BTF_ID) {
                throw Rejection.of("R%d must be referenced or trusted", register.number());
            }
        } else if (kfunc.has(KfuncContract.Flag.RCU) && !trusted && !state.has(TypeFlag.RCU)) {
            throw Rejection.of("R%d must be a rcu pointer", register.number());
        }
        KernelStructs.check(path, kfunc, index, register, state);
    }

    private static void setMap(CallSite site, Pointee.OfMap map) {
        site.map = map.map();
        site.mapUid = map.uid();
    }

    /** Maps may be given as such, or as the kernel's struct. */
    private void checkMap(CallSite site, Register register, RegisterState state) {
        if (!(state.pointee() instanceof Pointee.OfMap map)) {
            throw Rejection.of("pointer in R%d isn't map pointer", register.number());
        }
        boolean queued = site.map != null && map.map().fields().has(MapFields.Kind.WORK_QUEUE);
        if (queued && (site.map != map.map() || site.mapUid != map.uid())) {
            throw Rejection.of(
                    "workqueue pointer in R1 map_uid=%d doesn't match map pointer in R2 map_uid=%d",
                    site.mapUid, map.uid());
        }
        setMap(site, map);
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

    private void checkSizedMemory(CallSite site, KfuncContract kfunc, int index) {
        var base = Register.of(index + 1).orElseThrow();
        var size = Register.of(index + 2).orElseThrow();
        var argument = kfunc.arguments().get(index);
        var state = path.register(base);
        if (!path.register(size).isScalar()) {
            throw Rejection.of("arg#%d pointer type UNKNOWN  must point to scalar, or struct with scalar", index);
        }
        if (!state.isZero() || !argument.has(Flag.NULLABLE)) {
            path.frame().setRegister(base, NullChecks.notNull(state));
            try {
                HelperMemory.checkSized(path, base, size, HelperMemory.Use.READ, true);
                HelperMemory.checkSized(path, base, size, HelperMemory.Use.WRITE, true);
            } catch (Rejection invalid) {
                throw invalid.with("arg#%d arg#%d memory, len pair leads to invalid memory access", index, index + 1);
            }
            path.frame().setRegister(base, state);
        }
        if (index + 1 < kfunc.arguments().size()
                && kfunc.arguments().get(index + 1).has(Flag.CONSTANT)) {
            takeConstant(site, size);
        }
    }

    private void checkDynptr(CallSite site, KfuncArgument argument, Register register) {
        if (argument.has(Flag.UNINITIALISED)) {
            dynptrs.checkUninitialised(register);
            site.facts.put(register, dynptrs.fact(register, createdType(site)));
            return;
        }
        boolean constant = path.register(register).is(RegisterType.DYNPTR);
        dynptrs.checkInitialised(register, constant, null);
        site.dynptr = dynptrs.use(register);
        site.facts.put(register, dynptrs.fact(register));
    }

    /** What the dynptr is over that the call makes. */
    static DynptrType createdType(CallSite site) {
        if (site.is(SpecialFunction.DYNPTR_FROM_SKB)) {
            return DynptrType.SKB;
        }
        if (site.is(SpecialFunction.DYNPTR_FROM_XDP)) {
            return DynptrType.XDP;
        }
        if (site.is(SpecialFunction.DYNPTR_FROM_SKB_META)) {
            return DynptrType.SKB_META;
        }
        if (site.is(SpecialFunction.DYNPTR_CLONE) && site.dynptr != null) {
            return site.dynptr.type();
        }
        throw new Unsupported("dynptr of kfunc " + site.function);
    }
}
