package dev.osmia.verifier.call;

import dev.osmia.program.MapType;
import dev.osmia.program.contract.ArgumentFlag;
import dev.osmia.program.contract.ArgumentKind;
import dev.osmia.program.contract.Effect;
import dev.osmia.program.contract.HelperContract;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.fact.DynptrType;
import dev.osmia.verifier.memory.HelperMemory;
import dev.osmia.verifier.memory.MemoryAccess;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.Unsupported;
import java.util.HashMap;
import java.util.Map;

/** Calls of helpers. */
public final class HelperCalls {
    /** {@code __BPF_FUNC_MAX_ID} of Linux 6.18. */
    private static final int HELPERS = 212;

    /** {@code BPF_FUNC_unspec}, which is in the list without being a function. */
    private static final int UNSPECIFIED = 0;

    /** {@code BPF_F_RDONLY_PROG}. */
    private static final int READ_ONLY_MAP = 1 << 7;

    private final Path path;
    private final MemoryAccess memory;
    private final Dynptrs dynptrs;
    private final Locks locks;
    private final HelperArguments arguments;
    private final HelperResults results;
    private final Callbacks callbacks;
    private final Map<Integer, LoopCall> loops = new HashMap<>();
    private CallSite site;

    /** Whether every call of {@code bpf_loop} by one instruction had flags of zero and the same callback. */
    private record LoopCall(boolean simple, int callback) {}

    public HelperCalls(Path path, MemoryAccess memory) {
        this.path = path;
        this.memory = memory;
        this.dynptrs = new Dynptrs(path, memory);
        this.locks = new Locks(path);
        this.arguments = new HelperArguments(path, dynptrs, locks);
        this.results = new HelperResults(path);
        this.callbacks = new Callbacks(path);
    }

    private HelperContract contract(int id) {
        var verification = path.verification();
        var contract = verification.contracts().helper(id);
        if (contract.isPresent()) {
            return contract.get();
        }
        if (id < 0 || id >= HELPERS) {
            throw Rejection.of("invalid func unknown#%d", id);
        } else if (id == UNSPECIFIED) {
            throw Rejection.of("program of this type cannot use helper bpf_unspec#0");
        }
        throw new Unsupported("helper #" + id);
    }

    /** Checks that the program may call the helper here at all. */
    public void checkCallable(Instruction.CallHelper call) {
        var verification = path.verification();
        var contract = contract(call.helper());
        site = new CallSite(contract.name());
        var resources = path.state().resources();
        if (resources.activeLocks() > 0 && !site.is(SpecialFunction.SPIN_UNLOCK)) {
            throw Rejection.of("function calls are not allowed while holding a lock");
        }
        if (!contract.programTypes().contains(verification.type())) {
            throw Rejection.of("program of this type cannot use helper %s#%d", contract.name(), contract.id());
        }
        if (contract.gplOnly() && !verification.program().gplCompatible()) {
            throw Rejection.of("cannot call GPL-restricted function from non-GPL compatible program");
        }
        if (contract.has(Effect.MIGHT_SLEEP)) {
            checkMaySleep(contract);
        }
    }

    private void checkMaySleep(HelperContract contract) {
        var resources = path.state().resources();
        if (!path.verification().program().sleepable() && !path.state().sleepable()) {
            throw Rejection.of("helper call might sleep in a non-sleepable prog");
        }
        String section = null;
        if (resources.rcu()) {
            section = "rcu_read_lock region";
        } else if (resources.preemptionDisabled() > 0) {
            section = "non-preemptible region";
        } else if (resources.activeInterrupt() != 0) {
            section = "IRQ-disabled region";
        }
        if (section != null) {
            throw Rejection.of("sleepable helper %s#%d in %s", contract.name(), contract.id(), section);
        }
    }

    /** Checks one argument of the call at hand. */
    public void checkArgument(Instruction.CallHelper call, Register register) {
        arguments.check(site, contract(call.helper()), register.number() - 1);
    }

    /** Checks what concerns the call as a whole. */
    public void checkCall(Instruction.CallHelper call) {
        var contract = contract(call.helper());
        if (site.map != null && (site.map.spec().flags() & READ_ONLY_MAP) != 0 && changesMap()) {
            throw Rejection.of("write into map forbidden");
        }
        if (site.is(SpecialFunction.TAIL_CALL) && site.map.spec().type() != MapType.PROG_ARRAY) {
            throw Rejection.of("expected prog array map for tail call");
        }
        if (site.released != null && site.reference == 0 && !isDynptrReleased(contract)) {
            if (!path.register(site.released).isZero()) {
                throw Rejection.of("func %s#%d reference has not been acquired before", contract.name(), contract.id());
            }
        }
        if (site.is(SpecialFunction.TAIL_CALL)) {
            References.checkNothingHeld(path, "tail_call", false, true);
        } else if (site.is(SpecialFunction.GET_LOCAL_STORAGE)) {
            if (!path.register(Register.R2).isZero()) {
                throw Rejection.of("get_local_storage() doesn't support non-zero flags");
            }
            path.markPrecise(Register.R2);
        } else if (site.is(SpecialFunction.DYNPTR_FROM_MEM)) {
            var data = path.register(Register.R1);
            if (!data.is(RegisterType.MAP_VALUE)) {
                throw Rejection.of("Unsupported reg type %s for bpf_dynptr_from_mem data", data.typeText());
            }
        } else if (site.is(SpecialFunction.LOOP)) {
            noteLoop();
            path.markPrecise(Register.R1);
        }
        if (site.map != null) {
            checkMap(contract);
        }
    }

