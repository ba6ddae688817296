package dev.osmia.cli.parity;

import dev.osmia.cli.parity.Answer.Kind;
import dev.osmia.kernel.Kernel;
import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.btf.Btf;
import dev.osmia.program.contract.Contracts;
import dev.osmia.program.input.MalformedObjectException;
import dev.osmia.program.link.KernelConfiguration;
import dev.osmia.program.link.Linker;
import dev.osmia.program.object.ElfObjectReader;
import dev.osmia.program.object.ObjectSpec;
import dev.osmia.program.object.ProgramSpec;
import dev.osmia.runtime.helper.HelperCatalog;
import dev.osmia.verifier.Options;
import dev.osmia.verifier.Verdict;
import dev.osmia.verifier.Verifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Asks the running kernel and Osmia about each program of each object, one after another. */
final class SelftestComparison {
    private static final int PAGE_BYTES = 4096;

    private final KernelAnswers answers;
    private final Verifier verifier;
    private final Optional<Btf> types;

    SelftestComparison(Kernel kernel, Path cache) {
        this.answers = new KernelAnswers(kernel, cache);
        this.types = Optional.of(kernel.types());
        this.verifier = Verifier.of(
                contracts(kernel),
                Options.DEFAULT.withProcessors(Runtime.getRuntime().availableProcessors()));
    }

    /** Compares all programs of an object. */
    List<Comparison> compare(Path object) {
        return compare(object, name -> true);
    }

    /** Compares the programs of an object whose names, such as {@code iters:iter_nested_iters}, the filter takes. */
    List<Comparison> compare(Path object, Predicate<String> filter) {
        var comparisons = new ArrayList<Comparison>();
        var known = answers.of(object);
        String name = object.getFileName().toString().replaceFirst("\\.o$", "");
        var spec = read(object);
        for (var program : spec.programs()) {
            if (filter.test(name + ":" + program.name()) && program.hook().isPresent()) {
                comparisons.add(compare(name, spec, program, known));
            }
        }
        return comparisons;
    }

    private static ObjectSpec read(Path object) {
        try {
            return ElfObjectReader.read(object);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Program link(ObjectSpec spec, ProgramSpec program, Optional<Btf> types) {
        var linked = Linker.link(spec, program, types, KernelConfiguration.DEFAULT);
        return linked.withMaps(
                linked.maps().stream().map(SelftestComparison::sized).toList());
    }

    /** What the verifier knows of the kernel. */
    static Contracts contracts(Kernel kernel) {
        return HelperCatalog.builder().kernelTypes(kernel.types()).build();
    }

    /** The kernel's test runner gives ring buffers the size of a page where their objects leave that open. */
    private static MapSpec sized(MapSpec map) {
        boolean ring = map.type() == MapType.RINGBUF || map.type() == MapType.USER_RINGBUF;
        return ring && map.maxEntries() == 0 ? map.withMaxEntries(PAGE_BYTES) : map;
    }

    private Comparison compare(String object, ObjectSpec spec, ProgramSpec program, KernelAnswers.OfObject known) {
        ProgramType type = program.hook().orElseThrow().type();
        try {
            var linked = link(spec, program, types);
            return new Comparison(object, program.name(), type, known.of(linked), ask(linked));
        } catch (MalformedObjectException malformed) {
            var unknown = new Answer(Kind.CANNOT_SAY, malformed.getMessage());
            return new Comparison(object, program.name(), type, unknown, unknown);
        }
    }

    private Answer ask(Program program) {
        var verdict = verifier.verify(program);
        if (verdict instanceof Verdict.Rejected rejected) {
            return new Answer(Kind.REJECTS, rejected.message());
        }
        return verdict instanceof Verdict.Unsupported unsupported
                ? new Answer(Kind.CANNOT_SAY, unsupported.missing())
                : Answer.ACCEPTED;
    }
}
