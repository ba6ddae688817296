package dev.osmia.cli.run;

import dev.osmia.cli.engine.EngineSession;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.SimulatedClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A run on several threads, each with its own context and CPU number, its own reader and its share of the flows. */
final class ThreadedRun {
    private ThreadedRun() {}

    static RunResult run(
            RunPlan plan,
            SimulatedClock clock,
            List<Stage> xdp,
            List<Stage> tc,
            EngineSession engine,
            Environment environment)
            throws IOException {
        var workers = Executors.newFixedThreadPool(plan.threads());
        try {
            var runs = new ArrayList<Future<CaptureRun>>();
            for (int i = 0; i < plan.threads(); i++) {
                var pipeline = new Pipeline(xdp, tc, engine, environment.newContext(i));
                var share = new FlowShare(i, plan.threads());
                runs.add(workers.submit(
                        work(plan, new CaptureRun(pipeline, clock, List.of(), share, Progress.silent()))));
            }
            var counts = new Counts();
            var finished = new ArrayList<CaptureRun>();
            for (var run : runs) {
                finished.add(run.get());
            }
            finished.forEach(run -> counts.add(run.counts()));
            return new RunResult(counts, 0, finished.get(0).truncations());
        } catch (ExecutionException failed) {
            throw unwrapped(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } finally {
            workers.shutdownNow();
        }
    }

    private static Callable<CaptureRun> work(RunPlan plan, CaptureRun run) {
        return () -> {
            for (var capture : plan.captures()) {
                run.run(capture);
            }
            return run;
        };
    }

    private static IOException unwrapped(ExecutionException failed) {
        if (failed.getCause() instanceof RuntimeException failure) {
            throw failure;
        }
        return failed.getCause() instanceof IOException failure ? failure : new IOException(failed.getCause());
    }
}
