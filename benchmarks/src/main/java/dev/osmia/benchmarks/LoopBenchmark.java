package dev.osmia.benchmarks;

import static dev.osmia.program.assembly.Assembly.add;
import static dev.osmia.program.assembly.Assembly.exit;
import static dev.osmia.program.assembly.Assembly.ifGreater;
import static dev.osmia.program.assembly.Assembly.ifNotEqual;
import static dev.osmia.program.assembly.Assembly.label;
import static dev.osmia.program.assembly.Assembly.load;
import static dev.osmia.program.assembly.Assembly.mov;
import static dev.osmia.program.instruction.MemorySize.BYTE;
import static dev.osmia.program.instruction.MemorySize.WORD;
import static dev.osmia.program.instruction.Register.R0;
import static dev.osmia.program.instruction.Register.R1;
import static dev.osmia.program.instruction.Register.R2;
import static dev.osmia.program.instruction.Register.R3;
import static dev.osmia.program.instruction.Register.R4;
import static dev.osmia.program.instruction.Register.R5;

import dev.osmia.jit.BpfProgram;
import dev.osmia.jit.Engine;
import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.assembly.Assembly;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.packet.Packet;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What an instruction costs: a loop of 64 steps that adds up the bytes of a packet. The score is of one instruction. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LoopBenchmark {
    private static final int STEPS = 64;

    /** Five instructions a step; seven before the loop and one behind it. */
    private static final int INSTRUCTIONS = 5 * STEPS + 8;

    /** What runs it; {@code java} is {@link #sum}. */
    @Param({"java", "jit", "interpreter"})
    public String engine;

    private IntSupplier work;

    /** Makes a packet that counts up. */
    @Setup
    public void prepare() {
        var frame = ByteBuffer.allocateDirect(STEPS);
        for (int i = 0; i < STEPS; i++) {
            frame.put(i, (byte) i);
        }
        var packet = Packet.of(frame);
        work = switch (engine) {
            case "java" -> () -> sum(packet.data(), packet.dataStart(), packet.dataEnd());
            default -> {
                var environment = Environment.create();
                var loaded = BpfProgram.of(program(), environment)
                        .load(Engine.valueOf(engine.toUpperCase(Locale.ROOT)))
                        .orElseThrow();
                var context = environment.newContext(0);
                yield () -> loaded.run(context, packet);
            }
        };
        if (work.getAsInt() != STEPS * (STEPS - 1) / 2) {
            throw new IllegalStateException("the sum on " + engine + " is " + work.getAsInt());
        }
    }

    private static Program program() {
        var code = Assembly.program(
                load(WORD, R2, R1, 0),
                load(WORD, R3, R1, 4),
                mov(R0, 0),
                mov(R5, STEPS),
                mov(R4, R2),
                add(R4, STEPS),
                ifGreater(R4, R3, "out"),
                label("step"),
                load(BYTE, R3, R2, 0),
                add(R0, R3),
                add(R2, 1),
                add(R5, -1),
                ifNotEqual(R5, 0, "step"),
                label("out"),
                exit());
        return Program.of("sum_bytes", ProgramType.XDP, code);
    }

    /** One packet. */
    @Benchmark
    @OperationsPerInvocation(INSTRUCTIONS)
    public int loop() {
        return work.getAsInt();
    }

    private static int sum(ByteBuffer data, int start, int end) {
        if (start + STEPS > end) {
            return 0;
        }
        int sum = 0;
        for (int i = start; i < start + STEPS; i++) {
            sum += data.get(i) & 0xff;
        }
        return sum;
    }
}
