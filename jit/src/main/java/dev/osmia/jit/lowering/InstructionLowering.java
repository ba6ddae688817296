package dev.osmia.jit.lowering;

import dev.osmia.program.Program;
import dev.osmia.program.contract.Effect;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.JumpCondition;
import dev.osmia.program.instruction.Reference;
import dev.osmia.program.instruction.Register;
import dev.osmia.runtime.context.ContextStruct;
import dev.osmia.runtime.context.FieldAccessor;
import dev.osmia.runtime.memory.Pointer;
import dev.osmia.verifier.fact.AccessFact;
import dev.osmia.verifier.fact.ArgumentFact;
import dev.osmia.verifier.fact.DynptrType;
import dev.osmia.verifier.fact.Facts;
import dev.osmia.verifier.fact.MemoryTarget;
import java.util.List;
import java.util.SortedMap;

/** Lowers one instruction. */
final class InstructionLowering implements Instruction.Visitor<List<LoweredInstruction>> {
    /** {@code BPF_FUNC_map_lookup_elem}. */
    private static final int MAP_LOOKUP_ELEM = 1;

    /** {@code BPF_FUNC_tail_call}. */
    private static final int TAIL_CALL = 12;

    private final Program program;
    private final Facts facts;
    private final int slot;
    private final int next;
    private final SortedMap<Integer, CallShape> calls;
    private final DynptrPlan dynptrs;
    private final StackPlan stack;
    private final NullChecks nullChecks;
    private final ContextStruct context;

    InstructionLowering(
            Program program,
            Facts facts,
            int slot,
            SortedMap<Integer, CallShape> calls,
            DynptrPlan dynptrs,
            StackPlan stack,
            NullChecks nullChecks,
            ContextStruct context) {
        this.program = program;
        this.facts = facts;
        this.slot = slot;
        this.next = program.code().next(slot);
        this.calls = calls;
        this.dynptrs = dynptrs;
        this.stack = stack;
        this.nullChecks = nullChecks;
        this.context = context;
    }

    @Override
    public List<LoweredInstruction> alu(Instruction.Alu alu) {
        return List.of(new LoweredInstruction.Arithmetic(alu));
    }

    @Override
    public List<LoweredInstruction> negate(Instruction.Negate negate) {
        return List.of(new LoweredInstruction.Negation(negate));
    }

    @Override
    public List<LoweredInstruction> moveSignExtend(Instruction.MoveSignExtend move) {
        return List.of(new LoweredInstruction.SignExtension(move));
    }

    @Override
    public List<LoweredInstruction> addressSpaceCast(Instruction.AddressSpaceCast cast) {
        throw new UnimplementedException("the arena that an address space cast needs", slot);
    }

    @Override
    public List<LoweredInstruction> byteSwap(Instruction.ByteSwap swap) {
        return List.of(new LoweredInstruction.Swap(swap));
    }

    @Override
    public List<LoweredInstruction> loadImmediate64(Instruction.LoadImmediate64 load) {
        return List.of(new LoweredInstruction.LoadConstant(load.destination(), load.value()));
    }

    @Override
    public List<LoweredInstruction> loadReference(Instruction.LoadReference load) {
        return List.of(address(load.destination(), load.reference()));
    }

    private LoweredInstruction address(Register destination, Reference reference) {
        if (reference instanceof Reference.MapAddress map) {
            return new LoweredInstruction.LoadLink(destination, new Link.MapPointer(map.map()), 0);
        } else if (reference instanceof Reference.MapValueAddress value) {
            return new LoweredInstruction.LoadLink(destination, new Link.MapValuePointer(value.map()), value.offset());
        } else if (reference instanceof Reference.FunctionAddress function) {
            int index = functionAt(slot + 1 + function.offset());
            return new LoweredInstruction.LoadConstant(destination, Pointer.of(Pointer.FUNCTION, index));
        }
        int external = ((Reference.KernelSymbol) reference).external();
        return new LoweredInstruction.LoadLink(destination, new Link.Symbol(external), 0);
    }

    private int functionAt(int start) {
        for (int i = 0; i < program.subprograms().size(); i++) {
            if (program.subprograms().get(i).start() == start) {
                return i;
            }
        }
        throw new IllegalArgumentException("no function starts at slot=" + start);
    }

    @Override
    public List<LoweredInstruction> load(Instruction.Load load) {
        var access = facts.access(slot).orElseThrow();
        if (contextField(access) instanceof FieldAccessor.Value value) {
            int shift = Byte.SIZE * (access.offset().getAsInt() - value.field().offset());
            return List.of(new LoweredInstruction.ReadContext(
                    value, shift, load.size(), load.signExtend(), load.destination()));
        }
        var place = place(access, load.base(), load.offset());
        return List.of(new LoweredInstruction.Load(place, load.size(), load.signExtend(), load.destination()));
    }

    @Override
    public List<LoweredInstruction> store(Instruction.Store store) {
        var access = facts.access(slot).orElseThrow();
        if (contextField(access) instanceof FieldAccessor.Value value) {
            return List.of(new LoweredInstruction.WriteContext(value, store.source()));
        }
        var place = place(access, store.base(), store.offset());
        return List.of(new LoweredInstruction.Store(place, store.size(), store.source()));
    }

    /** The context field that the access goes to; null where it goes elsewhere. */
    private FieldAccessor contextField(AccessFact access) {
        if (!access.targets().contains(new MemoryTarget.Context())) {
            return null;
        }
        int offset = access.offset().orElseThrow();
        var accessor = context.accessorAt(offset);
        if (accessor instanceof FieldAccessor.Unimplemented unimplemented) {
            throw new UnimplementedException(
                    "context field '" + unimplemented.field().name() + "'", slot);
        }
        return accessor;
    }

