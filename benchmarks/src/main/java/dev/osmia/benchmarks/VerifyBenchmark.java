package dev.osmia.benchmarks;

import static dev.osmia.program.assembly.Assembly.add;
import static dev.osmia.program.assembly.Assembly.and;
import static dev.osmia.program.assembly.Assembly.exit;
import static dev.osmia.program.assembly.Assembly.ifGreater;
import static dev.osmia.program.assembly.Assembly.label;
import static dev.osmia.program.assembly.Assembly.load;
import static dev.osmia.program.assembly.Assembly.lsh;
import static dev.osmia.program.assembly.Assembly.mov;
import static dev.osmia.program.assembly.Assembly.store;
import static dev.osmia.program.assembly.Assembly.xor;
import static dev.osmia.program.instruction.MemorySize.BYTE;
import static dev.osmia.program.instruction.MemorySize.DOUBLE_WORD;
import static dev.osmia.program.instruction.MemorySize.WORD;
import static dev.osmia.program.instruction.Register.R0;
import static dev.osmia.program.instruction.Register.R1;
import static dev.osmia.program.instruction.Register.R10;
import static dev.osmia.program.instruction.Register.R2;
import static dev.osmia.program.instruction.Register.R3;
import static dev.osmia.program.instruction.Register.R4;
import static dev.osmia.program.instruction.Register.R5;

import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.assembly.Assembly;
import dev.osmia.program.assembly.Line;
import dev.osmia.program.instruction.InstructionDecoder;
import dev.osmia.program.instruction.InstructionEncoder;
import dev.osmia.runtime.helper.HelperCatalog;
import dev.osmia.verifier.Options;
import dev.osmia.verifier.Verdict;
import dev.osmia.verifier.Verifier;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it takes to decode and verify a straight-line program of 1,000 instructions: arithmetic, the stack, and packet bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class VerifyBenchmark {
    private static final int INSTRUCTIONS = 1_000;
    private static final int PACKET_BYTES = 64;

    private ByteBuffer bytes;

    /** Encodes the program. */
    @Setup
    public void prepare() {
        var lines = new ArrayList<Line>();
        lines.add(load(WORD, R2, R1, 0));
        lines.add(load(WORD, R3, R1, 4));
        lines.add(mov(R0, 0));
        lines.add(mov(R4, R2));
        lines.add(add(R4, PACKET_BYTES));
        lines.add(ifGreater(R4, R3, "out"));
        for (int i = 0; lines.size() < INSTRUCTIONS - 2; i++) {
            lines.add(
                    switch (i % 8) {
                        case 0 -> load(BYTE, R5, R2, i % PACKET_BYTES);
                        case 1 -> add(R0, R5);
                        case 2 -> store(DOUBLE_WORD, R10, -8 - i % 7 * 8, R0);
                        case 3 -> xor(R0, i);
                        case 4 -> lsh(R5, 3);
                        case 5 -> and(R0, 0xffff);
                        case 6 -> load(DOUBLE_WORD, R4, R10, -8 - (i - 4) % 7 * 8);
                        default -> add(R0, R4);
                    });
        }
        lines.add(label("out"));
        lines.add(exit());
        var code = Assembly.program(lines);
        bytes = InstructionEncoder.bytes(code);
        if (!(decodeAndVerify() instanceof Verdict.Accepted)) {
            throw new IllegalStateException("the program is not accepted: " + decodeAndVerify());
        }
    }

    /** From bytes to a verdict. */
    @Benchmark
    public Verdict decodeAndVerify() {
        var code = InstructionDecoder.decode(bytes.duplicate());
        return Verifier.of(HelperCatalog.standard(), Options.DEFAULT)
                .verify(Program.of("straight", ProgramType.XDP, code));
    }
}
