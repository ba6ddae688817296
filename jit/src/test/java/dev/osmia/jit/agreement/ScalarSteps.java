package dev.osmia.jit.agreement;

import static dev.osmia.program.assembly.Assembly.alu;
import static dev.osmia.program.assembly.Assembly.block;
import static dev.osmia.program.assembly.Assembly.branch;
import static dev.osmia.program.assembly.Assembly.byteSwap;
import static dev.osmia.program.assembly.Assembly.loadConstant;
import static dev.osmia.program.assembly.Assembly.mov;
import static dev.osmia.program.assembly.Assembly.movSigned;
import static dev.osmia.program.assembly.Assembly.movSigned32;
import static dev.osmia.program.assembly.Assembly.neg;
import static dev.osmia.program.assembly.Assembly.neg32;
import static dev.osmia.program.assembly.Assembly.toBigEndian;
import static dev.osmia.program.assembly.Assembly.toLittleEndian;

import dev.osmia.program.assembly.Line;
import dev.osmia.program.instruction.AluOp;
import dev.osmia.program.instruction.JumpCondition;
import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.program.instruction.Register;
import java.util.List;

/** Arithmetic and comparisons of scalars. */
final class ScalarSteps {
    private static final List<MemorySize> SWAPPED =
            List.of(MemorySize.HALF_WORD, MemorySize.WORD, MemorySize.DOUBLE_WORD);
    private static final List<MemorySize> EXTENDED = List.of(MemorySize.BYTE, MemorySize.HALF_WORD, MemorySize.WORD);

    private final Choice choice;

    ScalarSteps(Choice choice) {
        this.choice = choice;
    }

    Step arithmetic(Scope scope) {
        return new Step.Plain(arithmetic(choice.of(scope.scalars()), scope));
    }

    private Line arithmetic(Register destination, Scope scope) {
        return switch (choice.below(12)) {
            case 0 -> mov(destination, choice.immediate());
            case 1 -> loadConstant(destination, choice.value());
            case 2 -> choice.coin() ? neg(destination) : neg32(destination);
            case 3 -> swap(destination);
            case 4 -> extend(destination, choice.of(scope.scalars()));
            case 5, 6, 7 ->
                alu(
                        choice.of(OperationWidth.values()),
                        choice.of(AluOp.values()),
                        destination,
                        choice.of(scope.scalars()));
            default -> withImmediate(destination);
        };
    }

    private Line swap(Register destination) {
        return switch (choice.below(3)) {
            case 0 -> toBigEndian(choice.of(SWAPPED), destination);
            case 1 -> toLittleEndian(choice.of(SWAPPED), destination);
            default -> byteSwap(choice.of(SWAPPED), destination);
        };
    }

    private Line extend(Register destination, Register source) {
        return choice.coin()
                ? movSigned(choice.of(EXTENDED), destination, source)
                : movSigned32(choice.of(EXTENDED.subList(0, 2)), destination, source);
    }

    private Line withImmediate(Register destination) {
        var width = choice.of(OperationWidth.values());
        var op = choice.of(AluOp.values());
        int immediate = choice.immediate();
        if (op.shifts()) {
            immediate &= width.bits() - 1;
        } else if (op.divides() && immediate == 0) {
            immediate = 1;
        }
        return alu(width, op, destination, Operand.immediate(immediate));
    }

    /** A jump on scalars. */
    Line jump(Scope scope, String label) {
        var right = choice.oneIn(3) ? choice.of(scope.scalars()) : Operand.immediate(choice.immediate());
        return branch(
                choice.of(OperationWidth.values()),
                choice.of(JumpCondition.values()),
                choice.of(scope.scalars()),
                right,
                label);
    }

    /** A register with a scalar that is at most this, and not more than the verifier knows it to be. */
    Line bounded(Register register, Register source, int most) {
        int mask = Integer.highestOneBit(most + 1) - 1;
        return switch (choice.below(4)) {
            case 0 ->
                block(mov(register, source), alu(OperationWidth.W32, AluOp.AND, register, Operand.immediate(mask)));
            case 1 -> {
                int bits = choice.coin() ? 64 : 32;
                var width = bits == 64 ? OperationWidth.W64 : OperationWidth.W32;
                int shift = bits - Integer.bitCount(mask);
                yield mask == 0
                        ? mov(register, 0)
                        : block(mov(register, source), alu(width, AluOp.RSH, register, Operand.immediate(shift)));
            }
            default ->
                block(mov(register, source), alu(OperationWidth.W64, AluOp.AND, register, Operand.immediate(mask)));
        };
    }
}