    private Place place(AccessFact access, Register base, int offset) {
        if (contextField(access) instanceof FieldAccessor.Memory memory) {
            int index = access.offset().getAsInt() - memory.field().offset();
            return new Place.ContextBytes(memory.getterName(), index);
        }
        var ownFrame = StackPlanner.ownFrameOffset(access);
        if (ownFrame.isPresent()) {
            return stack.place(ownFrame.get());
        }
        if (access.targets().stream().allMatch(target -> target instanceof MemoryTarget.Stack)) {
            return new Place.StackAt(base, offset);
        }
        if (access.targets().size() > 1) {
            return new Place.TableAt(base, offset);
        }
        var target = access.targets().iterator().next();
        if (target instanceof MemoryTarget.Packet) {
            return new Place.PacketAt(base, offset);
        } else if (target instanceof MemoryTarget.PacketMetadata) {
            return new Place.MetadataAt(base, offset);
        } else if (target instanceof MemoryTarget.MapValue value) {
            return new Place.MapValueAt(value.map(), base, offset);
        } else if (target instanceof MemoryTarget.DynptrSlice slice) {
            return slicePlace(slice.type(), base, offset);
        }
        return new Place.TableAt(base, offset);
    }

    private Place slicePlace(DynptrType type, Register base, int offset) {
        return dynptrs.sliceStorage(type)
                .<Place>map(storage -> switch (storage) {
                    case METADATA -> new Place.MetadataAt(base, offset);
                    case PACKET -> new Place.PacketAt(base, offset);
                    case MAP_VALUES -> new Place.MapValueAt(dynptrs.valueMap(), base, offset);
                })
                .orElseGet(() -> new Place.TableAt(base, offset));
    }

    @Override
    public List<LoweredInstruction> atomic(Instruction.Atomic atomic) {
        var place = place(facts.access(slot).orElseThrow(), atomic.base(), atomic.offset());
        return List.of(new LoweredInstruction.Update(place, atomic));
    }

    @Override
    public List<LoweredInstruction> loadAcquire(Instruction.LoadAcquire load) {
        var place = place(facts.access(slot).orElseThrow(), load.base(), load.offset());
        return List.of(
                new LoweredInstruction.Load(place, load.size(), false, load.destination()),
                new LoweredInstruction.Fence(true));
    }

    @Override
    public List<LoweredInstruction> storeRelease(Instruction.StoreRelease store) {
        var place = place(facts.access(slot).orElseThrow(), store.base(), store.offset());
        return List.of(
                new LoweredInstruction.Fence(false), new LoweredInstruction.Store(place, store.size(), store.source()));
    }

    @Override
    public List<LoweredInstruction> loadPacket(Instruction.LoadPacket load) {
        return List.of(new LoweredInstruction.LoadPacket(load));
    }

    @Override
    public List<LoweredInstruction> jump(Instruction.Jump jump) {
        return List.of(new LoweredInstruction.Goto(next + jump.offset()));
    }

    @Override
    public List<LoweredInstruction> branch(Instruction.Branch branch) {
        int target = next + branch.offset();
        if (nullChecks.decides(slot)) {
            boolean jumpsOnNull = branch.condition() == JumpCondition.EQUAL;
            return List.of(new LoweredInstruction.DecidedBranch(jumpsOnNull ? next : target));
        }
        return switch (facts.branch(slot).orElseThrow()) {
            case BOTH -> List.of(new LoweredInstruction.Branch(branch, target));
            case ALWAYS_TAKEN -> List.of(new LoweredInstruction.Goto(target));
            case NEVER_TAKEN -> List.of();
        };
    }

    @Override
    public List<LoweredInstruction> mayGoto(Instruction.MayGoto mayGoto) {
        return List.of(new LoweredInstruction.MayGoto(next + mayGoto.offset()));
    }

    @Override
    public List<LoweredInstruction> callHelper(Instruction.CallHelper call) {
        if (call.helper() == TAIL_CALL) {
            return List.of(new LoweredInstruction.TailCall());
        }
        var shape = calls.get(slot);
        if (call.helper() == MAP_LOOKUP_ELEM
                && shape.argument(0) instanceof ArgumentFact.Map map
                && shape.ownStackOffset(1).isPresent()) {
            return List.of(new LoweredInstruction.LookUp(
                    map.map(), shape.ownStackOffset(1).get()));
        }
        return call(shape, new Link.Helper(call.helper()));
    }

    @Override
    public List<LoweredInstruction> callKfunc(Instruction.CallKfunc call) {
        return call(calls.get(slot), new Link.Kfunc(call.external()));
    }

    private List<LoweredInstruction> call(CallShape shape, Link link) {
        if (dynptrs.isPlain(shape)) {
            return List.of(
                    new LoweredInstruction.Dynptr(DynptrCalls.lower(shape, dynptrs, stack, nullChecks.behind(slot))));
        }
        return List.of(
                new LoweredInstruction.Call(link, shape.has(Effect.CALLS_BACK), shape.has(Effect.CHANGES_PACKET_DATA)));
    }

    @Override
    public List<LoweredInstruction> callLocal(Instruction.CallLocal call) {
        return List.of(new LoweredInstruction.CallFunction(functionAt(next + call.offset())));
    }

    @Override
    public List<LoweredInstruction> exit(Instruction.Exit exit) {
        return List.of(new LoweredInstruction.Return());
    }

    /** The verifier accepts no path that reaches one. */
    @Override
    public List<LoweredInstruction> undecodable(Instruction.Undecodable instruction) {
        throw new IllegalStateException("reached instruction " + slot + " is invalid: " + instruction.message());
    }
}
