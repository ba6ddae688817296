package dev.osmia.verifier.obligation;

import dev.osmia.program.instruction.Register;

/**
 * What an instruction requires of the state before it, apart from how it changes that state. One part derives obligations, one
 * checks them, and a rejection names the one that was not met.
 */
public sealed interface Obligation {

    /** The program's shape: no jump out of it or into the middle of an instruction, no unreachable code, nothing falls off its end. */
    record WellFormedCode() implements Obligation {}

    /** The instruction itself is valid. */
    record ValidInstruction() implements Obligation {}

    /** The register was written on every path. */
    record InitialisedRegister(Register register) implements Obligation {}

    /** The register may be written: it is not the frame pointer. */
    record WritableRegister(Register register) implements Obligation {}

    /** The arithmetic is allowed on these types. */
    record ValidArithmetic(Register destination) implements Obligation {}

    /** The memory access is inside what the register points to, allowed, and aligned. */
    record ValidAccess(Register base, int offset, int size, boolean write) implements Obligation {}

    /** The pointer was checked for null. */
    record NullChecked(Register register) implements Obligation {}

    /** The function exists, and this program type and context may call it. */
    record Callable(String function) implements Obligation {}

    /** The argument is what the callee's contract asks. */
    record ValidArgument(String function, Register register) implements Obligation {}

    /** Every reference is released. */
    record ReleasedReferences() implements Obligation {}

    /** The value returned is one that the program type or callback allows. */
    record ValidReturn() implements Obligation {}

    /** Every loop ends. */
    record Termination() implements Obligation {}

    /** The program stays within stack, depth and complexity limits. */
    record WithinLimits() implements Obligation {}
}
