package dev.osmia.cli.bench;

import dev.osmia.jit.Engine;
import dev.osmia.kernel.CpuPin;
import dev.osmia.kernel.Kernel;
import dev.osmia.kernel.KernelMaps;
import dev.osmia.kernel.KernelProbe;
import dev.osmia.kernel.KernelProgram;
import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.runtime.packet.Packet;
import dev.osmia.runtime.packet.SocketBufferHandover;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Measures kfuncs of dynptrs on every engine that there is. */
public final class KfuncBench {
    private static final int KERNEL_REPEAT = 10_000;
    private static final int KERNEL_BATCHES = 7;
    private static final int FRAME_BYTES = 512;

    private final Stopwatch stopwatch;
    private final KernelProbe probe = Kernel.probe();
    private final Map<ProgramType, Stopwatch.Reading> empty = new EnumMap<>(ProgramType.class);

    /** A bench that takes about so many milliseconds for each number, warming up apart. */
    public KfuncBench(int milliseconds) {
        stopwatch = new Stopwatch(milliseconds);
    }

    /** Why the kernel is not measured; empty where it is. */
    public Optional<String> kernelAbsent() {
        return probe instanceof KernelProbe.Unavailable unavailable
                ? Optional.of(unavailable.reason())
                : Optional.empty();
    }

    /** Measures the cases one after the other, and gives each result to the consumer. */
    public void measure(List<KfuncCase> cases, Consumer<KfuncCosts> consumer) {
        cases.forEach(one -> consumer.accept(measure(one)));
    }

    private KfuncCosts measure(KfuncCase one) {
        var costs = new EnumMap<BenchEngine, Stopwatch.Reading>(BenchEngine.class);
        var subject = new KfuncSubject(one);
        var compiled = subject.program(Engine.JIT);
        costs.put(BenchEngine.JIT, perCall(one, stopwatch.measure(Loops.around(compiled, subject))));
        costs.put(BenchEngine.JAVA, perCall(one, stopwatch.measure(Loops.byHand(subject))));
        var interpreted = subject.program(Engine.INTERPRETER);
        costs.put(BenchEngine.INTERPRETER, perCall(one, stopwatch.measure(Loops.around(interpreted, subject))));
        probe.kernel().ifPresent(kernel -> costs.put(BenchEngine.KERNEL, inKernel(kernel, one)));
        return new KfuncCosts(one, costs);
    }

    private static Stopwatch.Reading perCall(KfuncCase one, Stopwatch.Reading reading) {
        return reading.dividedBy(one.repeats());
    }

    /** Of the kernel's time for a run, what an empty program takes is taken off. A test run has no metadata for tc: skb stands in. */
    private Stopwatch.Reading inKernel(Kernel kernel, KfuncCase one) {
        var measured = one.memory() == KfuncCase.Memory.SKB_META
                ? new KfuncCase(one.operation(), KfuncCase.Memory.SKB, one.bytes())
                : one;
        var pin = CpuPin.to(0);
        try {
            var type = measured.memory().programType();
            var nothing = empty.computeIfAbsent(type, key -> time(kernel, KfuncPrograms.empty(key)));
            return perCall(one, time(kernel, KfuncPrograms.of(measured)).minus(nothing));
        } finally {
            pin.close();
        }
    }

    private static Stopwatch.Reading time(Kernel kernel, Program program) {
        var packet = Packet.of(ByteBuffer.allocateDirect(FRAME_BYTES));
        if (program.type() == ProgramType.XDP) {
            packet.ingressIfindex(1);
        } else {
            SocketBufferHandover.testRun(packet, program.type());
        }
        var batches = new double[KERNEL_BATCHES];
        try (var maps = new KernelMaps();
                KernelProgram loaded = kernel.load(program, maps).orElseThrow()) {
            for (int i = 0; i < KERNEL_BATCHES; i++) {
                batches[i] = loaded.runRepeatedly(packet, KERNEL_REPEAT).kernelNanoseconds();
            }
        }
        return Stopwatch.reading(batches);
    }
}
