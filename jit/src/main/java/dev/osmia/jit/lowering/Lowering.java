package dev.osmia.jit.lowering;

import dev.osmia.program.Program;
import dev.osmia.program.Subprogram;
import dev.osmia.program.contract.Contracts;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.MemorySize;
import dev.osmia.runtime.context.ContextStruct;
import dev.osmia.verifier.VerifiedProgram;
import dev.osmia.verifier.fact.Facts;
import dev.osmia.verifier.fact.MemoryTarget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Chooses region, width, check, intrinsic or call for each instruction of a verified program, from what the verifier proved. */
public final class Lowering {
    private final Program program;
    private final Facts facts;
    private final Contracts contracts;
    private final SortedMap<Integer, CallShape> calls = new TreeMap<>();

    private Lowering(VerifiedProgram verified, Contracts contracts) {
        program = verified.program();
        facts = verified.facts();
        this.contracts = contracts;
    }

    /**
     * Lowers a verified program.
     *
     * @param contracts what it was verified with
     * @param context the context that programs of its type get
     */
    public static LoweredProgram lower(VerifiedProgram verified, Contracts contracts, ContextStruct context) {
        return new Lowering(verified, contracts).lower(context);
    }

    private LoweredProgram lower(ContextStruct context) {
        for (int slot = 0; slot < program.code().slots(); slot++) {
            var call = callAt(slot);
            if (call.isPresent()) {
                calls.put(slot, call.get());
            }
        }
        boolean framesShared = anyAccessToCallersFrame();
        var functions = new ArrayList<LoweredFunction>();
        for (int i = 0; i < program.subprograms().size(); i++) {
            if (facts.reached(program.subprograms().get(i).start())) {
                functions.add(lowerFunction(i, framesShared, context));
            }
        }
        return new LoweredProgram(program, functions);
    }

    private Optional<CallShape> callAt(int slot) {
        if (!program.code().startsAt(slot) || !facts.reached(slot)) {
            return Optional.empty();
        }
        var instruction = program.code().at(slot);
        if (instruction instanceof Instruction.CallHelper call) {
            return facts.call(slot).map(fact -> CallShape.of(program, contracts, call, fact));
        } else if (instruction instanceof Instruction.CallKfunc call) {
            return facts.call(slot).map(fact -> CallShape.of(program, contracts, call, fact));
        }
        return Optional.empty();
    }

