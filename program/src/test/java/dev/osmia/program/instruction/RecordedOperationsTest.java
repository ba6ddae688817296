package dev.osmia.program.instruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.osmia.testkit.RecordedTruth;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The concrete meaning of operations against what a running kernel computed. */
class RecordedOperationsTest {

    @Test
    void computesArithmeticAsTheKernelDoes() {
        for (var recorded : RecordedTruth.arithmetic()) {
            var instruction = decode(recorded.slot());
            long result = evaluate(instruction, recorded.destination(), recorded.source());
            if (result != recorded.result()) {
                fail("%s on %s gives %x", instruction, recorded, result);
            }
        }
    }

    @Test
    void jumpsWhereTheKernelDoes() {
        for (var recorded : RecordedTruth.jumps()) {
            var branch = (Instruction.Branch) decode(recorded.slot());
            long right = valueOf(branch.right(), recorded.right());
            if (branch.condition().holds(branch.width(), recorded.left(), right) != recorded.taken()) {
                fail("%s on %s", branch, recorded);
            }
        }
    }

    @Test
    void updatesMemoryAtomicallyAsTheKernelDoes() {
        for (var recorded : RecordedTruth.atomics()) {
            var atomic = (Instruction.Atomic) decode(recorded.slot());
            if (!execute(atomic, recorded.before()).equals(recorded.after())) {
                fail("%s on %s gives %s", atomic, recorded, execute(atomic, recorded.before()));
            }
        }
    }

    @Test
    void theRecordsHoldEveryOperationAtBothWidths() {
        Set<List<Object>> arithmetic = new HashSet<>();
        Set<ByteOrderChange> changes = EnumSet.noneOf(ByteOrderChange.class);
        RecordedTruth.arithmetic().forEach(recorded -> {
            if (decode(recorded.slot()) instanceof Instruction.Alu alu) {
                arithmetic.add(List.of(alu.op(), alu.width(), alu.source() instanceof Register));
            } else if (decode(recorded.slot()) instanceof Instruction.ByteSwap swap) {
                changes.add(swap.change());
            }
        });
        Set<List<Object>> jumps = new HashSet<>();
        RecordedTruth.jumps().forEach(recorded -> {
            var branch = (Instruction.Branch) decode(recorded.slot());
            jumps.add(List.of(branch.condition(), branch.width(), branch.right() instanceof Register));
        });
        Set<List<Object>> atomics = new HashSet<>();
        RecordedTruth.atomics().forEach(recorded -> {
            var atomic = (Instruction.Atomic) decode(recorded.slot());
            atomics.add(List.of(atomic.op(), atomic.size(), atomic.fetch()));
        });
        assertThat(arithmetic).hasSize(AluOp.values().length * 2 * 2);
        assertThat(changes).containsExactlyInAnyOrder(ByteOrderChange.values());
        assertThat(jumps).hasSize(JumpCondition.values().length * 2 * 2);
        int alwaysFetching = 2;
        assertThat(atomics).hasSize((AtomicOp.values().length * 2 - alwaysFetching) * 2);
    }

    private static Instruction decode(long slot) {
        return InstructionDecoder.decode(List.of(RawInstruction.ofLong(slot))).at(0);
    }

    private static long valueOf(Operand operand, long register) {
        return operand instanceof Operand.Immediate immediate ? immediate.value() : register;
    }

    private static long evaluate(Instruction instruction, long destination, long source) {
        if (instruction instanceof Instruction.Alu alu) {
            return alu.op().evaluate(alu.width(), destination, valueOf(alu.source(), source));
        }
        if (instruction instanceof Instruction.ByteSwap swap) {
            return swap.change().evaluate(swap.size(), destination);
        }
        if (instruction instanceof Instruction.Negate negate) {
            return AluOp.SUB.evaluate(negate.width(), 0, destination);
        }
        var move = (Instruction.MoveSignExtend) instruction;
        int unused = 64 - move.from().bits();
        return AluOp.MOV.evaluate(move.width(), 0, source << unused >> unused);
    }

    private static RecordedTruth.State execute(Instruction.Atomic atomic, RecordedTruth.State before) {
        long mask = atomic.size() == MemorySize.WORD ? 0xffff_ffffL : -1L;
        long old = before.memory() & mask;
        boolean compares = atomic.op() == AtomicOp.CMPXCHG;
        boolean updates = !compares || old == (before.r0() & mask);
        long updated = updates ? atomic.op().update(old, before.r3()) & mask : old;
        return new RecordedTruth.State(
                compares ? old : before.r0(),
                before.r2(),
                atomic.fetch() && !compares ? old : before.r3(),
                (before.memory() & ~mask) | updated);
    }
}
