package dev.osmia.benchmarks;

import dev.osmia.jit.BpfObject;
import dev.osmia.jit.Engine;
import dev.osmia.runtime.packet.Packet;
import java.io.IOException;
import java.nio.ByteBuffer;
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
 * What an access to skb metadata costs: programs of {@code bench_skb_meta.bpf.c} that do it 16 times (64 bytes: 8 times), against the same in
 * Java by hand over the same buffer. The score is of one run.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MetadataBenchmark {
    /** The way into the metadata. */
    @Param({"read", "write", "slice", "slice_rdwr"})
    public String operation;

    /** Bytes an access. */
    @Param({"4", "8", "16", "32", "64"})
    public int bytes;

    /** What runs it; {@code java} is {@link MetadataByHand}, {@code java-loops} is {@link MetadataByLoops}. */
    @Param({"java", "java-loops", "jit", "interpreter"})
    public String engine;

    private IntSupplier work;

    /** Makes a packet with metadata, and checks that all engines give what Java by hand gives. */
    @Setup
    public void prepare() throws IOException {
        var object = BpfObject.open(Examples.object("bench_skb_meta.o"));
        var packet = Packet.of(ByteBuffer.allocateDirect(64));
        object.program("make_metadata").load().orElseThrow().run(packet);
        var byHand = engine.equals("java-loops")
                ? MetadataByLoops.of(operation, bytes)
                : MetadataByHand.of(operation, bytes);
        work = switch (engine) {
            case "java", "java-loops" ->
                () -> byHand.run(packet.metadata(), packet.metadataStart(), packet.metadataEnd());
            default -> {
                var name = operation + "_" + bytes + "_x" + MetadataByHand.repeats(bytes);
                var loaded = object.program(name)
                        .load(Engine.valueOf(engine.toUpperCase(Locale.ROOT)))
                        .orElseThrow();
                var context = object.environment().newContext(0);
                yield () -> loaded.run(context, packet);
            }
        };
        int expected = byHand.run(packet.metadata(), packet.metadataStart(), packet.metadataEnd());
        int found = work.getAsInt();
        if (found != expected) {
            throw new IllegalStateException(
                    operation + " of " + bytes + " bytes on " + engine + " gives " + found + ", by hand " + expected);
        }
    }

    /** One run: 16 accesses, of 64 bytes 8. */
    @Benchmark
    public int access() {
        return work.getAsInt();
    }
}