    private boolean isDynptrReleased(HelperContract contract) {
        return contract.arguments().get(site.released.number() - 1).kind() == ArgumentKind.DYNPTR;
    }

    private void checkMap(HelperContract contract) {
        var type = site.map.spec().type();
        if (!MapFunctions.areCompatible(
                type, contract.name(), path.verification().type())) {
            throw Rejection.of(
                    "cannot pass map_type %d into func %s#%d", type.number(), contract.name(), contract.id());
        }
    }

    private boolean changesMap() {
        return site.is(SpecialFunction.MAP_DELETE_ELEM)
                || site.is(SpecialFunction.MAP_UPDATE_ELEM)
                || site.is(SpecialFunction.MAP_PUSH_ELEM)
                || site.is(SpecialFunction.MAP_POP_ELEM);
    }

    /** The kernel relies on zero flags where it inlines the loop, as long as all calls by the instruction have them. */
    private void noteLoop() {
        var known = loops.get(path.slot());
        if (known != null && !known.simple()) {
            return;
        }
        boolean zero = path.register(Register.R4).isZero();
        if (zero) {
            path.markPrecise(Register.R4);
        }
        boolean sameCallback = known == null || known.callback() == site.callback;
        loops.put(path.slot(), new LoopCall(zero && sameCallback, site.callback));
    }

    /** Performs the call, which was checked. */
    public void apply(Instruction.CallHelper call) {
        var contract = contract(call.helper());
        CallFacts.record(path, site, contract.arguments().size());
        if (site.fillRegister != null) {
            HelperMemory.fillStack(memory, site.fillRegister, site.fillSize);
        }
        boolean changesPacket = contract.has(Effect.CHANGES_PACKET_DATA) || writesPacketDynptr();
        applyArguments(contract);
        applySpecial();
        var sliced = site.is(SpecialFunction.DYNPTR_DATA) ? site.dynptr : null;
        RegisterState castFrom = path.register(Register.R1);
        Clobber.callerSaved(path, path.frame());
        path.setRegister(Register.R0, results.of(site, contract, sliced, castFrom));
        if (changesPacket) {
            Clobber.packetPointers(path);
        }
    }

    private boolean writesPacketDynptr() {
        return site.is(SpecialFunction.DYNPTR_WRITE)
                && (site.dynptr.type() == DynptrType.SKB || site.dynptr.type() == DynptrType.SKB_META);
    }

    private void applyArguments(HelperContract contract) {
        for (int i = 0; i < contract.arguments().size(); i++) {
            var argument = contract.arguments().get(i);
            var register = Register.of(i + 1).orElseThrow();
            if (argument.kind() == ArgumentKind.DYNPTR && argument.has(ArgumentFlag.MEM_UNINIT)) {
                dynptrs.create(register, HelperArguments.typeOf(argument), 0);
            } else if (argument.kind() == ArgumentKind.SPIN_LOCK) {
                locks.apply(site, register);
            }
        }
        if (site.released != null) {
            if (isDynptrReleased(contract)) {
                dynptrs.destroy(site.released);
            } else if (site.reference != 0 && !References.release(path, site.reference)) {
                throw Rejection.of("func %s#%d reference has not been acquired before", contract.name(), contract.id());
            }
        }
    }

    private void applySpecial() {
        if (site.is(SpecialFunction.LOOP)) {
            long rounds = path.register(Register.R1).scalar().unsignedMax();
            if (Long.compareUnsigned(path.frame().callbackDepth(), rounds) < 0) {
                callbacks.enter(site);
            } else {
                path.frame().setCallbackDepth(0);
                path.trace().line("frame" + path.state().depth() + " bpf_loop iteration limit reached");
            }
        } else if (site.is(SpecialFunction.FOR_EACH_MAP_ELEM)
                || site.is(SpecialFunction.FIND_VMA)
                || site.is(SpecialFunction.USER_RINGBUF_DRAIN)) {
            callbacks.enter(site);
        } else if (site.is(SpecialFunction.TIMER_SET_CALLBACK)) {
            callbacks.enterLater(site, false);
        }
    }
}
