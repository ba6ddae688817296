package dev.osmia.verifier.state;

/**
 * How a path came to where it is, since the last checkpoint: the jumps taken, the stack slots that loads and stores used, and the
 * registers that were linked at comparisons. A chain from the latest entry back, shared by the paths that have a beginning in common.
 *
 * @param earlier the entries before; null at the beginning
 * @param slot the instruction
 * @param previousSlot the instruction that was walked before it
 * @param access the stack slot used; null where none was
 * @param leftOnStack whether a comparison's left side was a pointer to the stack
 * @param rightOnStack whether a comparison's right side was a pointer to the stack
 * @param linked the registers whose ranges the comparison changed together; empty where none were
 * @param length how many entries there are, this one included
 */
public record JumpHistory(
        JumpHistory earlier,
        int slot,
        int previousSlot,
        StackAccess access,
        boolean leftOnStack,
        boolean rightOnStack,
        LinkedRegisters linked,
        int length) {

    /**
     * A stack slot that a load or store used.
     *
     * @param frame the frame's number
     * @param index the slot's index
     */
    public record StackAccess(int frame, int index) {}

    /** A path that was at one instruction after another. */
    public static JumpHistory step(JumpHistory earlier, int slot, int previousSlot) {
        int length = earlier == null ? 1 : earlier.length + 1;
        return new JumpHistory(earlier, slot, previousSlot, null, false, false, LinkedRegisters.NONE, length);
    }

    public JumpHistory withAccess(StackAccess newAccess) {
        return new JumpHistory(earlier, slot, previousSlot, newAccess, leftOnStack, rightOnStack, linked, length);
    }

    public JumpHistory withOperandsOnStack(boolean left, boolean right) {
        return new JumpHistory(
                earlier, slot, previousSlot, access, leftOnStack || left, rightOnStack || right, linked, length);
    }

    public JumpHistory withLinked(LinkedRegisters newLinked) {
        return new JumpHistory(earlier, slot, previousSlot, access, leftOnStack, rightOnStack, newLinked, length);
    }
}
