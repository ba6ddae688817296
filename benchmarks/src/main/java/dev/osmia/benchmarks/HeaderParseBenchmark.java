package dev.osmia.benchmarks;

import dev.osmia.jit.BpfObject;
import dev.osmia.jit.Engine;
import dev.osmia.runtime.packet.Packet;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

/** What it costs to find the UDP port of a packet: {@code header_parse.bpf.c} against the same in Java by hand over the same buffer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HeaderParseBenchmark {
    private static final VarHandle NETWORK_SHORT =
            MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final int XDP_DROP = 1;
    private static final int XDP_PASS = 2;
    private static final int XDP_TX = 3;

    /** Where the packet is. */
    @Param({"direct", "heap"})
    public String buffer;

    /** What runs it; {@code java} is {@link #parse}. */
    @Param({"java", "jit", "interpreter"})
    public String engine;

    private IntSupplier work;

    /** Makes a UDP packet to port 53. */
    @Setup
    public void prepare() throws IOException {
        var frame = buffer.equals("direct") ? ByteBuffer.allocateDirect(64) : ByteBuffer.allocate(64);
        frame.putShort(12, (short) 0x0800)
                .put(14, (byte) 0x45)
                .put(23, (byte) 17)
                .putShort(36, (short) 53);
        var packet = Packet.of(frame);
        work = switch (engine) {
            case "java" -> () -> parse(packet.data(), packet.dataStart(), packet.dataEnd());
            default -> {
                var object = BpfObject.open(Examples.object("header_parse.o"));
                var loaded = object.program("parse_udp")
                        .load(Engine.valueOf(engine.toUpperCase(Locale.ROOT)))
                        .orElseThrow();
                var context = object.environment().newContext(0);
                yield () -> loaded.run(context, packet);
            }
        };
        if (work.getAsInt() != XDP_DROP) {
            throw new IllegalStateException("a packet to port 53 gives " + work.getAsInt() + " on " + engine);
        }
    }

    /** One packet. */
    @Benchmark
    public int parse() {
        return work.getAsInt();
    }

    private static int parse(ByteBuffer data, int start, int end) {
        if (start + 42 > end
                || (short) NETWORK_SHORT.get(data, start + 12) != 0x0800
                || data.get(start + 14) != 0x45
                || data.get(start + 23) != 17) {
            return XDP_TX;
        }
        return ((short) NETWORK_SHORT.get(data, start + 36) & 1) != 0 ? XDP_DROP : XDP_PASS;
    }
}
