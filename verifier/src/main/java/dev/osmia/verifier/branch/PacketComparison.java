package dev.osmia.verifier.branch;

import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.JumpCondition;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.domain.ScalarComparison.Outcome;
import dev.osmia.verifier.memory.Limits;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.VerifierState;

/** Comparisons of a packet pointer with the packet's end, or of a metadata pointer with the packet's start. */
final class PacketComparison {
    private PacketComparison() {}

    /** The condition with its sides exchanged. */
    private static JumpCondition flipped(JumpCondition condition) {
        return switch (condition) {
            case UNSIGNED_GREATER -> JumpCondition.UNSIGNED_LESS;
            case UNSIGNED_GREATER_OR_EQUAL -> JumpCondition.UNSIGNED_LESS_OR_EQUAL;
            case UNSIGNED_LESS -> JumpCondition.UNSIGNED_GREATER;
            case UNSIGNED_LESS_OR_EQUAL -> JumpCondition.UNSIGNED_GREATER_OR_EQUAL;
            case EQUAL,
                    NOT_EQUAL,
                    ANY_BIT_SET,
                    SIGNED_GREATER,
                    SIGNED_GREATER_OR_EQUAL,
                    SIGNED_LESS,
                    SIGNED_LESS_OR_EQUAL -> condition;
        };
    }

    /** What is known beforehand, where an earlier comparison showed the pointer to be at or behind the end. */
    static Outcome decide(JumpCondition condition, RegisterState left, RegisterState right) {
        RegisterState packet;
        if (right.is(RegisterType.PACKET_END)) {
            packet = left;
        } else if (left.is(RegisterType.PACKET_END)) {
            packet = right;
            condition = flipped(condition);
        } else {
            return Outcome.UNDECIDED;
        }
        if (!(packet.pointee() instanceof Pointee.PacketRange range) || range.bytes() >= 0) {
            return Outcome.UNDECIDED;
        }
        boolean beyond = range.bytes() == Pointee.PacketRange.BEYOND_END;
        return switch (condition) {
            case UNSIGNED_GREATER -> beyond ? Outcome.ALWAYS : Outcome.UNDECIDED;
            case UNSIGNED_LESS_OR_EQUAL -> beyond ? Outcome.NEVER : Outcome.UNDECIDED;
            case UNSIGNED_GREATER_OR_EQUAL -> Outcome.ALWAYS;
            case UNSIGNED_LESS -> Outcome.NEVER;
            case EQUAL,
                    NOT_EQUAL,
                    ANY_BIT_SET,
                    SIGNED_GREATER,
                    SIGNED_GREATER_OR_EQUAL,
                    SIGNED_LESS,
                    SIGNED_LESS_OR_EQUAL -> Outcome.UNDECIDED;
        };
    }

    /**
     * Learns what both ways tell.
     *
     * @param taken the state where the jump is taken
     * @param notTaken the state where it is not
     * @return whether it is such a comparison
     */
    static boolean learn(Instruction.Branch branch, VerifierState taken, VerifierState notTaken) {
        if (!(branch.right() instanceof Register rightRegister) || branch.width() == OperationWidth.W32) {
            return false;
        }
        var left = notTaken.register(branch.left());
        var right = notTaken.register(rightRegister);
        if (isBounded(left, right)) {
            return learn(branch.condition(), branch.left(), left, taken, notTaken);
        }
        if (isBounded(right, left)) {
            return learn(flipped(branch.condition()), rightRegister, right, taken, notTaken);
        }
        return false;
    }

    /** Whether the other pointer bounds the first. */
    private static boolean isBounded(RegisterState pointer, RegisterState bound) {
        return (pointer.is(RegisterType.PACKET) && bound.is(RegisterType.PACKET_END))
                || (pointer.is(RegisterType.PACKET_META) && isPacketStart(bound));
    }

    private static boolean isPacketStart(RegisterState register) {
        return register.is(RegisterType.PACKET)
                && register.id() == 0
                && register.offset() == 0
                && register.scalar().isConstant(0);
    }

    /** Learns from {@code pointer condition end}. */
    private static boolean learn(
            JumpCondition condition,
            Register register,
            RegisterState pointer,
            VerifierState taken,
            VerifierState notTaken) {
        switch (condition) {
            case UNSIGNED_GREATER -> learn(register, pointer, notTaken, taken, false);
            case UNSIGNED_LESS -> learn(register, pointer, taken, notTaken, true);
            case UNSIGNED_GREATER_OR_EQUAL -> learn(register, pointer, notTaken, taken, true);
            case UNSIGNED_LESS_OR_EQUAL -> learn(register, pointer, taken, notTaken, false);
            case EQUAL,
                    NOT_EQUAL,
                    ANY_BIT_SET,
                    SIGNED_GREATER,
                    SIGNED_GREATER_OR_EQUAL,
                    SIGNED_LESS,
                    SIGNED_LESS_OR_EQUAL -> {
                return false;
            }
        }
        return true;
    }

    /**
     * Learns that the bytes before the pointer are there in one state, and that it is at or behind the end in the other.
     *
     * @param open whether the byte at the pointer is there too
     */
    private static void learn(
            Register register, RegisterState pointer, VerifierState within, VerifierState behind, boolean open) {
        extendRanges(within, pointer, open);
        var state = behind.register(register);
        if (state.is(RegisterType.PACKET)) {
            int range = open ? Pointee.PacketRange.AT_END : Pointee.PacketRange.BEYOND_END;
            behind.setRegister(register, state.withPointee(new Pointee.PacketRange(range)));
        }
    }

    private static void extendRanges(VerifierState state, RegisterState pointer, boolean open) {
        long variable = pointer.scalar().unsignedMax();
        int offset = pointer.offset();
        if (offset < 0
                || (offset == 0 && open)
                || Long.compareUnsigned(variable, Limits.PACKET_OFFSET) > 0
                || variable + offset > Limits.PACKET_OFFSET) {
            return;
        }
        int range = open ? offset + 1 : offset;
        state.replaceRegisters(register -> register.is(pointer.type())
                        && register.id() == pointer.id()
                        && register.pointee() instanceof Pointee.PacketRange known
                        && known.bytes() < range
                ? register.withPointee(new Pointee.PacketRange(range))
                : register);
    }
}
