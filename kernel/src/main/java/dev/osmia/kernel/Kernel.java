package dev.osmia.kernel;

import dev.osmia.kernel.load.KernelTypes;
import dev.osmia.program.Program;
import dev.osmia.program.btf.Btf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The running Linux kernel, by way of bpf(2): it judges programs and runs them over packets with {@code BPF_PROG_TEST_RUN}. Nothing is
 * ever attached or pinned; what was loaded is gone when it is closed.
 */
public final class Kernel {
    private static final Path RELEASE = Path.of("/proc/sys/kernel/osrelease");

    Kernel() {}

    /** Tries out whether the kernel is there and lets this process load and run programs. */
    public static KernelProbe probe() {
        String obstacle = Obstacles.find();
        return obstacle.isEmpty() ? new KernelProbe.Available(new Kernel()) : new KernelProbe.Unavailable(obstacle);
    }

    /** The kernel's release, such as {@code 6.18.4}. */
    public String release() {
        try {
            return Files.readString(RELEASE).strip();
        } catch (IOException unreadable) {
            return "unknown";
        }
    }

    /** The running kernel's own types, read once in a process; empty where it does not tell them, or there is none. Needs no rights. */
    public static Optional<Btf> readTypes() {
        return Files.isReadable(KernelTypes.VMLINUX)
                ? Optional.of(KernelTypes.running().types())
                : Optional.empty();
    }

    /** The kernel's own types, which are read once in a process. */
    public Btf types() {
        return KernelTypes.running().types();
    }

    /** What the kernel says of a program; nothing stays loaded. */
    public KernelVerdict verdict(Program program) {
        return verdict(program, LogLevel.STATISTICS);
    }

    /** What the kernel says of a program, with so much of its log; nothing stays loaded. */
    public KernelVerdict verdict(Program program, LogLevel level) {
        try (var maps = new KernelMaps()) {
            var result = load(program, maps, level);
            if (result instanceof LoadResult.Loaded loaded) {
                loaded.program().close();
            }
            return result.verdict();
        }
    }

    /** Loads a program with its maps, which are created where {@code maps} does not have them yet. */
    public LoadResult load(Program program, KernelMaps maps) {
        return load(program, maps, LogLevel.STATISTICS);
    }

    /** Loads a program with its maps and keeps so much of the verifier's log. */
    public LoadResult load(Program program, KernelMaps maps, LogLevel level) {
        return new ProgramLoader(program, maps, level).load();
    }
}
