package dev.osmia.program.instruction;

import static dev.osmia.program.instruction.Undecodables.invalidRegister;
import static dev.osmia.program.instruction.Undecodables.unknownOpcode;
import static dev.osmia.program.instruction.Undecodables.visited;

import dev.osmia.program.instruction.Instruction.Undecodable;
import dev.osmia.program.instruction.Instruction.Undecodable.Stage;
import java.util.List;

/** Classes JMP and JMP32. The checks come in the order of the kernel's {@code do_check} and {@code check_cond_jmp_op}. */
final class JumpDecoder {
    private JumpDecoder() {}

    static Instruction decode(RawInstruction raw, OperationWidth width) {
        return switch (raw.opcode()) {
            case Opcode.GOTO, Opcode.GOTO_LONG -> decodeJump(raw, width);
            case Opcode.MAY_GOTO -> decodeMayGoto(raw);
            case Opcode.CALL -> decodeCall(raw);
            case Opcode.EXIT ->
                raw.source() != 0 || raw.destination() != 0 || raw.immediate() != 0
                        ? visited(raw, "BPF_EXIT uses reserved fields")
                        : new Instruction.Exit();
            default ->
                JumpCondition.ofCode(Opcode.operationOf(raw.opcode()))
                        .map(condition -> decodeBranch(raw, width, condition))
                        .orElseGet(() -> unknownOpcode(raw));
        };
    }

    private static Instruction decodeJump(RawInstruction raw, OperationWidth width) {
        int unused = switch (width) {
            case W64 -> raw.immediate();
            case W32 -> raw.offset();
        };
        if (raw.source() != 0 || raw.destination() != 0 || unused != 0) {
            return visited(raw, "BPF_JA uses reserved fields");
        }
        return switch (width) {
            case W64 -> new Instruction.Jump(raw.offset(), false);
            case W32 -> new Instruction.Jump(raw.immediate(), true);
        };
    }

    private static Instruction decodeMayGoto(RawInstruction raw) {
        if (raw.source() != Opcode.BPF_MAY_GOTO || raw.destination() != 0 || raw.immediate() != 0) {
            return visited(raw, "invalid may_goto imm " + raw.immediate());
        }
        return new Instruction.MayGoto(raw.offset());
    }

    private static Instruction decodeCall(RawInstruction raw) {
        boolean kfunc = raw.source() == Opcode.BPF_PSEUDO_KFUNC_CALL;
        if (kfunc && raw.offset() != 0) {
            // The offset picks a module's BTF from the array of descriptors that comes with a load; indices need none.
            return new Undecodable(List.of(raw), Stage.CALLS, List.of(), "failed to find BTF for kernel function");
        }
        if (raw.offset() != 0 || raw.destination() != 0 || raw.source() > Opcode.BPF_PSEUDO_KFUNC_CALL) {
            return visited(raw, "BPF_CALL uses reserved fields");
        }
        if (kfunc) {
            return new Instruction.CallKfunc(raw.immediate());
        }
        return raw.source() == Opcode.BPF_PSEUDO_CALL
                ? new Instruction.CallLocal(raw.immediate())
                : new Instruction.CallHelper(raw.immediate());
    }

    private static Instruction decodeBranch(RawInstruction raw, OperationWidth width, JumpCondition condition) {
        boolean fromRegister = Opcode.takesRegister(raw.opcode());
        var left = Register.of(raw.destination());
        if (left.isEmpty()) {
            return invalidRegister(raw, raw.destination());
        }
        if ((fromRegister ? raw.immediate() : raw.source()) != 0) {
            return visited(raw, left.get(), "BPF_JMP/JMP32 uses reserved fields");
        }
        if (!fromRegister) {
            return new Instruction.Branch(
                    width, condition, left.get(), Operand.immediate(raw.immediate()), raw.offset());
        }
        var right = Register.of(raw.source());
        return right.isPresent()
                ? new Instruction.Branch(width, condition, left.get(), right.get(), raw.offset())
                : invalidRegister(raw, left.get(), raw.source());
    }
}
