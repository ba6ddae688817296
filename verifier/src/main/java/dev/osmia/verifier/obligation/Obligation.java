package dev.osmia.verifier.obligation;

import dev.osmia.program.instruction.Register;

/**
 * What an instruction requires of the state before it, apart from how it changes that state. One part derives obligations, one
 * checks them, and a rejection names the one that was not met.
 */
public sealed interface Obligation {

    /** The program's shape: no jump out of it or into the middle of an instruction, no unreachable code, nothing falls off its end. */
    record WellFormedCode() implements Obligation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.wellFormedCode(this);
        }
    }

    /** The instruction itself is valid. */
    record ValidInstruction() implements Obligation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.validInstruction(this);
        }
    }

    /** The register was written on every path. */
    record InitialisedRegister(Register register) implements Obligation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.initialisedRegister(this);
        }
    }

    /** The register may be written: it is not the frame pointer. */
    record WritableRegister(Register register) implements Obligation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.writableRegister(this);
        }
    }

    /** The move, conversion or negation is allowed on what the register holds. */
    record ValidConversion(Register register) implements Obligation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.validConversion(this);
        }
    }

    /** The arithmetic is allowed on these types. */
    record ValidArithmetic(Register destination) implements Obligation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.validArithmetic(this);
        }
    }

    /** The memory access is inside what the register points to, allowed, and aligned. */
    record ValidAccess(Register base, int offset, int size, boolean write) implements Obligation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.validAccess(this);
        }
    }

    /** The memory is one that atomics work on. */
    record AtomicMemory(Register base) implements Obligation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.atomicMemory(this);
        }
    }

    /** The legacy packet load is allowed here, and R6 is the context. */
    record ValidPacketLoad() implements Obligation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.validPacketLoad(this);
        }
    }

    /** What the instruction refers to exists and may be referred to. */
    record ValidReference() implements Obligation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.validReference(this);
        }
    }

    /** The comparison may be made: it tells nothing of pointers that the program must not know. */
    record ValidComparison(Register left) implements Obligation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.validComparison(this);
        }
    }

    /** The pointer was checked for null. */
    record NullChecked(Register register) implements Obligation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.nullChecked(this);
        }
    }

    /** The function exists, and this program type and context may call it. */
    record Callable(String function) implements Obligation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.callable(this);
        }
    }

    /** The argument is what the callee's contract asks. */
    record ValidArgument(String function, Register register) implements Obligation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.validArgument(this);
        }
    }

    /** The call is allowed with these arguments together, in this state. */
    record ValidCall(String function) implements Obligation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.validCall(this);
        }
    }

    /** Every reference is released. */
    record ReleasedReferences() implements Obligation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.releasedReferences(this);
        }
    }

    /** The value returned is one that the program type or callback allows. */
    record ValidReturn() implements Obligation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.validReturn(this);
        }
    }

    /** Every loop ends. */
    record Termination() implements Obligation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.termination(this);
        }
    }

    /** The program stays within stack, depth and complexity limits. */
    record WithinLimits() implements Obligation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.withinLimits(this);
        }
    }

    /** Calls the visitor's method for this obligation. */
    <R> R accept(Visitor<R> visitor);

    /** One method an obligation, so that a part that forgets one does not compile. */
    interface Visitor<R> {
        R wellFormedCode(WellFormedCode obligation);

        R validInstruction(ValidInstruction obligation);

        R initialisedRegister(InitialisedRegister obligation);

        R writableRegister(WritableRegister obligation);

        R validConversion(ValidConversion obligation);

        R validArithmetic(ValidArithmetic obligation);

        R validAccess(ValidAccess obligation);

        R atomicMemory(AtomicMemory obligation);

        R validPacketLoad(ValidPacketLoad obligation);

        R validReference(ValidReference obligation);

        R validComparison(ValidComparison obligation);

        R nullChecked(NullChecked obligation);

        R callable(Callable obligation);

        R validArgument(ValidArgument obligation);

        R validCall(ValidCall obligation);

        R releasedReferences(ReleasedReferences obligation);

        R validReturn(ValidReturn obligation);

        R termination(Termination obligation);

        R withinLimits(WithinLimits obligation);
    }
}
