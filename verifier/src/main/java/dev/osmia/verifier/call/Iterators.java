package dev.osmia.verifier.call;

import dev.osmia.program.contract.KfuncArgument;
import dev.osmia.program.contract.KfuncContract;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.branch.NullChecks;
import dev.osmia.verifier.memory.Access;
import dev.osmia.verifier.memory.MemoryAccess;
import dev.osmia.verifier.path.LoopRounds;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Frame;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.SlotType;
import dev.osmia.verifier.state.StackSlot;
import dev.osmia.verifier.state.TypeFlag;
import dev.osmia.verifier.state.VerifierState;

/** Open-coded iterators: objects on the stack that give elements until they are drained. */
final class Iterators {
    private static final String KIND = "iter";

    private final Path path;
    private final MemoryAccess memory;
    private final LoopRounds rounds;

    Iterators(Path path, MemoryAccess memory, LoopRounds rounds) {
        this.path = path;
        this.memory = memory;
        this.rounds = rounds;
    }

    private static int slots(KfuncArgument argument) {
        return argument.size() / StackSlot.BYTES;
    }

    private static String shortName(KfuncArgument argument) {
        return new Pointee.OfIterator(argument.type(), false, 0).shortName();
    }

    /** Checks an iterator argument. */
    void check(CallSite site, KfuncContract kfunc, KfuncArgument argument, Register register) {
        var pointer = path.register(register);
        if (!pointer.is(RegisterType.STACK)) {
            throw Rejection.of("arg#%d expected pointer to an iterator on stack", register.number() - 1);
        }
        if (kfunc.has(KfuncContract.Flag.ITER_NEW)) {
            checkUninitialised(argument, register);
            return;
        }
        checkInitialised(kfunc, argument, register);
        var frame = path.state().frameOf(pointer);
        int index = StackObjects.index(frame, pointer, KIND, slots(argument)).orElseThrow();
        StackObjects.read(path, frame, index, slots(argument));
        site.iteratorFrame = frame.number();
        site.iteratorSlot = index;
        site.reference = frame.slot(index).register().reference();
    }

    private void checkUninitialised(KfuncArgument argument, Register register) {
        var pointer = path.register(register);
        var frame = path.state().frameOf(pointer);
        String message = "expected uninitialized iter_%s as arg #%d";
        try {
            var index = StackObjects.index(frame, pointer, KIND, slots(argument));
            if (index.isPresent() && holdsIterator(frame, index.getAsInt(), slots(argument))) {
                throw Rejection.of(message, shortName(argument), register.number() - 1);
            }
        } catch (Rejection rejection) {
            throw rejection.lines().get(0).startsWith("expected")
                    ? rejection
                    : rejection.with(message, shortName(argument), register.number() - 1);
        }
        for (int offset = 0; offset < argument.size(); offset += StackSlot.BYTES) {
            memory.check(Access.byHelper(register, offset, StackSlot.BYTES, true), false);
        }
    }

    private static boolean holdsIterator(Frame frame, int index, int slots) {
        for (int i = 0; i < slots; i++) {
            for (int j = 0; j < StackSlot.BYTES; j++) {
                if (frame.slot(index - i).type(j) == SlotType.ITERATOR) {
                    return true;
                }
            }
        }
        return false;
    }

    private void checkInitialised(KfuncContract kfunc, KfuncArgument argument, Register register) {
        var pointer = path.register(register);
        var frame = path.state().frameOf(pointer);
        String message = "expected an initialized iter_%s as arg #%d";
        boolean initialised;
        try {
            var index = StackObjects.index(frame, pointer, KIND, slots(argument));
            initialised = index.isPresent() && isInitialised(kfunc, argument, frame, index.getAsInt());
        } catch (Rejection misplaced) {
            throw misplaced.lines().get(0).startsWith("expected an RCU")
                    ? misplaced
                    : misplaced.with(message, shortName(argument), register.number() - 1);
        }
        if (!initialised) {
            throw Rejection.of(message, shortName(argument), register.number() - 1);
        }
    }

