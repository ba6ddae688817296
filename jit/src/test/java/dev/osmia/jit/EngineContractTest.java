package dev.osmia.jit;

import static dev.osmia.program.assembly.Assembly.add;
import static dev.osmia.program.assembly.Assembly.block;
import static dev.osmia.program.assembly.Assembly.exit;
import static dev.osmia.program.assembly.Assembly.ifGreater;
import static dev.osmia.program.assembly.Assembly.ifNotEqual;
import static dev.osmia.program.assembly.Assembly.instruction;
import static dev.osmia.program.assembly.Assembly.label;
import static dev.osmia.program.assembly.Assembly.load;
import static dev.osmia.program.assembly.Assembly.loadConstant;
import static dev.osmia.program.assembly.Assembly.mov;
import static dev.osmia.program.assembly.Assembly.store;
import static dev.osmia.program.instruction.MemorySize.DOUBLE_WORD;
import static dev.osmia.program.instruction.MemorySize.WORD;
import static dev.osmia.program.instruction.Register.R0;
import static dev.osmia.program.instruction.Register.R1;
import static dev.osmia.program.instruction.Register.R10;
import static dev.osmia.program.instruction.Register.R2;
import static dev.osmia.program.instruction.Register.R3;
import static dev.osmia.program.instruction.Register.R4;
import static dev.osmia.program.instruction.Register.R5;
import static dev.osmia.program.instruction.Register.R6;
import static dev.osmia.program.instruction.Register.R7;
import static dev.osmia.program.instruction.Register.R8;
import static dev.osmia.program.instruction.Register.R9;
import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.assembly.Assembly;
import dev.osmia.program.assembly.Line;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.InstructionDecoder;
import dev.osmia.program.instruction.RawInstruction;
import dev.osmia.program.instruction.Register;
import dev.osmia.program.uapi.XdpAction;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.packet.Packet;
import dev.osmia.testkit.RecordedTruth;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every engine has to compute: the answers that a running kernel gave, instruction by instruction. */
class EngineContractTest {
    /** As many as fit a program whose operands are constants, with offsets of 16 bits and methods that stay small. */
    private static final int CASES_IN_A_PROGRAM = 40;

    private static final int PASSED = -1;

    private final Environment environment = Environment.create();
    private final ExecutionContext context = environment.newContext(0);

    /** The operands in R0, R2, R3 and at R10 - 8, and what is there afterwards; R5 is 0 where the instruction jumped. */
    private record Case(long slot, Operands before, Operands after) {
        Instruction instruction() {
            return decode(slot);
        }

        @Override
        public String toString() {
            return instruction() + " on " + before;
        }
    }

    private record Operands(long r0, long r2, long r3, long memory, long r5) {
        static final int BYTES = 40;

        static Operands of(RecordedTruth.State state) {
            return new Operands(state.r0(), state.r2(), state.r3(), state.memory(), 0);
        }

        void write(ByteBuffer to) {
            to.putLong(0, r0).putLong(8, r2).putLong(16, r3).putLong(24, memory).putLong(32, r5);
        }

        static Operands read(ByteBuffer from) {
            return new Operands(from.getLong(0), from.getLong(8), from.getLong(16), from.getLong(24), from.getLong(32));
        }

