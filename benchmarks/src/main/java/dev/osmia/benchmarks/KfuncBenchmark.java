package dev.osmia.benchmarks;

import dev.osmia.cli.bench.KfuncCase;
import dev.osmia.cli.bench.KfuncSubject;
import dev.osmia.jit.Engine;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What kfuncs of dynptrs cost: programs that call one 16 times (of 64 bytes and more: 8 times), against the same in Java by hand over the
 * same buffers. The score is of one run. The programs are those of {@code osmia bench kfuncs}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class KfuncBenchmark {
    /** The kfunc. */
    @Param({"read", "write", "slice", "slice_rdwr", "clone+adjust", "copy"})
    public String operation;

    /** Bytes a call. */
    @Param({"4", "8", "16", "32", "64", "256"})
    public int bytes;

    /** What the dynptr is over. */
    @Param({"skb_meta", "skb", "xdp", "local"})
    public String memory;

    /** What runs it; {@code java} is work by hand. */
    @Param({"java", "jit", "interpreter"})
    public String engine;

    private IntSupplier work;

    /** Makes the memory, and checks that all engines give what Java by hand gives. */
    @Setup
    public void prepare() {
        var subject = new KfuncSubject(find(operation, memory, bytes));
        work = switch (engine) {
            case "java" -> subject::runByHand;
            default -> {
                var program = subject.program(Engine.valueOf(engine.toUpperCase(Locale.ROOT)));
                var context = subject.context();
                var packet = subject.packet();
                yield () -> {
                    context.begin(packet);
                    return (int) program.run(context);
                };
            }
        };
    }

    static KfuncCase find(String operation, String memory, int bytes) {
        return KfuncCase.all().stream()
                .filter(one -> one.operation().text().equals(operation)
                        && one.memory().text().equals(memory)
                        && one.bytes() == bytes)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no case of operation=" + operation + " memory="
                        + memory + " among " + Arrays.toString(KfuncCase.Operation.values()) + " bytes=" + bytes));
    }

    /** One run. */
    @Benchmark
    public int call() {
        return work.getAsInt();
    }
}
