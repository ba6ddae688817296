package dev.osmia.cli.agreement;

import dev.osmia.cli.agreement.EngineUnderTest.Loaded;
import dev.osmia.cli.agreement.EngineUnderTest.Rejected;
import dev.osmia.cli.agreement.EngineUnderTest.Unsupported;
import dev.osmia.jit.Engine;
import dev.osmia.kernel.Kernel;
import dev.osmia.program.Program;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Holds engines to each other: given the same program and packets, all come to the same verdict, and where they run it, to the same
 * results, packets, metadata and fields, packet by packet, and to the same maps in the end.
 */
final class EngineAgreement {
    private final List<EngineUnderTest> engines;

    EngineAgreement(List<EngineUnderTest> engines) {
        this.engines = List.copyOf(engines);
    }

    /** The kernel, and what has to agree with it. */
    static EngineAgreement withKernel(Kernel kernel) {
        return new EngineAgreement(
                List.of(new KernelEngine(kernel), new JvmEngine(Engine.INTERPRETER), new JvmEngine(Engine.JIT)));
    }

    /**
     * What engines agreed on.
     *
     * @param accepted whether they ran the program; else all rejected it with the same message
     * @param leftOut the engines that lack something the program needs, with what it is
     */
    record Agreement(boolean accepted, Map<String, String> leftOut) {}

    /**
     * Compares the engines over a program.
     *
     * @throws AssertionError naming the engines, what they differ in, and the packet
     */
    Agreement check(Program program, List<Input> inputs) {
        var loaded = new LinkedHashMap<String, Loaded>();
        var leftOut = new LinkedHashMap<String, String>();
        try {
            for (var engine : engines) {
                var one = engine.load(program);
                if (one instanceof Unsupported unsupported) {
                    leftOut.put(engine.name(), unsupported.missing());
                } else {
                    loaded.put(engine.name(), one);
                }
            }
            if (loaded.size() < 2) {
                throw new AssertionError("program " + program.name() + ": nobody is left to agree: " + leftOut);
            }
            return new Agreement(agree(program, loaded, inputs), leftOut);
        } finally {
            loaded.values().forEach(Loaded::close);
        }
    }

    private static boolean agree(Program program, Map<String, Loaded> loaded, List<Input> inputs) {
        same(program, "verdict", loaded, EngineAgreement::verdict);
        if (loaded.values().stream().anyMatch(Rejected.class::isInstance)) {
            return false;
        }
        for (var input : inputs) {
            same(program, "outcome of " + input, loaded, one -> ((EngineUnderTest.Runnable) one).run(input));
        }
        same(program, "maps", loaded, one -> ((EngineUnderTest.Runnable) one).entries());
        same(program, "records", loaded, one -> ((EngineUnderTest.Runnable) one).records());
        return true;
    }

    private static String verdict(Loaded loaded) {
        return loaded instanceof Rejected rejected ? rejected.message() : "accepted";
    }

    private static void same(
            Program program, String what, Map<String, Loaded> loaded, Function<Loaded, Object> answer) {
        var answers = new LinkedHashMap<String, Object>();
        loaded.forEach((engine, one) -> answers.put(engine, answer.apply(one)));
        if (new HashSet<>(answers.values()).size() > 1) {
            var lines = new StringBuilder("program " + program.name() + ": " + what);
            answers.forEach((engine, given) -> lines.append(System.lineSeparator())
                    .append("  ")
                    .append(engine)
                    .append(": ")
                    .append(given));
            throw new AssertionError(lines.toString());
        }
    }
}
