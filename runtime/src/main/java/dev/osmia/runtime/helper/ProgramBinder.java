package dev.osmia.runtime.helper;

import dev.osmia.program.External;
import dev.osmia.program.Program;
import dev.osmia.program.contract.HelperContract;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.runtime.HelperFunction;
import dev.osmia.runtime.ProgramBinding;
import dev.osmia.runtime.map.BpfMap;
import dev.osmia.runtime.memory.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Gives a program's references their meaning. */
final class ProgramBinder {
    private final HelperCatalog catalog;

    ProgramBinder(HelperCatalog catalog) {
        this.catalog = catalog;
    }

    Optional<String> missing(Program program, IntPredicate reached) {
        var code = program.code();
        for (int slot = 0; slot < code.slots(); slot++) {
            if (code.startsAt(slot) && reached.test(slot)) {
                var missing = missing(program, code.at(slot));
                if (missing.isPresent()) {
                    return missing;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> missing(Program program, Instruction instruction) {
        if (instruction instanceof Instruction.CallHelper call
                && catalog.helperFunction(call.helper(), program.type()).isEmpty()) {
            var name = catalog.helper(call.helper()).map(HelperContract::name).orElse("unknown");
            return Optional.of("helper " + name + "#" + call.helper());
        }
        if (instruction instanceof Instruction.CallKfunc call) {
            var name = program.externals().get(call.external()).name();
            return catalog.kfuncFunction(name, program.type()).isEmpty()
                    ? Optional.of("kfunc " + name)
                    : Optional.empty();
        }
        return Optional.empty();
    }

    ProgramBinding bind(Program program, List<BpfMap> maps) {
        var kfuncs = new ArrayList<HelperFunction>();
        for (var external : program.externals()) {
            kfuncs.add(
                    external.function() && catalog.kfunc(external.name()).isPresent()
                            ? function(program, external)
                            : null);
        }
        // No kernel variable is present here; the address of a weak one is 0, and programs ask before they use it. Of
        // kfuncs they
        // ask, too (bpf_ksym_exists), and only whether the address is 0.
        long[] symbols = new long[program.externals().size()];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = kfuncs.get(i) == null ? Pointer.NULL : Pointer.of(Pointer.FUNCTION, -1 - i);
        }
        return new ProgramBinding(
                program,
                maps,
                kfuncs,
                symbols,
                id -> catalog.helperFunction(id, program.type())
                        .orElseThrow(() -> new IllegalArgumentException("helper #" + id + " cannot run yet")));
    }

    private HelperFunction function(Program program, External external) {
        return catalog.kfuncFunction(external.name(), program.type()).orElse((context, r1, r2, r3, r4, r5) -> {
            throw new IllegalStateException(external.name() + " cannot run yet");
        });
    }
}
