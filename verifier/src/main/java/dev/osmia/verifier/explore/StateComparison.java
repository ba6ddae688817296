package dev.osmia.verifier.explore;

import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.path.Verification;
import dev.osmia.verifier.state.Frame;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.Reference;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Resources;
import dev.osmia.verifier.state.SlotType;
import dev.osmia.verifier.state.StackSlot;
import dev.osmia.verifier.state.VerifierState;

/** Whether what was proved from one state holds from another: whether each part of the other is one of what the first allows. */
final class StateComparison {
    private final Verification verification;
    private final IdMap ids = new IdMap();

    /** How much alike states must be. */
    enum Likeness {
        /** In what matters: numbers that are not precise may differ, registers and slots that nothing reads may too. */
        RELEVANT,
        /** In all: numbers within the ranges of the first. What matters is not known yet. */
        WITHIN,
        /** The same. */
        EXACT
    }

    StateComparison(Verification verification) {
        this.verification = verification;
    }

    /** Whether the current state is like the old one. */
    boolean isLike(VerifierState old, VerifierState current, Likeness likeness) {
        if (old.depth() != current.depth()
                || (old.speculative() && !current.speculative())
                || old.sleepable() != current.sleepable()) {
            return false;
        }
        ids.reset(verification.lastId());
        if (!matchResources(old.resources(), current.resources())) {
            return false;
        }
        for (int number = 0; number <= old.depth(); number++) {
            var oldFrame = old.frame(number);
            var currentFrame = current.frame(number);
            if (oldFrame.callSite() != currentFrame.callSite()
                    || !matchFrames(oldFrame, currentFrame, old.slotOf(number), likeness)) {
                return false;
            }
        }
        return true;
    }

