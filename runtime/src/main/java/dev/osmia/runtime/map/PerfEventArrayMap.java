package dev.osmia.runtime.map;

import dev.osmia.program.MapSpec;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * {@code BPF_MAP_TYPE_PERF_EVENT_ARRAY}: where programs send samples of their own, one slot for each CPU. There are no perf events to
 * put into the slots; the application sets one consumer for all of them, and without one they are empty.
 */
public final class PerfEventArrayMap extends BpfMap {
    private volatile SampleConsumer consumer;

    private PerfEventArrayMap(MapSpec spec, int number) {
        super(spec, number);
    }

    static PerfEventArrayMap create(MapSpec spec, int number) {
        Checks.entries(spec);
        Checks.keySize(spec, Integer.BYTES);
        Checks.valueSize(spec, Integer.BYTES);
        return new PerfEventArrayMap(spec, number);
    }

    /** Takes the samples of a perf event array, from whatever thread runs the program. */
    @FunctionalInterface
    public interface SampleConsumer {
        /** Takes a sample, between position and limit of a little-endian buffer that is valid only during the call. */
        void accept(int cpu, ByteBuffer sample);
    }

    /** Sets who takes the samples. */
    public void consumer(SampleConsumer newConsumer) {
        consumer = Objects.requireNonNull(newConsumer, "newConsumer");
    }

    /** Who takes the samples; null where the slots are empty. */
    public SampleConsumer consumer() {
        return consumer;
    }

    @Override
    protected boolean read(byte[] key, byte[] target) {
        return false;
    }
}
