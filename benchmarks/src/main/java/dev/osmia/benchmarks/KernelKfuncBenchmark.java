package dev.osmia.benchmarks;

import dev.osmia.cli.bench.KfuncPrograms;
import dev.osmia.kernel.CpuPin;
import dev.osmia.kernel.Kernel;
import dev.osmia.kernel.KernelMaps;
import dev.osmia.kernel.KernelProgram;
import dev.osmia.program.ProgramType;
import dev.osmia.runtime.packet.Packet;
import dev.osmia.runtime.packet.SocketBufferHandover;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The programs of {@link KfuncBenchmark} in the running kernel, by {@code BPF_PROG_TEST_RUN}. The score is of one run; that of {@code empty}
 * is to be taken off. A test run has no metadata for tc programs, so that {@code skb} stands for {@code skb_meta}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelKfuncBenchmark {
    private static final int REPEAT = 10_000;
    private static final int FRAME_BYTES = 512;

    /** The kfunc; {@code empty} is a program that does nothing. */
    @Param({"empty", "read", "write", "slice", "slice_rdwr", "clone+adjust", "copy"})
    public String operation;

    /** Bytes a call. */
    @Param({"4", "8", "16", "32", "64", "256"})
    public int bytes;

    /** What the dynptr is over. */
    @Param({"skb", "xdp", "local"})
    public String memory;

    private final Packet packet = Packet.of(ByteBuffer.allocateDirect(FRAME_BYTES));
    private KernelMaps maps;
    private KernelProgram program;
    private CpuPin pin;

    /** Loads the program. */
    @Setup(Level.Trial)
    public void load() {
        var kernel = Kernel.probe().kernel().orElseThrow(() -> new IllegalStateException("the kernel cannot be asked"));
        pin = CpuPin.to(0);
        maps = new KernelMaps();
        var type = memory.equals("skb") ? ProgramType.SCHED_CLS : ProgramType.XDP;
        var code = operation.equals("empty")
                ? KfuncPrograms.empty(type)
                : KfuncPrograms.of(KfuncBenchmark.find(operation, memory, bytes));
        program = kernel.load(code, maps).orElseThrow();
        if (type == ProgramType.XDP) {
            packet.ingressIfindex(1);
        } else {
            SocketBufferHandover.testRun(packet, type);
        }
    }

    /** Lets go of it. */
    @TearDown(Level.Trial)
    public void close() {
        program.close();
        maps.close();
        pin.close();
    }

    /** Many runs in one call of the kernel. */
    @Benchmark
    @OperationsPerInvocation(REPEAT)
    public int run() {
        return program.runRepeatedly(packet, REPEAT).returnValue();
    }
}
