package dev.osmia.jit;

import dev.osmia.jit.emit.FunctionTooLargeException;
import dev.osmia.jit.lowering.UnimplementedException;
import dev.osmia.program.Program;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.Executable;
import dev.osmia.runtime.HelperFunction;
import dev.osmia.runtime.ProgramBinding;
import dev.osmia.runtime.context.ContextStructs;
import dev.osmia.runtime.helper.HelperCatalog;
import dev.osmia.runtime.interpreter.Interpreter;
import dev.osmia.runtime.map.BpfMap;
import dev.osmia.verifier.Options;
import dev.osmia.verifier.Verdict;
import dev.osmia.verifier.VerifiedProgram;
import dev.osmia.verifier.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Takes a linked program through verification, binding and an engine. */
final class Loader {
    private final Environment environment;
    private final Supplier<List<BpfMap>> maps;
    private final HelperCatalog catalog;

    Loader(Environment environment, Supplier<List<BpfMap>> maps, HelperCatalog catalog) {
        this.environment = environment;
        this.maps = maps;
        this.catalog = catalog;
    }

    LoadResult load(Program program, Engine engine) {
        var verdict = Verifier.of(catalog, Options.DEFAULT).verify(program);
        if (verdict instanceof Verdict.Rejected rejected) {
            return new LoadResult.Rejected(rejected);
        } else if (verdict instanceof Verdict.Unsupported unsupported) {
            return new LoadResult.Unsupported("program " + program.name() + " needs " + unsupported.missing());
        }
        return load(((Verdict.Accepted) verdict).verified(), engine);
    }

    private LoadResult load(VerifiedProgram verified, Engine engine) {
        var program = verified.program();
        var missing = firstMissing(verified);
        if (missing.isPresent()) {
            return new LoadResult.Unsupported(
                    "program " + program.name() + " calls " + missing.get() + ", which cannot run yet");
        }
        try {
            var contexts = ThreadLocal.withInitial(() -> environment.newContext(0));
            return new LoadResult.Loaded(new LoadedProgram(verified, executable(verified, engine), contexts));
        } catch (UnimplementedException | FunctionTooLargeException unsupported) {
            return new LoadResult.Unsupported(unsupported.getMessage());
        }
    }

    private Executable executable(VerifiedProgram verified, Engine engine) {
        var binding = bind(verified.program());
        return switch (engine) {
            case INTERPRETER -> Interpreter.of(binding);
            case JIT -> {
                var type = verified.program().type();
                var context = ContextStructs.of(type)
                        .orElseThrow(() -> new IllegalStateException("no context of type=" + type.kernelName()));
                yield Compiler.compile(verified, catalog, context, binding);
            }
        };
    }

    private ProgramBinding bind(Program program) {
        List<HelperFunction> kfuncs = new ArrayList<>();
        for (var external : program.externals()) {
            kfuncs.add(catalog.kfuncFunction(external.name(), program.type()).orElse(null));
        }
        return new ProgramBinding(
                program,
                maps.get(),
                kfuncs,
                new long[program.externals().size()],
                id -> catalog.helperFunction(id, program.type()).orElseThrow());
    }

    /** The first call that is reached and has nothing behind it. */
    private Optional<String> firstMissing(VerifiedProgram verified) {
        var program = verified.program();
        for (int slot = 0; slot < program.code().slots(); slot++) {
            if (!program.code().startsAt(slot) || !verified.facts().reached(slot)) {
                continue;
            }
            var missing = missing(program, program.code().at(slot));
            if (missing.isPresent()) {
                return missing;
            }
        }
        return Optional.empty();
    }

    private Optional<String> missing(Program program, Instruction instruction) {
        if (instruction instanceof Instruction.CallHelper call
                && catalog.helperFunction(call.helper(), program.type()).isEmpty()) {
            return Optional.of("helper "
                    + catalog.helper(call.helper())
                            .map(contract -> contract.name())
                            .orElse("unknown")
                    + "#" + call.helper());
        }
        if (instruction instanceof Instruction.CallKfunc call) {
            var name = program.externals().get(call.external()).name();
            return catalog.kfuncFunction(name, program.type()).isEmpty() ? Optional.of("kfunc " + name) : Optional.empty();
        }
        return Optional.empty();
    }
}