    private boolean matchResources(Resources old, Resources current) {
        if (old.references().size() != current.references().size()
                || old.activeLocks() != current.activeLocks()
                || old.preemptionDisabled() != current.preemptionDisabled()
                || old.rcu() != current.rcu()
                || !ids.match(old.activeInterrupt(), current.activeInterrupt())
                || !ids.match(old.activeLockId(), current.activeLockId())
                || old.activeLockOwner() != current.activeLockOwner()) {
            return false;
        }
        for (int i = 0; i < old.references().size(); i++) {
            if (!matchReferences(old.references().get(i), current.references().get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean matchReferences(Reference old, Reference current) {
        return ids.match(old.id(), current.id())
                && old.kind() == current.kind()
                && (!old.kind().isLock() || old.owner() == current.owner());
    }

    private boolean matchFrames(Frame old, Frame current, int slot, Likeness likeness) {
        if (old.callbackDepth() > current.callbackDepth()) {
            return false;
        }
        int live = verification.flow().liveRegisters().before(slot);
        for (int i = 0; i < Register.COUNT; i++) {
            if ((live & 1 << i) != 0 && !match(old.register(i), current.register(i), likeness)) {
                return false;
            }
        }
        return matchStacks(old, current, likeness);
    }

    private boolean match(RegisterState old, RegisterState current, Likeness likeness) {
        if (likeness == Likeness.EXACT) {
            return matchExactly(old, current);
        }
        if (!old.isInitialised() && (likeness == Likeness.RELEVANT || !current.isInitialised())) {
            return true;
        }
        if (old.type() != current.type() || old.flags() != current.flags()) {
            return false;
        }
        return switch (old.type()) {
            case SCALAR -> matchScalars(old, current, likeness);
            case MAP_KEY, MAP_VALUE, MEMORY, BUFFER, TP_BUFFER ->
                old.sameBase(current)
                        && current.scalar().isWithin(old.scalar())
                        && ids.match(old.id(), current.id())
                        && ids.match(old.reference(), current.reference());
            case PACKET, PACKET_META -> matchPackets(old, current);
            case ARENA -> true;
            case NOT_INITIALISED,
                    CONTEXT,
                    MAP_POINTER,
                    STACK,
                    PACKET_END,
                    FLOW_KEYS,
                    SOCKET,
                    SOCK_COMMON,
                    TCP_SOCK,
                    XDP_SOCK,
                    BTF_ID,
                    FUNCTION,
                    DYNPTR -> matchExactly(old, current);
        };
    }

    private boolean matchExactly(RegisterState old, RegisterState current) {
        return old.sameContent(current)
                && ids.match(old.id(), current.id())
                && ids.match(old.reference(), current.reference());
    }

    private boolean matchScalars(RegisterState old, RegisterState current, Likeness likeness) {
        if (!old.precise() && likeness == Likeness.RELEVANT) {
            return true;
        }
        if (old.id() != 0 && ((old.id() ^ current.id()) & RegisterState.ADDED_CONSTANT) != 0) {
            return false;
        }
        if (old.isDistant() && old.offset() != current.offset()) {
            return false;
        }
        return ids.matchScalars(old.id(), current.id()) && current.scalar().isWithin(old.scalar());
    }

    private boolean matchPackets(RegisterState old, RegisterState current) {
        int oldRange = ((Pointee.PacketRange) old.pointee()).bytes();
        int currentRange = ((Pointee.PacketRange) current.pointee()).bytes();
        boolean enough = (oldRange < 0 || currentRange < 0) ? oldRange == currentRange : oldRange <= currentRange;
        return enough
                && old.offset() == current.offset()
                && ids.match(old.id(), current.id())
                && current.scalar().isWithin(old.scalar());
    }

    private boolean matchStacks(Frame old, Frame current, Likeness likeness) {
        for (int i = 0; i < old.slots(); i++) {
            var oldSlot = old.slot(i);
            var currentSlot = i < current.slots() ? current.slot(i) : StackSlot.INVALID;
            if (likeness != Likeness.RELEVANT && (i >= current.slots() || oldSlot.types() != currentSlot.types())) {
                return false;
            }
            if (!matchSlots(oldSlot, currentSlot, i < current.slots(), likeness)) {
                return false;
            }
        }
        return true;
    }

    private boolean matchSlots(StackSlot old, StackSlot current, boolean used, Likeness likeness) {
        var oldScalar = asScalar(old);
        var currentScalar = used ? asScalar(current) : null;
        for (int i = 0; i < StackSlot.BYTES; i++) {
            var type = old.type(i);
            if (type == SlotType.INVALID || (type == SlotType.MISC && verification.privileged())) {
                continue;
            }
            if (!used) {
                return false;
            }
            if (oldScalar != null && currentScalar != null) {
                return match(oldScalar, currentScalar, likeness);
            }
            if (type == SlotType.MISC && current.type(i) == SlotType.ZERO) {
                continue;
            }
            if (type != current.type(i)) {
                return false;
            }
        }
        return matchObjects(old, current, likeness);
    }

    /** What a load of the whole slot would give, where that is a number. */
    private RegisterState asScalar(StackSlot slot) {
        if (slot.isSpilledScalar64()) {
            return slot.register();
        }
        for (int i = 0; i < StackSlot.BYTES; i++) {
            var type = slot.type(i);
            if (type != SlotType.MISC && !(type == SlotType.INVALID && verification.privileged())) {
                return null;
            }
        }
        return RegisterState.UNKNOWN_SCALAR;
    }

    private boolean matchObjects(StackSlot old, StackSlot current, Likeness likeness) {
        return switch (old.lowestType()) {
            case SPILL -> match(old.register(), current.register(), likeness);
            case DYNPTR ->
                old.register().pointee().equals(current.register().pointee())
                        && ids.match(
                                old.register().reference(), current.register().reference());
            case ITERATOR ->
                old.register().flags() == current.register().flags()
                        && matchIterators(old.register(), current.register());
            case INTERRUPT_FLAG ->
                ids.match(old.register().reference(), current.register().reference())
                        && old.register().pointee().equals(current.register().pointee());
            case INVALID, MISC, ZERO -> true;
        };
    }

    /** How many elements an iterator gave does not matter: otherwise no loop would come to an end. */
    private boolean matchIterators(RegisterState old, RegisterState current) {
        var oldIterator = (Pointee.OfIterator) old.pointee();
        var currentIterator = (Pointee.OfIterator) current.pointee();
        return oldIterator.type().equals(currentIterator.type())
                && oldIterator.drained() == currentIterator.drained()
                && ids.match(old.reference(), current.reference());
    }

    /** Whether the innermost functions' registers are the same: a cheap test for a state that may repeat itself. */
    static boolean mayRepeat(VerifierState old, VerifierState current) {
        if (old.depth() != current.depth()) {
            return false;
        }
        for (int i = 0; i < Register.COUNT; i++) {
            var oldRegister = old.frame().register(i);
            var currentRegister = current.frame().register(i);
            if (!oldRegister.sameContent(currentRegister)
                    || oldRegister.id() != currentRegister.id()
                    || oldRegister.reference() != currentRegister.reference()) {
                return false;
            }
        }
        return true;
    }

    /** Whether an active iterator gave another number of elements: then the path is in another round of a loop. */
    static boolean iteratorsMoved(VerifierState old, VerifierState current) {
        for (int number = 0; number <= old.depth(); number++) {
            var frame = old.frame(number);
            for (int i = 0; i < frame.slots(); i++) {
                var slot = frame.slot(i);
                if (slot.type(0) == SlotType.ITERATOR
                        && slot.register().pointee() instanceof Pointee.OfIterator iterator
                        && !iterator.drained()
                        && depthAt(current, number, i) != iterator.depth()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int depthAt(VerifierState state, int number, int index) {
        var frame = state.frame(number);
        return index < frame.slots() && frame.slot(index).register().pointee() instanceof Pointee.OfIterator iterator
                ? iterator.depth()
                : 0;
    }

    /** Numbers that differ between two rounds of a loop, and that nothing depends on yet, become any number. */
    void widen(VerifierState old, VerifierState current) {
        ids.reset(verification.lastId());
        for (int number = old.depth(); number >= 0; number--) {
            var oldFrame = old.frame(number);
            var currentFrame = current.frame(number);
            for (int i = 0; i < Register.COUNT; i++) {
                currentFrame.setRegister(i, widened(oldFrame.register(i), currentFrame.register(i)));
            }
            for (int i = 0; i < Math.min(oldFrame.slots(), currentFrame.slots()); i++) {
                var slot = currentFrame.slot(i);
                if (oldFrame.slot(i).isSpill() && slot.isSpill()) {
                    currentFrame.setSlot(
                            i, slot.withRegister(widened(oldFrame.slot(i).register(), slot.register())));
                }
            }
        }
    }

    private RegisterState widened(RegisterState old, RegisterState current) {
        boolean keeps = !old.is(RegisterType.SCALAR)
                || !current.is(RegisterType.SCALAR)
                || old.precise()
                || current.precise()
                || matchExactly(old, current);
        return keeps ? current : RegisterState.unknown(!verification.privileged());
    }
}