    /** Whether any function reaches into a frame of its callers; their frames then must be memory. */
    private boolean anyAccessToCallersFrame() {
        for (int slot = 0; slot < program.code().slots(); slot++) {
            if (program.code().startsAt(slot) && facts.reached(slot)) {
                boolean shared = facts.access(slot).stream()
                        .flatMap(access -> access.targets().stream())
                        .anyMatch(target -> target instanceof MemoryTarget.Stack stack && stack.framesUp() > 0);
                if (shared || passesAddressOfCaller(slot)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean passesAddressOfCaller(int slot) {
        return facts.call(slot).stream()
                .flatMap(call -> call.arguments().stream())
                .anyMatch(StackPlanner::isOfCallersFrame);
    }

    private LoweredFunction lowerFunction(int index, boolean framesShared, ContextStruct context) {
        var subprogram = program.subprograms().get(index);
        Collection<CallShape> own =
                calls.subMap(subprogram.start(), subprogram.end()).values();
        var dynptrs = DynptrPlan.of(program.type(), calls.values(), own);
        var stack = new StackPlanner(program, facts, calls, dynptrs).plan(subprogram, framesShared);
        var nullChecks = NullChecks.of(program, facts, subprogram, plainSlices(subprogram, dynptrs));
        var lowered = new TreeMap<Integer, List<LoweredInstruction>>();
        for (int slot = subprogram.start(); slot < subprogram.end(); slot++) {
            if (program.code().startsAt(slot) && facts.reached(slot)) {
                var lowering =
                        new InstructionLowering(program, facts, slot, calls, dynptrs, stack, nullChecks, context);
                lowered.put(slot, program.code().at(slot).accept(lowering));
            }
        }
        return new LoweredFunction(
                index,
                subprogram,
                lowered,
                stack.longUnits(),
                stack.wordUnits(),
                dynptrs.count(),
                narrowRegisters(lowered));
    }

    private List<Integer> plainSlices(Subprogram subprogram, DynptrPlan dynptrs) {
        return calls.subMap(subprogram.start(), subprogram.end()).entrySet().stream()
                .filter(call -> DynptrCalls.slices(call.getValue()) && dynptrs.isPlain(call.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private NarrowRegisters narrowRegisters(SortedMap<Integer, List<LoweredInstruction>> lowered) {
        var uses = new TreeMap<Integer, RegisterUse>();
        var successors = new HashMap<Integer, List<Integer>>();
        var nullPaths = new HashMap<Integer, DynptrOperation.NullCheck>();
        lowered.forEach((slot, instructions) -> {
            uses.put(slot, registerUse(slot, instructions));
            successors.put(slot, successors(slot, instructions, lowered.keySet()));
            nullCheck(instructions).ifPresent(check -> nullPaths.put(slot, check));
        });
        return NarrowRegisters.of(uses, successors, nullPaths);
    }

    private static Optional<DynptrOperation.NullCheck> nullCheck(List<LoweredInstruction> lowered) {
        return !lowered.isEmpty()
                        && lowered.get(0) instanceof LoweredInstruction.Dynptr dynptr
                        && dynptr.operation() instanceof DynptrOperation.Slice slice
                ? slice.nullCheck()
                : Optional.empty();
    }

    private RegisterUse registerUse(int slot, List<LoweredInstruction> lowered) {
        var call = calls.get(slot);
        var use = program.code().at(slot).accept(new RegisterUse.Finder(call == null ? 0 : call.arity()));
        for (var instruction : lowered) {
            use = refine(use, instruction);
        }
        return use;
    }

    /** Adds what is known only now that regions and calls are chosen. */
    private static RegisterUse refine(RegisterUse use, LoweredInstruction instruction) {
        if (instruction instanceof LoweredInstruction.Load load) {
            var based = withBase(use, load.place());
            boolean word = load.size() == MemorySize.WORD && !load.signExtend();
            return word ? based.withResult(RegisterUse.Result.WORD) : based;
        } else if (instruction instanceof LoweredInstruction.Store store) {
            return withBase(use, store.place());
        } else if (instruction instanceof LoweredInstruction.ReadContext read) {
            return use.withResult(result(read));
        } else if (instruction instanceof LoweredInstruction.DecidedBranch) {
            return new RegisterUse(0, 0, 0);
        } else if (instruction instanceof LoweredInstruction.Dynptr dynptr
                && dynptr.operation() instanceof DynptrOperation.Slice slice
                && slice.nullCheck().isPresent()
                && slice.dynptr().storage() != PlainDynptr.Storage.MAP_VALUES) {
            return use.withResult(RegisterUse.Result.PACKET_POINTER);
        }
        return use;
    }

    private static RegisterUse withBase(RegisterUse use, Place place) {
        if (place instanceof Place.PacketAt packet) {
            return use.withPacketBase(packet.base());
        } else if (place instanceof Place.MetadataAt metadata) {
            return use.withPacketBase(metadata.base());
        }
        return use;
    }

    private static RegisterUse.Result result(LoweredInstruction.ReadContext read) {
        return switch (read.accessor().field().kind()) {
            case SCALAR ->
                read.size().bytes() <= MemorySize.WORD.bytes() && !read.signExtend()
                        ? RegisterUse.Result.WORD
                        : RegisterUse.Result.ANY;
            case PACKET, PACKET_END, PACKET_META -> RegisterUse.Result.PACKET_POINTER;
            case SOCK_COMMON_OR_NULL, FLOW_KEYS -> RegisterUse.Result.ANY;
        };
    }

    private List<Integer> successors(int slot, List<LoweredInstruction> lowered, Set<Integer> reached) {
        var successors = new ArrayList<Integer>();
        boolean fallsThrough = true;
        for (var instruction : lowered) {
            if (instruction instanceof LoweredInstruction.Goto jump) {
                successors.add(jump.target());
                fallsThrough = false;
            } else if (instruction instanceof LoweredInstruction.Branch branch) {
                successors.add(branch.target());
            } else if (instruction instanceof LoweredInstruction.DecidedBranch branch) {
                successors.add(branch.target());
                fallsThrough = false;
            } else if (instruction instanceof LoweredInstruction.MayGoto mayGoto) {
                successors.add(mayGoto.target());
            } else if (instruction instanceof LoweredInstruction.Return) {
                fallsThrough = false;
            }
        }
        if (fallsThrough) {
            successors.add(program.code().next(slot));
        }
        successors.removeIf(successor -> !reached.contains(successor));
        return successors;
    }
}
