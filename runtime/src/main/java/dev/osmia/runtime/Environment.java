package dev.osmia.runtime;

import dev.osmia.runtime.map.BpfMap;
import dev.osmia.runtime.map.MapMemory;
import dev.osmia.runtime.memory.SharedRegions;
import java.util.function.Consumer;

/** What programs of one application share: maps, clock, random numbers and the host they believe to run on. */
public final class Environment {
    private final SharedRegions regions = new SharedRegions();
    private final Maps maps;
    private final int cpus;
    private final Clock clock;
    private final long seed;
    private final Consumer<String> trace;
    private final HostModel host;

    private Environment(Builder builder) {
        cpus = builder.cpus;
        clock = builder.clock;
        seed = builder.seed;
        trace = builder.trace;
        host = builder.host;
        maps = new Maps(new MapMemory(regions, cpus));
    }

    /** An environment with this machine's clock and as many CPUs, and nobody who listens to traces. */
    public static Environment create() {
        return builder().build();
    }

    /** Makes environments. */
    public static Builder builder() {
        return new Builder();
    }

    /** Says what an environment is made of; everything has a default. */
    public static final class Builder {
        private int cpus = Runtime.getRuntime().availableProcessors();
        private Clock clock = Clock.system();
        private long seed = System.nanoTime();
        private Consumer<String> trace = line -> {};
        private HostModel host = HostModel.EMPTY;

        private Builder() {}

        /** How many CPUs programs may run on: slots of each per-CPU value, at least 1. */
        public Builder cpus(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("cpus=" + count + " is less than 1");
            }
            cpus = count;
            return this;
        }

        /** The time that programs see; by default the machine's. */
        public Builder clock(Clock newClock) {
            clock = newClock;
            return this;
        }

        /** Where random numbers start; by default somewhere. The same seed gives each CPU the same numbers again. */
        public Builder seed(long newSeed) {
            seed = newSeed;
            return this;
        }

        /** Takes each line that a program traces ({@code bpf_trace_printk}), as formatted, from whatever thread; by default nobody. */
        public Builder trace(Consumer<String> listener) {
            trace = listener;
            return this;
        }

        /** The machine that programs believe to run on; by default one with nothing configured. */
        public Builder host(HostModel model) {
            host = model;
            return this;
        }

        /** The environment. */
        public Environment build() {
            return new Environment(this);
        }
    }

    /** A context for one thread, which programs see as this CPU. */
    public ExecutionContext newContext(int cpu) {
        if (cpu < 0 || cpu >= cpus) {
            throw new IllegalArgumentException("cpu=" + cpu + " is beyond cpus=" + cpus);
        }
        return new ExecutionContext(this, cpu);
    }

    /** The maps. */
    public Maps maps() {
        return maps;
    }

    /** The map that a map pointer stands for. */
    public BpfMap map(long pointer) {
        return maps.at(pointer);
    }

    /** How many CPUs programs may run on. */
    public int cpus() {
        return cpus;
    }

    /** The time that programs see. */
    public Clock clock() {
        return clock;
    }

    /** Where random numbers start. */
    long seed() {
        return seed;
    }

    /** Takes the lines that programs trace. */
    public Consumer<String> trace() {
        return trace;
    }

    /** The machine that programs believe to run on. */
    public HostModel host() {
        return host;
    }

    /** The regions that all contexts share. */
    public SharedRegions regions() {
        return regions;
    }
}
