package dev.osmia.jit;

import dev.osmia.jit.emit.FunctionTooLargeException;
import dev.osmia.jit.lowering.UnimplementedException;
import dev.osmia.program.Program;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.Executable;
import dev.osmia.runtime.context.ContextStruct;
import dev.osmia.runtime.context.ContextStructs;
import dev.osmia.runtime.generated.GeneratedNames;
import dev.osmia.runtime.helper.HelperCatalog;
import dev.osmia.runtime.interpreter.Interpreter;
import dev.osmia.runtime.map.BpfMap;
import dev.osmia.verifier.Options;
import dev.osmia.verifier.Verdict;
import dev.osmia.verifier.VerifiedProgram;
import dev.osmia.verifier.Verifier;
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
        var refusal = refusal(verdict);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        var verified = ((Verdict.Accepted) verdict).verified();
        try {
            var contexts = ThreadLocal.withInitial(() -> environment.newContext(0));
            return new LoadResult.Loaded(new LoadedProgram(verified, executable(verified, engine), contexts));
        } catch (UnimplementedException | FunctionTooLargeException unsupported) {
            return new LoadResult.Unsupported(unsupported.getMessage());
        }
    }

    GeneratedClass compile(Program program, String packageName) {
        var verdict = Verifier.of(catalog, Options.DEFAULT).verify(program);
        refusal(verdict).ifPresent(LoadResult::orElseThrow);
        var verified = ((Verdict.Accepted) verdict).verified();
        try {
            var bytes = Compiler.classFile(verified, catalog, context(verified), packageName);
            return new GeneratedClass(packageName + "." + GeneratedNames.identifier(program.name()), bytes);
        } catch (UnimplementedException | FunctionTooLargeException unsupported) {
            throw new UnsupportedProgramException(unsupported.getMessage());
        }
    }

    /** Why a program with this verdict cannot run; empty where it can. */
    private Optional<LoadResult> refusal(Verdict verdict) {
        var name = verdict.program().name();
        if (verdict instanceof Verdict.Rejected rejected) {
            return Optional.of(new LoadResult.Rejected(rejected));
        } else if (verdict instanceof Verdict.Unsupported unsupported) {
            return Optional.of(new LoadResult.Unsupported("program " + name + " needs " + unsupported.missing()));
        }
        var verified = ((Verdict.Accepted) verdict).verified();
        return catalog.missing(verified.program(), verified.facts()::reached)
                .map(missing ->
                        new LoadResult.Unsupported("program " + name + " calls " + missing + ", which cannot run yet"));
    }

    private Executable executable(VerifiedProgram verified, Engine engine) {
        var binding = catalog.bind(verified.program(), maps.get());
        return switch (engine) {
            case INTERPRETER -> Interpreter.of(binding);
            case JIT -> Compiler.compile(verified, catalog, context(verified), binding);
        };
    }

    private static ContextStruct context(VerifiedProgram verified) {
        var type = verified.program().type();
        return ContextStructs.of(type)
                .orElseThrow(() -> new UnsupportedProgramException("program "
                        + verified.program().name() + " is of type " + type.kernelName() + ", which cannot run yet"));
    }
}