        @Override
        public String toString() {
            return "r0=%x r2=%x r3=%x memory=%x r5=%x".formatted(r0, r2, r3, memory, r5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void computesOnUnknownOperandsAsTheKernelDoes(Engine engine) {
        var bySlot = new LinkedHashMap<Long, List<Case>>();
        cases().forEach(one ->
                bySlot.computeIfAbsent(one.slot(), slot -> new ArrayList<>()).add(one));

        assertThat(bySlot).hasSizeGreaterThan(700);
        bySlot.forEach((slot, cases) -> compareUnknown(engine, slot, cases));
    }

    private void compareUnknown(Engine engine, long slot, List<Case> cases) {
        var program = ready(engine, operandsFromPacket(decode(slot)));
        var bytes = ByteBuffer.allocate(Operands.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        var packet = Packet.of(bytes);
        for (var one : cases) {
            one.before().write(bytes);
            packet.wrap(bytes, 0, Operands.BYTES);

            assertThat(program.run(context, packet)).as("%s", one).isEqualTo(XdpAction.XDP_PASS.code());
            assertThat(Operands.read(bytes)).as("%s", one).isEqualTo(one.after());
        }
    }

    /** Here the verifier knows all operands, and what it concludes becomes part of the compiled program. */
    @ParameterizedTest
    @EnumSource
    void computesOnConstantsAsTheKernelDoes(Engine engine) {
        var cases = cases().toList();
        for (int from = 0; from < cases.size(); from += CASES_IN_A_PROGRAM) {
            var some = cases.subList(from, Math.min(from + CASES_IN_A_PROGRAM, cases.size()));
            var program = ready(engine, operandsAsConstants(some));
            int failed = program.run(context, Packet.create());
            if (failed != PASSED) {
                throw new AssertionError(
                        some.get(failed) + " does not give " + some.get(failed).after());
            }
        }
    }

    private static Stream<Case> cases() {
        var arithmetic = RecordedTruth.arithmetic().stream()
                .map(row -> new Case(
                        row.slot(),
                        new Operands(0, row.destination(), row.source(), 0, 0),
                        new Operands(0, row.result(), row.source(), 0, 0)));
        var jumps = RecordedTruth.jumps().stream()
                .map(row -> new Case(
                        row.slot(),
                        new Operands(0, row.left(), row.right(), 0, 0),
                        new Operands(0, row.left(), row.right(), 0, row.taken() ? 1 : 0)));
        var accesses = Stream.concat(RecordedTruth.atomics().stream(), RecordedTruth.memory().stream())
                .map(row -> new Case(row.slot(), Operands.of(row.before()), Operands.of(row.after())));
        return Stream.of(arithmetic, jumps, accesses).flatMap(rows -> rows);
    }

    private static Instruction decode(long slot) {
        return InstructionDecoder.decode(List.of(RawInstruction.ofLong(slot))).at(0);
    }

    /** A jump leaves out the instruction that clears R5. */
    private static Line underTest(Instruction instruction) {
        boolean jumps = instruction instanceof Instruction.Branch;
        return block(mov(R5, jumps ? 1 : 0), instruction(instruction), mov(R5, 0));
    }

    private static List<Line> operandsFromPacket(Instruction instruction) {
        return List.of(
                mov(R0, 0),
                load(WORD, R6, R1, 0),
                load(WORD, R7, R1, 4),
                mov(R8, R6),
                add(R8, Operands.BYTES),
                ifGreater(R8, R7, "out"),
                load(DOUBLE_WORD, R0, R6, 0),
                load(DOUBLE_WORD, R2, R6, 8),
                load(DOUBLE_WORD, R3, R6, 16),
                load(DOUBLE_WORD, R4, R6, 24),
                store(DOUBLE_WORD, R10, -8, R4),
                underTest(instruction),
                load(DOUBLE_WORD, R4, R10, -8),
                store(DOUBLE_WORD, R6, 0, R0),
                store(DOUBLE_WORD, R6, 8, R2),
                store(DOUBLE_WORD, R6, 16, R3),
                store(DOUBLE_WORD, R6, 24, R4),
                store(DOUBLE_WORD, R6, 32, R5),
                mov(R0, XdpAction.XDP_PASS.code()),
                label("out"),
                exit());
    }

    private static List<Line> operandsAsConstants(List<Case> cases) {
        var lines = new ArrayList<Line>();
        for (int i = 0; i < cases.size(); i++) {
            var one = cases.get(i);
            lines.add(block(
                    mov(R9, i),
                    loadConstant(R0, one.before().r0()),
                    loadConstant(R2, one.before().r2()),
                    loadConstant(R3, one.before().r3()),
                    loadConstant(R4, one.before().memory()),
                    store(DOUBLE_WORD, R10, -8, R4),
                    underTest(one.instruction()),
                    load(DOUBLE_WORD, R4, R10, -8)));
            results(one).forEach((register, value) -> lines.add(failUnlessEqual(register, value)));
        }
        lines.add(block(mov(R9, PASSED), label("out"), mov(R0, R9), exit()));
        return lines;
    }

    /** Where the instruction may leave something; that nothing else changes is seen where operands are unknown. */
    private static Map<Register, Long> results(Case one) {
        var after = one.after();
        var instruction = one.instruction();
        if (instruction instanceof Instruction.Branch) {
            return Map.of(R5, after.r5());
        } else if (instruction instanceof Instruction.Atomic) {
            return Map.of(R0, after.r0(), R3, after.r3(), R4, after.memory());
        }
        return Map.of(R2, after.r2(), R4, after.memory());
    }

    private static Line failUnlessEqual(Register register, long value) {
        return block(loadConstant(R8, value), ifNotEqual(register, R8, "out"));
    }

    private LoadedProgram ready(Engine engine, List<Line> lines) {
        return BpfProgram.of(Program.of("contract", ProgramType.XDP, Assembly.program(lines)), environment)
                .load(engine)
                .orElseThrow();
    }
}
