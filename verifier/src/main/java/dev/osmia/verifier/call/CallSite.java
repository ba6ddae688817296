package dev.osmia.verifier.call;

import dev.osmia.program.MapFields;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.fact.ArgumentFact;
import dev.osmia.verifier.fact.DynptrType;
import dev.osmia.verifier.state.MapReference;
import dev.osmia.verifier.state.Pointee;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** A call while its arguments are checked: what earlier arguments mean for later ones, and for the result. */
final class CallSite {
    final String function;
    final Optional<SpecialFunction> special;

    MapReference map;
    int mapUid;
    Register fillRegister;
    int fillSize;
    Register released;
    int reference;
    int memorySize;
    long greatestSize;
    boolean keyExists;
    int callback = -1;
    DynptrUse dynptr;
    /** The list's head or the tree's root. */
    MapFields.Field root;
    /** The pointer that {@code bpf_kptr_xchg} exchanges. */
    MapFields.Field pointer;
    /** The object that is put somewhere, or of which another owner is made. */
    Pointee object;
    /** Whether that object has its owner here. */
    boolean owned;

    int iteratorFrame;
    int iteratorSlot = -1;
    boolean hasConstant;
    long constant;
    final Map<Register, ArgumentFact> facts = new EnumMap<>(Register.class);

    /** An initialised dynptr that the call gets. */
    record DynptrUse(DynptrType type, int id, int reference) {}

    CallSite(String function) {
        this.function = function;
        this.special = SpecialFunction.named(function);
    }

    boolean is(SpecialFunction candidate) {
        return special.isPresent() && special.get() == candidate;
    }

    void setConstant(long value) {
        hasConstant = true;
        constant = value;
    }
}
