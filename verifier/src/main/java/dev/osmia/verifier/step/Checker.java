package dev.osmia.verifier.step;

import dev.osmia.program.MapType;
import dev.osmia.program.Program;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Reference;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.call.References;
import dev.osmia.verifier.call.ReturnValues;
import dev.osmia.verifier.memory.Access;
import dev.osmia.verifier.memory.Bounds;
import dev.osmia.verifier.obligation.Obligation;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.Unsupported;

/** Checks obligations against the state before the instruction at hand. */
final class Checker implements Obligation.Visitor<Void> {
    private final Path path;
    private final Steps.Parts parts;

    Checker(Path path, Steps.Parts parts) {
        this.path = path;
        this.parts = parts;
    }

    @Override
    public Void wellFormedCode(Obligation.WellFormedCode obligation) {
        return null;
    }

    @Override
    public Void validInstruction(Obligation.ValidInstruction obligation) {
        if (path.instruction() instanceof Instruction.Undecodable undecodable) {
            throw Rejection.of("%s", undecodable.message());
        } else if (path.instruction() instanceof Instruction.AddressSpaceCast && !hasArena()) {
            throw Rejection.of("addr_space_cast insn can only be used in a program that has an associated arena");
        }
        return null;
    }

    /** An arena belongs to a program that refers to it anywhere. */
    private boolean hasArena() {
        var program = path.verification().program();
        return program.code().instructions().stream()
                .anyMatch(instruction ->
                        instruction instanceof Instruction.LoadReference load && isArena(program, load.reference()));
    }

    private static boolean isArena(Program program, Reference reference) {
        if (reference instanceof Reference.MapAddress address) {
            return program.maps().get(address.map()).type() == MapType.ARENA;
        }
        return reference instanceof Reference.MapValueAddress value
                && program.maps().get(value.map()).type() == MapType.ARENA;
    }

    @Override
    public Void initialisedRegister(Obligation.InitialisedRegister obligation) {
        var register = obligation.register();
        path.trace().touch(register);
        if (!path.register(register).isInitialised()) {
            throw Rejection.of("R%d !read_ok", register.number());
        }
        return null;
    }

    @Override
    public Void writableRegister(Obligation.WritableRegister obligation) {
        path.trace().touch(obligation.register());
        if (obligation.register() == Register.FRAME_POINTER) {
            throw Rejection.of("frame pointer is read only");
        }
        return null;
    }

    @Override
    public Void validConversion(Obligation.ValidConversion obligation) {
        if (path.instruction() instanceof Instruction.MoveSignExtend move) {
            parts.unary().checkSignExtend(move);
        } else {
            parts.unary().checkInPlace(obligation.register());
        }
        return null;
    }

    @Override
    public Void validArithmetic(Obligation.ValidArithmetic obligation) {
        parts.arithmetic().check((Instruction.Alu) path.instruction());
        return null;
    }

    @Override
    public Void validAccess(Obligation.ValidAccess obligation) {
        boolean load = path.instruction() instanceof Instruction.Load
                || path.instruction() instanceof Instruction.LoadAcquire
                || (path.instruction() instanceof Instruction.Atomic atomic && atomic.fetch());
        parts.memory().check(access(obligation), load && !obligation.write());
        parts.memory().checkUse(obligation.base());
        return null;
    }

    private Access access(Obligation.ValidAccess obligation) {
        var base = obligation.base();
        if (path.instruction() instanceof Instruction.Store store) {
            return Access.store(base, obligation.offset(), obligation.size(), store.source());
        }
        if (path.instruction() instanceof Instruction.Load) {
            return Access.load(base, obligation.offset(), obligation.size());
        }
        if (path.instruction() instanceof Instruction.StoreRelease store) {
            return new Access(base, obligation.offset(), obligation.size(), true, store.source(), true);
        }
        return Access.atomic(base, obligation.offset(), obligation.size(), obligation.write());
    }

    @Override
    public Void atomicMemory(Obligation.AtomicMemory obligation) {
        var pointer = path.register(obligation.base());
        if (path.instruction() instanceof Instruction.Atomic atomic && !path.privileged()) {
            requireNumber(atomic.source());
        }
        boolean refused = switch (pointer.type()) {
            case CONTEXT, PACKET, PACKET_META, FLOW_KEYS, SOCKET, SOCK_COMMON, TCP_SOCK, XDP_SOCK -> true;
            default -> false;
        };
        if (refused) {
            String what = path.instruction() instanceof Instruction.LoadAcquire ? "loads from" : "stores into";
            throw Rejection.of(
                    "BPF_ATOMIC %s R%d %s is not allowed",
                    what, obligation.base().number(), pointer.typeText());
        }
        return null;
    }