    private boolean isInitialised(KfuncContract kfunc, KfuncArgument argument, Frame frame, int index) {
        for (int i = 0; i < slots(argument); i++) {
            var content = frame.slot(index - i).register();
            if (content.has(TypeFlag.UNTRUSTED)) {
                throw Rejection.of("expected an RCU CS when using %s", kfunc.name());
            }
            boolean first = content.reference() != 0;
            if (first != (i == 0)
                    || !(content.pointee() instanceof Pointee.OfIterator iterator)
                    || !iterator.type().equals(argument.type())) {
                return false;
            }
        }
        return StackObjects.isAll(frame, index, slots(argument), SlotType.ITERATOR);
    }

    /** Makes an iterator, or ends one. */
    void apply(KfuncContract kfunc, KfuncArgument argument, Register register) {
        var pointer = path.register(register);
        var frame = path.state().frameOf(pointer);
        if (kfunc.has(KfuncContract.Flag.ITER_NEW)) {
            create(kfunc, argument, register);
        } else if (kfunc.has(KfuncContract.Flag.ITER_DESTROY)) {
            int index =
                    StackObjects.index(frame, pointer, KIND, slots(argument)).orElseThrow();
            References.release(path, frame.slot(index).register().reference());
            for (int i = 0; i < slots(argument); i++) {
                set(frame, index - i, StackSlot.INVALID);
            }
        }
    }

    private void create(KfuncContract kfunc, KfuncArgument argument, Register register) {
        var pointer = path.register(register);
        var frame = path.state().frameOf(pointer);
        for (int offset = 0; offset < argument.size(); offset += StackSlot.BYTES) {
            memory.store(Access.byHelper(register, offset, StackSlot.BYTES, true));
        }
        int index = StackObjects.index(frame, pointer, KIND, slots(argument)).orElseThrow();
        int reference = References.acquire(path);
        int flags = TypeFlag.NONE;
        if (kfunc.has(KfuncContract.Flag.RCU_PROTECTED)) {
            flags = Sections.isRcuProtected(path) ? TypeFlag.RCU.bit() : TypeFlag.UNTRUSTED.bit();
        }
        for (int i = 0; i < slots(argument); i++) {
            var content = RegisterState.pointer(
                            RegisterType.STACK, flags, new Pointee.OfIterator(argument.type(), false, 0))
                    .withReference(i == 0 ? reference : 0);
            set(frame, index - i, StackSlot.uniform(SlotType.ITERATOR, content));
        }
    }

    private void set(Frame frame, int index, StackSlot slot) {
        frame.setSlot(index, slot);
        path.trace().touchSlot(index);
        path.liveness().write(frame.number(), index);
    }

    /** The flags of elements that the iterator gives. */
    int elementFlags(CallSite site) {
        var content =
                path.state().frame(site.iteratorFrame).slot(site.iteratorSlot).register();
        return content.has(TypeFlag.RCU) ? TypeFlag.RCU.bit() : TypeFlag.TRUSTED.bit();
    }

    /** Asks for the next element: one path gets one, this one gets null and the iterator is drained. */
    void next(CallSite site) {
        var current = path.state();
        if (!iterator(current, site).drained()) {
            var other = path.branch(path.slot() + 1);
            var active = iterator(other, site);
            setIterator(other, site, new Pointee.OfIterator(active.type(), false, active.depth() + 1));
            rounds.widen(current.parent(), other, path.slot());
            other.setRegister(Register.R0, NullChecks.notNull(other.register(Register.R0)));
        }
        var drained = iterator(current, site);
        setIterator(current, site, new Pointee.OfIterator(drained.type(), true, drained.depth()));
        path.setRegister(Register.R0, RegisterState.constant(0).withPrecise(!path.privileged()));
    }

    private static Pointee.OfIterator iterator(VerifierState state, CallSite site) {
        var slot = state.frame(site.iteratorFrame).slot(site.iteratorSlot);
        return (Pointee.OfIterator) slot.register().pointee();
    }

    private static void setIterator(VerifierState state, CallSite site, Pointee.OfIterator iterator) {
        var frame = state.frame(site.iteratorFrame);
        var slot = frame.slot(site.iteratorSlot);
        frame.setSlot(site.iteratorSlot, slot.withRegister(slot.register().withPointee(iterator)));
    }
}
