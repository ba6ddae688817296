package dev.osmia.verifier.domain;

import dev.osmia.program.instruction.AluOp;
import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.domain.ScalarArithmetic.Fork;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Follows a program of register arithmetic and forward jumps along its fall-through path, as the kernel explores it first, and
 * compares each state with the one that the kernel printed. Where a jump may be taken, the state at its target is compared too.
 */
final class RegisterReplay {
    private static final int PRANDOM = 7;

    private final KernelRecord record;
    private final Map<Register, Scalar> registers = new EnumMap<>(Register.class);
    private Scalar spilled = Scalar.UNKNOWN;
    private Register packet;
    private Scalar offset = Scalar.ZERO;
    private final List<String> differences = new ArrayList<>();
    private int compared;

    RegisterReplay(KernelRecord record) {
        this.record = record;
    }

    /** What differs, one line each. */
    List<String> run() {
        Code code = record.code();
        int slot = 0;
        while (!(code.at(slot) instanceof Instruction.Exit)) {
            int next = step(slot, code.at(slot));
            compare(Integer.toString(slot), registers);
            slot = next;
        }
        return differences;
    }

    int compared() {
        return compared;
    }

    private int step(int slot, Instruction instruction) {
        int next = slot + instruction.slots();
        if (instruction instanceof Instruction.Alu alu && alu.destination() == packet) {
            if (!value(alu.source()).isConstant()) {
                moveOffset(alu);
            }
        } else if (instruction instanceof Instruction.Alu alu) {
            var left = alu.op() == AluOp.MOV ? Scalar.UNKNOWN : registers.get(alu.destination());
            var right = value(alu.source());
            var fork = ScalarArithmetic.fork(alu.op(), left, right);
            put(
                    alu.destination(),
                    ScalarArithmetic.apply(
                            alu.width(), alu.op(), fork.map(Fork::first).orElse(left), right));
        } else if (instruction instanceof Instruction.Negate negate) {
            put(negate.destination(), ScalarArithmetic.negate(negate.width(), registers.get(negate.destination())));
        } else if (instruction instanceof Instruction.MoveSignExtend move) {
            put(move.destination(), registers.get(move.source()).signExtend(move.from(), move.width()));
        } else if (instruction instanceof Instruction.ByteSwap swap) {
            var before = registers.get(swap.destination());
            put(swap.destination(), ScalarArithmetic.byteSwap(swap.change(), swap.size(), before));
        } else if (instruction instanceof Instruction.LoadImmediate64 load) {
            put(load.destination(), Scalar.constant(load.value()));
        } else if (instruction instanceof Instruction.Store store && store.source() instanceof Register source) {
            spilled = registers.get(source);
        } else if (instruction instanceof Instruction.Load load && load.base() == Register.R1) {
            packet = load.destination();
        } else if (instruction instanceof Instruction.Load load && load.base() == Register.R10) {
            put(
                    load.destination(),
                    load.signExtend()
                            ? spilled.signExtend(load.size(), OperationWidth.W64)
                            : spilled.truncate(load.size().bytes()));
        } else if (instruction instanceof Instruction.CallHelper call && call.helper() == PRANDOM) {
            put(Register.R0, Scalar.UNKNOWN);
        } else if (instruction instanceof Instruction.Branch branch) {
            return branch(slot, branch);
        } else {
            throw new IllegalArgumentException("no replay of " + instruction);
        }
        return next;
    }

    /** Of constants, only the fixed offset changes, which stands apart from the variable one. */
    private void moveOffset(Instruction.Alu alu) {
        offset = switch (alu.op()) {
            case ADD -> ScalarArithmetic.addToOffset(offset, value(alu.source()));
            case SUB -> ScalarArithmetic.subtractFromOffset(offset, value(alu.source()));
            default -> throw new IllegalArgumentException("no replay of " + alu);
        };
    }

    private int branch(int slot, Instruction.Branch branch) {
        var left = registers.get(branch.left());
        var right = value(branch.right());
        int target = slot + 1 + branch.offset();
        var outcome = ScalarComparison.decide(branch.width(), branch.condition(), left, right);
        return switch (outcome) {
            case ALWAYS -> target;
            case NEVER -> slot + 1;
            case UNDECIDED -> {
                var taken = new EnumMap<>(registers);
                refine(taken, branch, true);
                compare(slot + ">" + target, taken);
                refine(registers, branch, false);
                yield slot + 1;
            }
        };
    }

    private void refine(Map<Register, Scalar> state, Instruction.Branch branch, boolean taken) {
        if (branch.right() == branch.left()) {
            var refined = ScalarComparison.refineWithItself(
                    branch.width(), branch.condition(), taken, state.get(branch.left()));
            state.put(branch.left(), refined);
            return;
        }
        var refined = ScalarComparison.refine(
                branch.width(), branch.condition(), taken, state.get(branch.left()), value(branch.right()));
        state.put(branch.left(), refined.left());
        if (branch.right() instanceof Register right) {
            state.put(right, refined.right());
        }
    }

    private Scalar value(Operand operand) {
        if (operand instanceof Operand.Immediate immediate) {
            return Scalar.constant(immediate.value());
        }
        return registers.get((Register) operand);
    }

    private void put(Register register, Scalar scalar) {
        registers.put(register, scalar);
    }

    private void compare(String place, Map<Register, Scalar> state) {
        var printed = record.states().getOrDefault(place, Map.of());
        state.forEach((register, scalar) -> {
            var kernel = printed.get("R" + register.number());
            if (kernel != null) {
                compare(place, register, kernel, scalar.toString());
            }
        });
        if (printed.containsKey("R9") && packet == Register.R9) {
            String ranges = offset.isConstant() ? "" : ScalarText.ranges(offset);
            compare(place, packet, printed.get("R9"), "pkt(" + ranges + ")");
        }
    }

    private void compare(String place, Register register, String kernel, String here) {
        compared++;
        if (!kernel.equals(here)) {
            differences.add(place + " " + register + " kernel " + kernel + " here " + here);
        }
    }
}
