package dev.osmia.verifier.flow;

import dev.osmia.program.Program;
import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfType;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Instruction.Undecodable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Where the subprograms start, found as the kernel finds them: at what is called or referred to.
 *
 * @param starts the first slots in ascending order; the main function's is 0
 * @param exceptionCallback the index of the subprogram that handles exceptions; 0 where there is none
 */
record SubprogramLayout(List<Integer> starts, int exceptionCallback) {
    /** {@code BPF_MAX_SUBPROGS}. */
    private static final int MAX_SUBPROGRAMS = 256;

    private static final String EXCEPTION_CALLBACK_TAG = "exception_callback:";

    static SubprogramLayout of(Program program, Leaving leaving, boolean privileged) throws MalformedCode {
        var code = program.code();
        var starts = new TreeSet<Integer>();
        add(starts, 0, 0, code.slots());
        for (int slot = 0; slot < code.slots(); slot++) {
            var target = leaving.subprogram(slot);
            boolean kfunc = code.find(slot)
                    .filter(Instruction.CallKfunc.class::isInstance)
                    .isPresent();
            if (!privileged && (target.isPresent() || kfunc)) {
                throw new MalformedCode(
                        slot,
                        "loading/calling other bpf or kernel functions are allowed for CAP_BPF and CAP_SYS_ADMIN");
            }
            Encodings.check(code, slot, Undecodable.Stage.CALLS);
            if (target.isPresent()) {
                add(starts, target.getAsInt(), slot, code.slots());
            }
        }
        int callback = exceptionCallbackStart(program);
        if (callback > 0) {
            add(starts, callback, callback, code.slots());
        }
        var ordered = new ArrayList<>(starts);
        return new SubprogramLayout(List.copyOf(ordered), callback > 0 ? ordered.indexOf(callback) : 0);
    }

    int exceptionCallbackStart() {
        return starts.get(exceptionCallback);
    }

    private static void add(TreeSet<Integer> starts, int start, int slot, int slots) throws MalformedCode {
        if (start < 0 || start >= slots) {
            throw new MalformedCode(slot, "call to invalid destination");
        }
        if (!starts.contains(start) && starts.size() >= MAX_SUBPROGRAMS) {
            throw new MalformedCode(slot, "too many subprograms");
        }
        starts.add(start);
    }

    private static int exceptionCallbackStart(Program program) throws MalformedCode {
        if (program.btf().isEmpty() || program.subprograms().isEmpty()) {
            return 0;
        }
        var main = program.subprograms().get(0).btfFunction();
        if (main.isEmpty()) {
            return 0;
        }
        var tags = exceptionCallbackTags(program.btf().get(), main.getAsInt());
        if (tags.isEmpty()) {
            return 0;
        }
        if (tags.size() > 1) {
            throw new MalformedCode(-1, "multiple exception callback tags for main subprog");
        }
        return startOf(program, program.btf().get(), tags.get(0));
    }

    private static List<String> exceptionCallbackTags(Btf btf, int function) {
        var names = new ArrayList<String>();
        for (int id = 1; id <= btf.size(); id++) {
            if (btf.type(id) instanceof BtfType.DeclarationTag tag
                    && tag.target() == function
                    && tag.component() == -1
                    && tag.name().startsWith(EXCEPTION_CALLBACK_TAG)) {
                names.add(tag.name().substring(EXCEPTION_CALLBACK_TAG.length()));
            }
        }
        return names;
    }

    private static int startOf(Program program, Btf btf, String name) throws MalformedCode {
        for (int id = 1; id <= btf.size(); id++) {
            if (btf.type(id) instanceof BtfType.Function function
                    && function.name().equals(name)) {
                if (function.linkage() != 1) {
                    throw new MalformedCode(-1, "exception callback '" + name + "' must have global linkage");
                }
                return startOf(program, id);
            }
        }
        throw new MalformedCode(-1, "exception callback '" + name + "' could not be found in BTF");
    }

    private static int startOf(Program program, int function) throws MalformedCode {
        for (var subprogram : program.subprograms()) {
            if (subprogram.btfFunction().isPresent() && subprogram.btfFunction().getAsInt() == function) {
                if (subprogram.start() == 0) {
                    throw new MalformedCode(-1, "invalid exception callback insn_off in func_info: 0");
                }
                return subprogram.start();
            }
        }
        throw new MalformedCode(-1, "exception callback type id not found in func_info");
    }
}
