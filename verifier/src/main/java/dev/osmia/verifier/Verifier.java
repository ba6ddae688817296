package dev.osmia.verifier;

import dev.osmia.program.Program;
import dev.osmia.program.contract.Contracts;
import dev.osmia.verifier.explore.Explorer;
import dev.osmia.verifier.flow.CallChains;
import dev.osmia.verifier.flow.ControlFlow;
import dev.osmia.verifier.flow.FlowGraph;
import dev.osmia.verifier.flow.FlowResult;
import dev.osmia.verifier.log.StateText;
import dev.osmia.verifier.log.Trace;
import dev.osmia.verifier.obligation.Obligation;
import dev.osmia.verifier.path.Policy;
import dev.osmia.verifier.path.Verification;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.Unsupported;
import dev.osmia.verifier.step.ReferenceCheck;
import java.util.List;

/**
 * Says whether programs are safe, as the Linux kernel's verifier would: by abstract interpretation of all paths. Immutable; one verifier
 * may serve several threads.
 */
public final class Verifier {
    private final Contracts contracts;
    private final Options options;

    private Verifier(Contracts contracts, Options options) {
        this.contracts = contracts;
        this.options = options;
    }

    /**
     * A verifier.
     *
     * @param contracts what programs may call and read
     */
    public static Verifier of(Contracts contracts, Options options) {
        return new Verifier(contracts, options);
    }

    /** A verifier that verifies as the kernel does for a privileged user. */
    public static Verifier of(Contracts contracts) {
        return of(contracts, Options.DEFAULT);
    }

    /** Judges a program. Never throws because of what the program does. */
    public Verdict verify(Program program) {
        long start = System.nanoTime();
        var trace = new Trace(program, contracts, options.log());
        var shape = ControlFlow.analyse(program, contracts, !options.unprivileged());
        if (shape instanceof FlowResult.Malformed malformed) {
            return rejected(program, malformed, trace, Work.none(start));
        }
        return verify(program, (FlowGraph) shape, trace, start);
    }

    private Verdict verify(Program program, FlowGraph flow, Trace trace, long start) {
        for (int slot = 0; slot < program.code().slots(); slot++) {
            try {
                ReferenceCheck.check(program, slot);
            } catch (Rejection rejection) {
                var report = new Report(rejection.lines(), slot, new Obligation.ValidReference(), "");
                return rejected(program, report, trace, Work.none(start));
            }
        }
        var policy = new Policy(
                !options.unprivileged(), options.strictAlignment(), options.complexityLimit(), options.processors());
        trace.start(flow);
        return explore(new Verification(program, contracts, policy, flow, trace), start);
    }

    private Verdict explore(Verification verification, long start) {
        var program = verification.program();
        var trace = verification.trace();
        var explorer = new Explorer(verification);
        try {
            explorer.exploreAll();
        } catch (Rejection rejection) {
            var state = explorer.path().state();
            String text =
                    state == null ? "" : StateText.of(state, state.depth()).strip();
            var report = new Report(rejection.lines(), explorer.failedSlot(), explorer.failed(), text);
            return rejected(program, report, trace, Work.of(start, explorer));
        } catch (Unsupported unsupported) {
            var statistics = Work.of(start, explorer).statistics();
            return new Verdict.Unsupported(program, unsupported.getMessage(), statistics, trace.text());
        }
        var frames = explorer.path().subprograms().frames();
        var tooDeep = CallChains.check(program, verification.flow(), frames);
        if (tooDeep.isPresent()) {
            return rejected(program, tooDeep.get(), trace, Work.of(start, explorer));
        }
        var work = Work.of(start, explorer);
        trace.end(work.statistics().processed(), options.complexityLimit());
        var facts = verification.facts().facts(program.code(), verification.flow());
        var verified = new VerifiedProgram(program, facts, work.statistics());
        return new Verdict.Accepted(verified, trace.text());
    }

    private Verdict rejected(Program program, FlowResult.Malformed malformed, Trace trace, Work work) {
        var report = new Report(List.of(malformed.message()), malformed.slot(), new Obligation.WellFormedCode(), "");
        return rejected(program, report, trace, work);
    }

    private Verdict rejected(Program program, Report report, Trace trace, Work work) {
        report.lines().forEach(trace::line);
        trace.end(work.statistics().processed(), options.complexityLimit());
        return report.verdict(program, trace.text(), work.statistics());
    }

    /** What the verification took. */
    private record Work(Statistics statistics) {
        static Work none(long start) {
            return new Work(new Statistics(0, 0, 0, microseconds(start)));
        }

        static Work of(long start, Explorer explorer) {
            return new Work(
                    new Statistics(explorer.processed(), explorer.kept(), explorer.peak(), microseconds(start)));
        }

        private static long microseconds(long start) {
            return (System.nanoTime() - start) / 1000;
        }
    }
}