    private void requireNumber(Register register) {
        if (!path.register(register).isScalar()) {
            throw Rejection.of("R%d leaks addr into mem", register.number());
        }
    }

    @Override
    public Void validPacketLoad(Obligation.ValidPacketLoad obligation) {
        boolean allowed = switch (path.verification().type()) {
            case SOCKET_FILTER, SCHED_CLS, SCHED_ACT -> true;
            default -> false;
        };
        if (!allowed) {
            throw Rejection.of("BPF_LD_[ABS|IND] instructions not allowed for this program type");
        }
        for (int number = path.state().depth(); number > 0; number--) {
            if (path.state().frame(number).inSynchronousCallback()) {
                throw Rejection.of("cannot use BPF_LD_[ABS|IND] within callback");
            }
        }
        var context = path.register(Register.R6);
        if (!context.is(RegisterType.CONTEXT)) {
            throw Rejection.of("at the time of BPF_LD_ABS|IND R6 != pointer to skb");
        }
        Bounds.checkUnmodified(context, Register.R6, false);
        return null;
    }

    @Override
    public Void validReference(Obligation.ValidReference obligation) {
        var reference = ((Instruction.LoadReference) path.instruction()).reference();
        if (reference instanceof Reference.KernelSymbol symbol) {
            throw new Unsupported("kernel symbol "
                    + path.verification()
                            .program()
                            .externals()
                            .get(symbol.external())
                            .name());
        }
        if (reference instanceof Reference.FunctionAddress function) {
            int start = path.slot() + 1 + function.offset();
            if (path.verification().program().btf().isEmpty()) {
                throw Rejection.of("missing btf func_info");
            }
            if (path.verification().isGlobal(start)) {
                throw Rejection.of("callback function not static");
            }
            if (start == 0) {
                throw Rejection.of("callback function cannot be the main program");
            }
        }
        return null;
    }

    @Override
    public Void validComparison(Obligation.ValidComparison obligation) {
        parts.branches().check((Instruction.Branch) path.instruction());
        return null;
    }

    @Override
    public Void nullChecked(Obligation.NullChecked obligation) {
        return null;
    }

    @Override
    public Void callable(Obligation.Callable obligation) {
        if (path.instruction() instanceof Instruction.CallHelper call) {
            parts.helpers().checkCallable(call);
        } else {
            parts.kfuncs().checkCallable((Instruction.CallKfunc) path.instruction());
        }
        return null;
    }

    @Override
    public Void validArgument(Obligation.ValidArgument obligation) {
        if (path.instruction() instanceof Instruction.CallHelper call) {
            parts.helpers().checkArgument(call, obligation.register());
        } else {
            parts.kfuncs().checkArgument((Instruction.CallKfunc) path.instruction(), obligation.register());
        }
        return null;
    }

    @Override
    public Void validCall(Obligation.ValidCall obligation) {
        if (path.instruction() instanceof Instruction.CallHelper call) {
            parts.helpers().checkCall(call);
        } else if (path.instruction() instanceof Instruction.CallKfunc call) {
            parts.kfuncs().checkCall(call);
        } else {
            parts.functions().check((Instruction.CallLocal) path.instruction());
        }
        return null;
    }

    @Override
    public Void releasedReferences(Obligation.ReleasedReferences obligation) {
        boolean packetLoad = path.instruction() instanceof Instruction.LoadPacket;
        String what = packetLoad ? "BPF_LD_[ABS|IND]" : "BPF_EXIT instruction in main prog";
        References.checkNothingHeld(
                path, what, false, packetLoad || path.state().depth() == 0);
        return null;
    }

    @Override
    public Void validReturn(Obligation.ValidReturn obligation) {
        if (path.state().depth() > 0) {
            parts.functions().checkReturn();
        } else {
            ReturnValues.check(path, Register.R0, "R0");
        }
        return null;
    }

    @Override
    public Void termination(Obligation.Termination obligation) {
        return null;
    }

    @Override
    public Void withinLimits(Obligation.WithinLimits obligation) {
        return null;
    }
}
