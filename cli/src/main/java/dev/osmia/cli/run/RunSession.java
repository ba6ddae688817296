package dev.osmia.cli.run;

import dev.osmia.cli.engine.EngineSession;
import dev.osmia.cli.input.ObjectFiles;
import dev.osmia.cli.input.ProgramReference;
import dev.osmia.cli.input.Setting;
import dev.osmia.cli.input.UnusableInputException;
import dev.osmia.jit.BpfObject;
import dev.osmia.program.ProgramType;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.SimulatedClock;
import dev.osmia.runtime.map.BpfMap;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** One run from object files and captures to a report. */
public final class RunSession {
    private static final int UNUSABLE_INPUT = 2;

    private static final Set<ProgramType> XDP = Set.of(ProgramType.XDP);
    private static final Set<ProgramType> TC = Set.of(ProgramType.SCHED_CLS, ProgramType.SCHED_ACT);

    private final RunPlan plan;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Environment environment;
    private final SimulatedClock clock = new SimulatedClock();
    private final Map<Path, BpfObject> objects = new LinkedHashMap<>();

    /** A session that writes results to one and complaints to the other. */
    public RunSession(RunPlan plan, PrintWriter out, PrintWriter err) {
        this.plan = plan;
        this.out = out;
        this.err = err;
        environment = Environment.builder()
                .cpus(Math.max(plan.threads(), 1))
                .clock(clock)
                .trace(err::println)
                .build();
    }

    /**
     * Runs it.
     *
     * @return the exit code: that of malformed input where a capture is cut off, although all of its whole packets were run
     */
    public int run(List<ProgramReference> xdp, List<ProgramReference> tc, List<String> settings) throws IOException {
        for (var reference : xdp) {
            open(reference);
        }
        for (var reference : tc) {
            open(reference);
        }
        Setting.applyAll(settings, opened());
        try (var engine = plan.engine().open()) {
            var xdpStages = load(xdp, XDP, "XDP", engine);
            var tcStages = load(tc, TC, "tc", engine);
            engine.start(maps());
            var result = run(xdpStages, tcStages, engine);
            engine.finish(maps());
            new RunReport(plan, out, err).print(result, shownMaps());
            return result.truncations().isEmpty() ? 0 : UNUSABLE_INPUT;
        }
    }

    private List<BpfObject> opened() {
        return List.copyOf(objects.values());
    }

    private void open(ProgramReference reference) throws IOException {
        var file = reference.file();
        if (!objects.containsKey(file)) {
            objects.put(file, ObjectFiles.open(file, environment));
        }
    }

    private List<Stage> load(
            List<ProgramReference> references, Set<ProgramType> types, String what, EngineSession engine) {
        var stages = new ArrayList<Stage>();
        for (var reference : references) {
            var program = reference.in(objects.get(reference.file()), types, what);
            var type = program.link().type();
            if (!types.contains(type)) {
                throw new UnusableInputException("%s: program '%s' is of type %s and cannot run there"
                        .formatted(reference.file(), program.name(), type.kernelName()));
            }
            stages.add(new Stage(program.name(), engine.load(program)));
        }
        return stages;
    }

    private RunResult run(List<Stage> xdp, List<Stage> tc, EngineSession engine) throws IOException {
        long start = System.nanoTime();
        if (plan.threads() > 1) {
            var result = ThreadedRun.run(plan, clock, xdp, tc, engine, environment);
            return new RunResult(result.counts(), System.nanoTime() - start, result.truncations());
        }
        try (var passing = output(plan.out(), Outcome::passes);
                var redirected = output(plan.redirected(), Outcome::redirected);
                var progress = Progress.through(totalBytes())) {
            var listeners = new ArrayList<PacketListener>();
            if (plan.trace()) {
                listeners.add(new PacketTrace(plan.format(), out));
            }
            addIfWanted(listeners, passing);
            addIfWanted(listeners, redirected);
            var pipeline = new Pipeline(xdp, tc, engine, environment.newContext(0));
            var run = new CaptureRun(pipeline, clock, listeners, FlowShare.ALL, progress);
            for (var capture : plan.captures()) {
                run.run(capture);
            }
            commit(passing);
            commit(redirected);
            return new RunResult(run.counts(), System.nanoTime() - start, run.truncations());
        }
    }

    private static CaptureOutput output(Path file, Predicate<Outcome> fits) {
        return file == null ? null : new CaptureOutput(file, fits);
    }

    private static void addIfWanted(List<PacketListener> listeners, CaptureOutput output) {
        if (output != null) {
            listeners.add(output);
        }
    }

    private void commit(CaptureOutput output) throws IOException {
        if (output != null) {
            output.commit(plan.captures().get(0));
        }
    }

    private long totalBytes() throws IOException {
        long total = 0;
        for (var capture : plan.captures()) {
            total += Files.exists(capture) ? Files.size(capture) : 0;
        }
        return total;
    }

    /** The maps of all objects, each once. */
    private List<BpfMap> maps() {
        var all = new LinkedHashSet<BpfMap>();
        objects.values().forEach(object -> all.addAll(object.maps()));
        return List.copyOf(all);
    }

    private List<BpfMap> shownMaps() {
        return maps().stream()
                .filter(map -> !map.spec().name().startsWith(".rodata"))
                .toList();
    }
}
