package dev.osmia.jit.agreement;

import dev.osmia.program.ProgramType;
import dev.osmia.program.instruction.Register;
import java.util.ArrayList;
import java.util.List;

/**
 * What holds between two steps of a random program: R6 is the context; of the other registers some are scalars, some point at memory.
 *
 * @param place where the steps stand
 * @param scalars registers that hold scalars, which steps may change
 * @param areas registers that hold pointers, which steps leave alone
 * @param call how much a call may do
 * @param dynptr what the stack's dynptr is over, if there is one now
 * @param cloned whether there is a clone of it
 * @param depth how many enclosures are around
 * @param looping whether one of them is a loop
 * @param spilling whether a pointer lies on the stack
 */
record Scope(
        ProgramType type,
        Place place,
        List<Register> scalars,
        List<Area> areas,
        Calls call,
        DynptrKind dynptr,
        boolean cloned,
        int depth,
        boolean looping,
        boolean spilling) {

    /** What kind of function steps stand in. */
    enum Place {
        MAIN,
        FUNCTION,
        /** Called by a helper, without the context. */
        CALLBACK
    }

    /** Memory that a register points at. */
    record Area(Register base, int bytes, boolean writable, Kind kind) {
        /** Which rules its accesses follow. */
        enum Kind {
            PACKET,
            SLICE,
            MAP_VALUE,
            STACK
        }

        /** Whether the kernel wants accesses aligned that are not atomic. */
        boolean aligned() {
            return kind == Kind.STACK;
        }

        /** Whether atomics are allowed, and the area starts where they may. */
        boolean atomic() {
            return kind == Kind.STACK || kind == Kind.MAP_VALUE;
        }
    }

    /** What calls would break. */
    enum Calls {
        /** Nothing points anywhere. */
        ANY,
        /** Pointers into packets, slices or hash values are in use: calls must not move or remove what they point at. */
        QUIET,
        /** They are in registers that every call clobbers. */
        NONE
    }

    /** What a dynptr is over. */
    enum DynptrKind {
        NONE,
        METADATA,
        PACKET,
        MEMORY
    }

    Scope {
        scalars = List.copyOf(scalars);
        areas = List.copyOf(areas);
    }

    static Scope function(ProgramType type, Place place, boolean quiet) {
        var scalars = new ArrayList<>(List.of(Register.values()));
        scalars.remove(Register.R6);
        scalars.remove(Register.R10);
        return new Scope(
                type,
                place,
                scalars,
                List.of(),
                quiet ? Calls.QUIET : Calls.ANY,
                DynptrKind.NONE,
                false,
                0,
                false,
                false);
    }

    /** One enclosure further in. */
    Scope deeper() {
        return new Scope(type, place, scalars, areas, call, dynptr, cloned, depth + 1, looping, spilling);
    }

    /** A register keeps its value: steps may not change it. */
    Scope without(Register register) {
        var rest = new ArrayList<>(scalars);
        rest.remove(register);
        return new Scope(type, place, rest, areas, call, dynptr, cloned, depth, looping, spilling);
    }

    Scope with(Area area) {
        var more = new ArrayList<>(areas);
        more.add(area);
        var calls = call == Calls.ANY && area.kind() != Area.Kind.STACK ? Calls.QUIET : call;
        calls = area.base().number() <= 5 ? Calls.NONE : calls;
        return new Scope(
                type, place, without(area.base()).scalars, more, calls, dynptr, cloned, depth, looping, spilling);
    }

    /** An area's register lost its pointer for a while. */
    Scope forgetting(Area area) {
        var fewer = new ArrayList<>(areas);
        fewer.remove(area);
        var more = new ArrayList<>(scalars);
        more.add(area.base());
        return new Scope(type, place, more, fewer, call, dynptr, cloned, depth, looping, true);
    }

    Scope withDynptr(DynptrKind kind) {
        return new Scope(type, place, scalars, areas, call, kind, false, depth, looping, spilling);
    }

    Scope withClone() {
        return new Scope(type, place, scalars, areas, call, dynptr, true, depth, looping, spilling);
    }

    Scope inLoop() {
        return new Scope(type, place, scalars, areas, call, dynptr, cloned, depth, true, spilling);
    }

    boolean main() {
        return place == Place.MAIN;
    }

    boolean hasContext() {
        return place != Place.CALLBACK;
    }

    boolean tc() {
        return type == ProgramType.SCHED_CLS;
    }

    /** Scalars that calls leave alone. */
    List<Register> saved() {
        return scalars.stream().filter(register -> register.number() >= 7).toList();
    }
}
