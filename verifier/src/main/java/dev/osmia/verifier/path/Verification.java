package dev.osmia.verifier.path;

import dev.osmia.program.MapFields;
import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.Subprogram;
import dev.osmia.program.contract.Contracts;
import dev.osmia.program.contract.KfuncContract;
import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.verifier.flow.FlowGraph;
import dev.osmia.verifier.log.Trace;
import dev.osmia.verifier.record.FactRecorder;
import dev.osmia.verifier.state.MapReference;
import dev.osmia.verifier.state.StructReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What holds for the whole verification of one program. */
public final class Verification {
    private final Program program;
    private final Contracts contracts;
    private final Policy policy;
    private final FlowGraph flow;
    private final Trace trace;
    private final FactRecorder facts;
    private final List<MapReference> maps = new ArrayList<>();
    private final Map<Integer, StructReference> structs = new HashMap<>();
    private int lastId;

    public Verification(Program program, Contracts contracts, Policy policy, FlowGraph flow, Trace trace) {
        this.program = program;
        this.contracts = contracts;
        this.policy = policy;
        this.flow = flow;
        this.trace = trace;
        this.facts = new FactRecorder(program.code().slots());
        for (int i = 0; i < program.maps().size(); i++) {
            maps.add(MapReference.of(i, program.maps().get(i)));
        }
    }

    public Program program() {
        return program;
    }

    public ProgramType type() {
        return program.type();
    }

    public Code code() {
        return program.code();
    }

    public Contracts contracts() {
        return contracts;
    }

    public Policy policy() {
        return policy;
    }

    /** Whether the program may leak pointers and read uninitialised stack, and is trusted with precision. */
    public boolean privileged() {
        return policy.privileged();
    }

    public FlowGraph flow() {
        return flow;
    }

    public Trace trace() {
        return trace;
    }

    public FactRecorder facts() {
        return facts;
    }

    /** One of the program's maps. */
    public MapReference map(int index) {
        return maps.get(index);
    }

    /** A struct of the program's own, by its id in the program's BTF. */
    public StructReference struct(int type) {
        return structs.computeIfAbsent(type, id -> {
            var types = program.btf().orElseThrow();
            return new StructReference(types.type(id).name(), false, id, MapFields.ofObject(types, id));
        });
    }

    /** Whether the function that starts at the slot is verified by itself, rather than with each caller. */
    public boolean isGlobal(int start) {
        for (var subprogram : program.subprograms()) {
            if (subprogram.start() == start) {
                return subprogram.linkage() == Subprogram.Linkage.GLOBAL
                        && program.btf().isPresent();
            }
        }
        return false;
    }

    /** Whether the instruction asks an open-coded iterator for its next element. */
    public boolean isIteratorNext(int slot) {
        return code().at(slot) instanceof Instruction.CallKfunc call
                && contracts
                        .kfunc(program.externals().get(call.external()).name())
                        .filter(kfunc -> kfunc.has(KfuncContract.Flag.ITER_NEXT))
                        .isPresent();
    }

    /** An id that nothing else has. */
    public int newId() {
        return ++lastId;
    }

    /** The id given last; temporary ids of comparisons start behind it. */
    public int lastId() {
        return lastId;
    }
}
