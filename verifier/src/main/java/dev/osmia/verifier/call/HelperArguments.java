package dev.osmia.verifier.call;

import dev.osmia.program.MapFields;
import dev.osmia.program.MapType;
import dev.osmia.program.contract.ArgumentContract;
import dev.osmia.program.contract.ArgumentFlag;
import dev.osmia.program.contract.ArgumentKind;
import dev.osmia.program.contract.Effect;
import dev.osmia.program.contract.HelperContract;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.fact.ArgumentFact;
import dev.osmia.verifier.fact.DynptrType;
import dev.osmia.verifier.memory.HelperMemory;
import dev.osmia.verifier.memory.PacketPolicy;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;

/** Checks the arguments of helpers, one after another, as their contracts ask. */
final class HelperArguments {
    private final Path path;
    private final Dynptrs dynptrs;
    private final Locks locks;
    private final KernelPointers kernelPointers;

    HelperArguments(Path path, Dynptrs dynptrs, Locks locks) {
        this.path = path;
        this.dynptrs = dynptrs;
        this.locks = locks;
        this.kernelPointers = new KernelPointers(path);
    }

    /** Checks the argument in the register, which is initialised. */
    void check(CallSite site, HelperContract helper, int index) {
        var register = Register.of(index + 1).orElseThrow();
        var argument = helper.arguments().get(index);
        var state = path.register(register);
        if (argument.kind() == ArgumentKind.ANYTHING) {
            if (!path.privileged() && !state.isScalar()) {
                throw Rejection.of("R%d leaks addr into helper function", register.number());
            }
            return;
        }
        if (state.type().isPacket() && !mayPassPackets(helper)) {
            throw Rejection.of("helper access to the packet is not allowed");
        }
        var kind = resolve(site, argument);
        boolean nullPassed = state.isZero() && argument.has(ArgumentFlag.MAYBE_NULL);
        if (nullPassed) {
            path.markPrecise(register);
            site.facts.put(register, new ArgumentFact.Constant(0));
        } else {
            ArgumentTypes.check(argument, kind, register, state);
            checkOffset(argument, register, state);
        }
        checkReferences(site, argument, register, state);
        checkContent(site, helper, index, kind, nullPassed);
    }

    private boolean mayPassPackets(HelperContract helper) {
        return helper.has(Effect.TAKES_PACKET_POINTERS)
                && PacketPolicy.mayPassToHelpers(path.verification().type());
    }

    /** Values of socket maps are sockets, and a bloom filter's peek only reads. */
    private static ArgumentKind resolve(CallSite site, ArgumentContract argument) {
        if (argument.kind() != ArgumentKind.MAP_VALUE) {
            return argument.kind();
        }
        if (site.map == null) {
            throw Rejection.of("invalid map_ptr to access map->type");
        }
        var type = site.map.spec().type();
        return type == MapType.SOCKMAP || type == MapType.SOCKHASH
                ? ArgumentKind.BTF_ID_SOCK_COMMON
                : ArgumentKind.MAP_VALUE;
    }

    private static void checkOffset(ArgumentContract argument, Register register, RegisterState state) {
        if (argument.has(ArgumentFlag.OBJ_RELEASE)) {
            ArgumentOffsets.checkReleased(state, register, argument.kind() == ArgumentKind.DYNPTR);
        } else {
            ArgumentOffsets.check(state, register);
        }
    }

    private void checkReferenced(Register dynptr) {
        String format = "arg %d is an unacquired reference";
        boolean referenced;
        try {
            referenced = dynptrs.isReferenced(dynptr);
        } catch (Rejection misplaced) {
            throw misplaced.with(format, dynptr.number());
        }
        if (!referenced) {
            throw Rejection.of(format, dynptr.number());
        }
    }

    private void checkReferences(CallSite site, ArgumentContract argument, Register register, RegisterState state) {
        if (argument.has(ArgumentFlag.OBJ_RELEASE)) {
            if (argument.kind() == ArgumentKind.DYNPTR) {
                if (!state.is(RegisterType.STACK)) {
                    throw Rejection.of("cannot release unowned const bpf_dynptr");
                }
                checkReferenced(register);
            } else if (state.reference() == 0 && !state.isZero()) {
                throw Rejection.of("R%d must be referenced when passed to release function", register.number());
            }
            site.released = register;
        }
        if (state.reference() != 0 && argument.kind() != ArgumentKind.KPTR) {
            site.reference = state.reference();
        }
    }

