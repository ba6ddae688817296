package dev.osmia.kernel;

import dev.osmia.kernel.bpf.Affinity;

/**
 * Keeps the thread that made it on one CPU until it is closed by the same thread. A test run is on the CPU of the thread that asks for
 * it, which programs see, and whose values of per-CPU maps they change.
 */
public final class CpuPin implements AutoCloseable {
    private final int cpu;
    private final Affinity before;

    private CpuPin(int cpu, Affinity before) {
        this.cpu = cpu;
        this.before = before;
    }

    /**
     * Moves this thread to the CPU.
     *
     * @throws KernelException where this process may not run on it
     */
    public static CpuPin to(int cpu) {
        var before = Affinity.current();
        int result = Affinity.of(cpu).apply();
        if (result < 0) {
            throw new KernelException("sched_setaffinity to CPU " + cpu, -result);
        }
        return new CpuPin(cpu, before);
    }

    /** The CPU. */
    public int cpu() {
        return cpu;
    }

    @Override
    public void close() {
        before.apply();
    }
}
