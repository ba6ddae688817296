package dev.osmia.verifier.call;

import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.fact.ArgumentFact;
import dev.osmia.verifier.fact.DynptrType;
import dev.osmia.verifier.memory.Access;
import dev.osmia.verifier.memory.MemoryAccess;
import dev.osmia.verifier.memory.StackDynptrs;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Frame;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.SlotType;
import dev.osmia.verifier.state.StackSlot;

/** Dynptrs as arguments: where they may be made, and what an initialised one is. */
final class Dynptrs {
    /** Bytes of a {@code struct bpf_dynptr}. */
    static final int SIZE = 16;

    private static final int SLOTS = SIZE / StackSlot.BYTES;
    private static final String KIND = "dynptr";

    private final Path path;
    private final MemoryAccess memory;

    Dynptrs(Path path, MemoryAccess memory) {
        this.path = path;
        this.memory = memory;
    }

    private Frame frameOf(RegisterState pointer) {
        return path.state().frameOf(pointer);
    }

    /** Checks that an argument can be a dynptr at all. */
    void checkPointer(Register register) {
        var pointer = path.register(register);
        if (!pointer.is(RegisterType.STACK) && !pointer.is(RegisterType.DYNPTR)) {
            throw Rejection.of("arg#%d expected pointer to stack or const struct bpf_dynptr", register.number() - 1);
        }
    }

    /** Checks that a dynptr can be made where the argument points to. */
    void checkUninitialised(Register register) {
        checkPointer(register);
        var pointer = path.register(register);
        String message = "Dynptr has to be an uninitialized dynptr";
        if (pointer.is(RegisterType.DYNPTR)) {
            throw Rejection.of(message);
        }
        try {
            StackObjects.index(frameOf(pointer), pointer, KIND, SLOTS);
        } catch (Rejection misplaced) {
            throw misplaced.with("%s", message);
        }
        for (int offset = 0; offset < SIZE; offset += StackSlot.BYTES) {
            memory.check(Access.byHelper(register, offset, StackSlot.BYTES, true), false);
        }
        int index = StackObjects.index(frameOf(pointer), pointer, KIND, SLOTS).orElseThrow();
        StackDynptrs.checkOverwritable(frameOf(pointer), index);
        StackDynptrs.checkOverwritable(frameOf(pointer), index - 1);
    }

    /** Makes a dynptr where the argument points to, which was checked; a reference of 0 is acquired where the type needs one. */
    void create(Register register, DynptrType type, int reference) {
        var pointer = path.register(register);
        var frame = frameOf(pointer);
        for (int offset = 0; offset < SIZE; offset += StackSlot.BYTES) {
            memory.store(Access.byHelper(register, offset, StackSlot.BYTES, true));
        }
        int index = StackObjects.index(frame, pointer, KIND, SLOTS).orElseThrow();
        StackDynptrs.destroyAt(path, frame, index);
        StackDynptrs.destroyAt(path, frame, index - 1);
        int id = path.newId();
        int held = !StackDynptrs.isReferenced(type) ? 0 : reference != 0 ? reference : References.acquire(path);
        for (int i = 0; i < SLOTS; i++) {
            var content = RegisterState.pointer(RegisterType.DYNPTR, new Pointee.OfDynptr(type, i == 0))
                    .withId(id)
                    .withReference(held);
            frame.setSlot(index - i, StackSlot.uniform(SlotType.DYNPTR, content));
            path.trace().touchSlot(index - i);
            path.liveness().write(frame.number(), index - i);
        }
    }

    /**
     * Checks that the argument is an initialised dynptr.
     *
     * @param constant whether the callee leaves the dynptr itself as it is
     * @param expected the type that it must have; null for any
     */
    void checkInitialised(Register register, boolean constant, DynptrType expected) {
        checkPointer(register);
        var pointer = path.register(register);
        if (pointer.is(RegisterType.DYNPTR) && !constant) {
            throw Rejection.of("cannot pass pointer to const bpf_dynptr, the helper mutates it");
        }
        String message = "Expected an initialized dynptr as arg #%d";
        try {
            if (!isInitialised(pointer)) {
                throw Rejection.of(message, register.number() - 1);
            }
        } catch (Rejection rejection) {
            throw rejection.lines().get(0).startsWith("Expected")
                    ? rejection
                    : rejection.with(message, register.number() - 1);
        }
        if (expected != null && typeOf(register) != expected) {
            throw Rejection.of("Expected a dynptr of type %s as arg #%d", expected.kernelName(), register.number() - 1);
        }
        if (pointer.is(RegisterType.STACK)) {
            int index =
                    StackObjects.index(frameOf(pointer), pointer, KIND, SLOTS).orElseThrow();
            StackObjects.read(path, frameOf(pointer), index, SLOTS);
        }
    }

    private boolean isInitialised(RegisterState pointer) {
        if (pointer.is(RegisterType.DYNPTR)) {
            return true;
        }
        var frame = frameOf(pointer);
        var index = StackObjects.index(frame, pointer, KIND, SLOTS);
        return index.isPresent()
                && frame.slot(index.getAsInt()).register().pointee() instanceof Pointee.OfDynptr dynptr
                && dynptr.first()
                && StackObjects.isAll(frame, index.getAsInt(), SLOTS, SlotType.DYNPTR);
    }

    /** The dynptr that an argument, which was checked, is. */
    private RegisterState content(Register register) {
        var pointer = path.register(register);
        if (pointer.is(RegisterType.DYNPTR)) {
            return pointer;
        }
        int index = StackObjects.index(frameOf(pointer), pointer, KIND, SLOTS).orElseThrow();
        return frameOf(pointer).slot(index).register();
    }

    DynptrType typeOf(Register register) {
        return ((Pointee.OfDynptr) content(register).pointee()).type();
    }

    CallSite.DynptrUse use(Register register) {
        var content = content(register);
        return new CallSite.DynptrUse(typeOf(register), content.id(), content.reference());
    }

    /** Whether the argument is a dynptr on the stack that holds a reference. */
    boolean isReferenced(Register register) {
        var pointer = path.register(register);
        var index = StackObjects.index(frameOf(pointer), pointer, KIND, SLOTS);
        return index.isPresent()
                && frameOf(pointer).slot(index.getAsInt()).register().reference() != 0;
    }

    /** Ends a dynptr; one with a reference takes its clones and slices with it. */
    void destroy(Register register) {
        var pointer = path.register(register);
        var frame = frameOf(pointer);
        int index = StackObjects.index(frame, pointer, KIND, SLOTS).orElseThrow();
        int reference = frame.slot(index).register().reference();
        if (reference == 0) {
            StackDynptrs.forget(path, frame, index);
            return;
        }
        References.release(path, reference);
        for (int i = 1; i < frame.slots(); i++) {
            var content = frame.slot(i).register();
            if (StackDynptrs.isDynptr(frame.slot(i))
                    && content.reference() == reference
                    && ((Pointee.OfDynptr) content.pointee()).first()) {
                StackDynptrs.forget(path, frame, i);
            }
        }
    }

    /** What is known of a dynptr argument, as facts say it. */
    ArgumentFact fact(Register register) {
        return fact(register, typeOf(register));
    }

    ArgumentFact fact(Register register, DynptrType type) {
        var pointer = path.register(register);
        if (pointer.is(RegisterType.DYNPTR)) {
            return new ArgumentFact.Unknown();
        }
        int framesUp = path.state().depth() - frameOf(pointer).number();
        int offset = pointer.offset() + (int) pointer.scalar().constantValue();
        return new ArgumentFact.Dynptr(type, framesUp, offset);
    }
}