    private void checkContent(CallSite site, HelperContract helper, int index, ArgumentKind kind, boolean nullPassed) {
        var argument = helper.arguments().get(index);
        var register = Register.of(index + 1).orElseThrow();
        var state = path.register(register);
        switch (kind) {
            case CONST_MAP_PTR -> setMap(site, state);
            case MAP_KEY -> {
                requireMap(site, "key");
                HelperMemory.check(path, register, site.map.spec().keySize(), HelperMemory.Use.READ, false);
                site.keyExists = ConstantKeys.exists(path, site, register);
            }
            case MAP_VALUE -> {
                if (!nullPassed) {
                    requireMap(site, "value");
                    int size = site.map.spec().valueSize();
                    noteFill(site, register, size, HelperMemory.check(path, register, size, use(argument), false));
                }
            }
            case MEM -> {
                if (argument.has(ArgumentFlag.MEM_FIXED_SIZE) && !nullPassed) {
                    boolean filled = HelperMemory.check(path, register, argument.size(), use(argument), false);
                    noteFill(site, register, argument.size(), filled);
                    if (argument.has(ArgumentFlag.MEM_ALIGNED)) {
                        HelperMemory.checkAligned(state, argument.size());
                    }
                }
            }
            case CONST_SIZE -> checkSize(site, helper, index, false);
            case CONST_SIZE_OR_ZERO -> checkSize(site, helper, index, true);
            case CONST_ALLOC_SIZE_OR_ZERO -> {
                if (!state.isConstant()) {
                    throw Rejection.of("R%d is not a known constant'", register.number());
                }
                site.memorySize = (int) state.scalar().constantValue();
                path.markPrecise(register);
                site.facts.put(
                        register, new ArgumentFact.Constant(state.scalar().constantValue()));
            }
            case DYNPTR -> checkDynptr(site, argument, register);
            case FUNC -> site.callback = ((Pointee.OfFunction) state.pointee()).subprogram();
            case SPIN_LOCK -> locks.check(site, register);
            case CONST_STR -> ConstantStrings.check(path, register);
            case TIMER -> {
                MapFieldPointers.check(path, register, MapFields.Kind.TIMER);
                setMap(site, state);
            }
            case DONTCARE,
                    ANYTHING,
                    CTX,
                    SOCK_COMMON,
                    SOCKET,
                    RINGBUF_MEM,
                    BTF_ID_SOCK_COMMON,
                    PERCPU_BTF_ID,
                    STACK -> {}
            case KPTR -> kernelPointers.checkDestination(site, register);
            case BTF_ID -> {
                if (site.is(SpecialFunction.KPTR_XCHG) && !nullPassed) {
                    kernelPointers.checkSource(site, register);
                }
            }
        }
    }

    private static void setMap(CallSite site, RegisterState state) {
        var pointee = (Pointee.OfMap) state.pointee();
        if (site.map != null && (site.map != pointee.map() || site.mapUid != pointee.uid())) {
            throw Rejection.of(
                    "timer pointer in R1 map_uid=%d doesn't match map pointer in R2 map_uid=%d",
                    site.mapUid, pointee.uid());
        }
        site.map = pointee.map();
        site.mapUid = pointee.uid();
    }

    private static void requireMap(CallSite site, String part) {
        if (site.map == null) {
            throw Rejection.of("invalid map_ptr to access map->%s", part);
        }
    }

    private static HelperMemory.Use use(ArgumentContract argument) {
        if (argument.has(ArgumentFlag.MEM_UNINIT)) {
            return HelperMemory.Use.FILL;
        }
        return argument.has(ArgumentFlag.MEM_WRITE) ? HelperMemory.Use.WRITE : HelperMemory.Use.READ;
    }

    private static void noteFill(CallSite site, Register register, int size, boolean filled) {
        if (filled) {
            site.fillRegister = register;
            site.fillSize = size;
        }
    }

    private void checkSize(CallSite site, HelperContract helper, int index, boolean emptyAllowed) {
        var register = Register.of(index + 1).orElseThrow();
        var base = Register.of(index).orElseThrow();
        var size = path.register(register).scalar();
        site.greatestSize = size.unsignedMax();
        var memory = helper.arguments().get(index - 1);
        boolean filled = HelperMemory.checkSized(path, base, register, use(memory), emptyAllowed);
        noteFill(site, base, (int) size.unsignedMax(), filled);
        if (size.isConstant()) {
            site.facts.put(register, new ArgumentFact.Constant(size.constantValue()));
        }
    }

    private void checkDynptr(CallSite site, ArgumentContract argument, Register register) {
        var type = typeOf(argument);
        if (argument.has(ArgumentFlag.MEM_UNINIT)) {
            dynptrs.checkUninitialised(register);
            site.facts.put(register, dynptrs.fact(register, type));
            return;
        }
        dynptrs.checkInitialised(register, argument.has(ArgumentFlag.MEM_RDONLY), type);
        site.dynptr = dynptrs.use(register);
        site.facts.put(register, dynptrs.fact(register));
    }

    /** The dynptr type that an argument asks for, or that is made there; null for any. */
    static DynptrType typeOf(ArgumentContract argument) {
        if (argument.has(ArgumentFlag.DYNPTR_LOCAL)) {
            return DynptrType.LOCAL;
        }
        if (argument.has(ArgumentFlag.DYNPTR_RINGBUF)) {
            return DynptrType.RINGBUF;
        }
        if (argument.has(ArgumentFlag.DYNPTR_SKB)) {
            return DynptrType.SKB;
        }
        if (argument.has(ArgumentFlag.DYNPTR_XDP)) {
            return DynptrType.XDP;
        }
        return argument.has(ArgumentFlag.DYNPTR_SKB_META) ? DynptrType.SKB_META : null;
    }
}
