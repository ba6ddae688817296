package dev.osmia.cli.engine;

import dev.osmia.cli.input.UnusableInputException;
import dev.osmia.jit.BpfProgram;
import dev.osmia.kernel.CpuPin;
import dev.osmia.kernel.Kernel;
import dev.osmia.kernel.KernelMap;
import dev.osmia.kernel.KernelMaps;
import dev.osmia.kernel.KernelProbe;
import dev.osmia.kernel.KernelProgram;
import dev.osmia.kernel.KernelVerdict;
import dev.osmia.kernel.LoadResult;
import dev.osmia.program.ProgramType;
import dev.osmia.runtime.Executable;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.map.BpfMap;
import dev.osmia.runtime.packet.Packet;
import dev.osmia.runtime.packet.SocketBufferHandover;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Runs programs in the running Linux kernel by {@code BPF_PROG_TEST_RUN}, on CPU 0. Maps are copied into the kernel before the first
 * run, and back after the last. VLAN tags stay in the frame, and metadata do not reach tc programs: test runs have neither.
 */
final class KernelSession implements EngineSession {
    private static final int ETH_HLEN = 14;

    private final Kernel kernel;
    private final KernelMaps maps = new KernelMaps();
    private final List<KernelProgram> programs = new ArrayList<>();
    private final CpuPin pin;

    private KernelSession(Kernel kernel) {
        this.kernel = kernel;
        this.pin = CpuPin.to(0);
    }

    static EngineSession open() {
        var probe = Kernel.probe();
        if (probe instanceof KernelProbe.Unavailable unavailable) {
            throw new UnusableInputException("--engine kernel: " + unavailable.reason());
        }
        return new KernelSession(probe.kernel().orElseThrow());
    }

    @Override
    public Executable load(BpfProgram program) {
        var result = kernel.load(program.link(), maps);
        if (result instanceof LoadResult.Refused refused) {
            throw rejection(program, refused.verdict());
        }
        var loaded = result.orElseThrow();
        programs.add(loaded);
        return loaded;
    }

    private KernelRejectionException rejection(BpfProgram program, KernelVerdict.Refused verdict) {
        var place = verdict.instruction().isPresent()
                ? " at instruction " + verdict.instruction().getAsInt()
                : "";
        var source = verdict.source().map(line -> " (" + line + ")").orElse("");
        return new KernelRejectionException("program %s rejected by Linux %s%s%s: %s"
                .formatted(program.name(), kernel.release(), place, source, verdict.message()));
    }

    @Override
    public void start(List<BpfMap> environmentMaps) {
        eachPair(environmentMaps, KernelMap::copyFrom);
    }

    @Override
    public void finish(List<BpfMap> environmentMaps) {
        eachPair(environmentMaps, KernelMap::copyTo);
    }

    /** Global data of several objects have the same names; the objects' own first values tell them apart. */
    private void eachPair(List<BpfMap> environmentMaps, BiConsumer<KernelMap, BpfMap> copy) {
        for (var map : maps.all()) {
            boolean data = map.spec().name().startsWith(".");
            environmentMaps.stream()
                    .filter(candidate ->
                            candidate.spec().name().equals(map.spec().name()))
                    .filter(candidate -> !data || candidate.spec().equals(map.spec()))
                    .findFirst()
                    .ifPresent(candidate -> copy.accept(map, candidate));
        }
    }

    @Override
    public boolean receive(Packet packet, ProgramType type) {
        if (packet.length() < ETH_HLEN) {
            return false;
        }
        SocketBufferHandover.testRun(packet, type);
        return true;
    }

    @Override
    public Timing runRepeatedly(Executable program, ExecutionContext context, Packet packet, int repeat) {
        // The kernel's own time says nothing of the system call.
        var timing = ((KernelProgram) program).runRepeatedly(packet, repeat);
        return new Timing(timing.returnValue(), timing.kernelNanoseconds());
    }

    @Override
    public void close() {
        programs.forEach(KernelProgram::close);
        maps.close();
        pin.close();
    }
}
