package dev.osmia.verifier.domain;

import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.program.instruction.Register;
import dev.osmia.testkit.Seeds;
import dev.osmia.verifier.domain.ScalarArithmetic.Fork;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Runs random programs over 64-bit numbers, concretely and abstractly side by side along the concrete path: after each instruction
 * the numbers must be members.
 */
final class RandomWalkTest {
    private static final int PROGRAMS = 2_000;
    private static final int RUNS = 25;
    private static final int LENGTH = 16;

    @Test
    void numbersOfRandomProgramsStayMembers() {
        Seeds.forAll(PROGRAMS, random -> {
            var code = RegisterProgramGenerator.generate(random.nextLong(), LENGTH);
            var interesting = immediates(code);
            for (int run = 0; run < RUNS; run++) {
                new Walk(code, random, interesting).run();
            }
        });
    }

    private static List<Long> immediates(Code code) {
        var numbers = new ArrayList<>(List.of(0L, -1L, 1L << 31, 1L << 32, Long.MIN_VALUE));
        for (var instruction : code.instructions()) {
            if (instruction instanceof Instruction.Branch branch
                    && branch.right() instanceof Operand.Immediate immediate) {
                numbers.add((long) immediate.value());
            }
        }
        return numbers;
    }

    private static final class Walk {
        private final Code code;
        private final RandomGenerator random;
        private final List<Long> interesting;
        private final Map<Register, Scalar> known = new EnumMap<>(Register.class);
        private final Map<Register, Long> concrete = new EnumMap<>(Register.class);
        private Scalar spilledScalar;
        private long spilled;

        Walk(Code code, RandomGenerator random, List<Long> interesting) {
            this.code = code;
            this.random = random;
            this.interesting = interesting;
        }

        void run() {
            int slot = 0;
            while (!(code.at(slot) instanceof Instruction.Exit)) {
                int at = slot;
                slot = step(slot, code.at(slot));
                concrete.forEach((register, number) -> {
                    if (!known.get(register).contains(number)) {
                        throw new AssertionError("after " + at + " " + code.at(at) + " " + register + "="
                                + known.get(register) + " lacks " + ScalarText.signed(number));
                    }
                });
            }
        }

        private int step(int slot, Instruction instruction) {
            if (instruction instanceof Instruction.Alu alu) {
                alu(alu);
            } else if (instruction instanceof Instruction.Branch branch) {
                return branch(slot, branch);
            } else if (instruction instanceof Instruction.Negate negate) {
                var register = negate.destination();
                long number = -concrete.get(register);
                put(
                        register,
                        ScalarArithmetic.negate(negate.width(), known.get(register)),
                        negate.width() == OperationWidth.W32 ? number & 0xffff_ffffL : number);
            } else if (instruction instanceof Instruction.MoveSignExtend move) {
                int unused = 64 - move.from().bits();
                long number = concrete.get(move.source()) << unused >> unused;
                put(
                        move.destination(),
                        known.get(move.source()).signExtend(move.from(), move.width()),
                        move.width() == OperationWidth.W32 ? number & 0xffff_ffffL : number);
            } else if (instruction instanceof Instruction.ByteSwap swap) {
                var register = swap.destination();
                put(
                        register,
                        ScalarArithmetic.byteSwap(swap.change(), swap.size(), known.get(register)),
                        swap.change().evaluate(swap.size(), concrete.get(register)));
            } else if (instruction instanceof Instruction.LoadImmediate64 load) {
                put(load.destination(), Scalar.constant(load.value()), load.value());
            } else if (instruction instanceof Instruction.Store store) {
                spilledScalar = known.get((Register) store.source());
                spilled = concrete.get((Register) store.source());
            } else if (instruction instanceof Instruction.Load load) {
                load(load);
            } else if (instruction instanceof Instruction.CallHelper) {
                put(Register.R0, Scalar.UNKNOWN, number());
            } else {
                throw new IllegalArgumentException("no walk over " + instruction);
            }
            return slot + instruction.slots();
        }

        private void alu(Instruction.Alu alu) {
            long left = concrete.getOrDefault(alu.destination(), 0L);
            long right = number(alu.source());
            var source = scalar(alu.source());
            var before = known.getOrDefault(alu.destination(), Scalar.UNKNOWN);
            var destination = ScalarArithmetic.fork(alu.op(), before, source)
                    .map(fork -> pathOf(fork, left))
                    .orElse(before);
            put(
                    alu.destination(),
                    ScalarArithmetic.apply(alu.width(), alu.op(), destination, source),
                    alu.op().evaluate(alu.width(), left, right));
        }

        private static Scalar pathOf(Fork fork, long number) {
            return fork.first().contains(number) ? fork.first() : fork.second();
        }

        private void load(Instruction.Load load) {
            int unused = 64 - load.size().bits();
            if (load.signExtend()) {
                put(
                        load.destination(),
                        spilledScalar.signExtend(load.size(), OperationWidth.W64),
                        spilled << unused >> unused);
            } else {
                put(load.destination(), spilledScalar.truncate(load.size().bytes()), spilled << unused >>> unused);
            }
        }

        private int branch(int slot, Instruction.Branch branch) {
            boolean taken =
                    branch.condition().holds(branch.width(), concrete.get(branch.left()), number(branch.right()));
            var left = known.get(branch.left());
            var right = scalar(branch.right());
            var outcome = ScalarComparison.decide(branch.width(), branch.condition(), left, right);
            boolean foreseen = switch (outcome) {
                case ALWAYS -> taken;
                case NEVER -> !taken;
                case UNDECIDED -> true;
            };
            if (!foreseen) {
                throw new AssertionError(slot + " " + branch + " is " + outcome + " of " + left + " and " + right);
            }
            if (branch.left() == branch.right()) {
                known.put(
                        branch.left(),
                        ScalarComparison.refineWithItself(branch.width(), branch.condition(), taken, left));
            } else {
                var refined = ScalarComparison.refine(branch.width(), branch.condition(), taken, left, right);
                known.put(branch.left(), refined.left());
                if (branch.right() instanceof Register register) {
                    known.put(register, refined.right());
                }
            }
            return taken ? slot + 1 + branch.offset() : slot + 1;
        }

        private void put(Register register, Scalar scalar, long number) {
            known.put(register, scalar);
            concrete.put(register, number);
        }

        private Scalar scalar(Operand operand) {
            return operand instanceof Operand.Immediate immediate
                    ? Scalar.constant(immediate.value())
                    : known.get((Register) operand);
        }

        private long number(Operand operand) {
            return operand instanceof Operand.Immediate immediate
                    ? immediate.value()
                    : concrete.get((Register) operand);
        }

        /** A number near one that the program compares with, sometimes only in its low half. */
        private long number() {
            long near = interesting.get(random.nextInt(interesting.size())) + random.nextInt(-2, 3);
            return switch (random.nextInt(4)) {
                case 0, 1 -> near;
                case 2 -> random.nextLong() << 32 | (near & 0xffff_ffffL);
                default -> random.nextLong() >> random.nextInt(64);
            };
        }
    }
}
