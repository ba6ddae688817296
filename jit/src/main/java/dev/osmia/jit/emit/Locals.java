package dev.osmia.jit.emit;

import dev.osmia.jit.lowering.LoweredFunction;
import dev.osmia.jit.lowering.PlainDynptr;
import dev.osmia.program.instruction.Register;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The JVM locals of a generated method. The generated object and the parameters come first, in the order of
 * {@link #FUNCTION_DESCRIPTOR}: the context, R1 to R5 and the frame pointer.
 */
final class Locals {
    /** {@code long function(ExecutionContext, long r1, long r2, long r3, long r4, long r5, long framePointer)}. */
    static final String FUNCTION_DESCRIPTOR = "(Ldev/osmia/runtime/ExecutionContext;JJJJJJ)J";

    /** The generated object itself. */
    static final int EXECUTABLE = 0;

    static final int CONTEXT = 1;
    private static final int R1 = 2;
    private static final int FRAME_POINTER = 12;
    private static final int R0 = 14;
    private static final int R6 = 16;

    /** The slot of the instruction that runs, for faults. */
    static final int FAULT_SLOT = 24;

    static final int PACKET = 25;
    static final int PACKET_BUFFER = 26;
    static final int PACKET_START = 27;
    static final int PACKET_LENGTH = 28;
    static final int METADATA_BUFFER = 29;
    static final int METADATA_START = 30;
    static final int METADATA_LENGTH = 31;
    static final int METADATA_SHIFT = 32;
    static final int STACK = 33;

    /** The buffer of the map's values that dynptrs are over. */
    static final int VALUES = 34;

    /** A value between two instructions, of one or two locals. */
    static final int SCRATCH = 35;

    /** The second local of {@link #SCRATCH}, for a value of one local. */
    static final int SECOND_SCRATCH = SCRATCH + 1;

    private static final int NARROW = SCRATCH + 2;
    private static final int DYNPTR_LOCALS = 3;
    private static final int FIRST_FREE = NARROW + Register.COUNT;

    private final Map<Integer, Integer> units = new HashMap<>();
    private final Map<Integer, Integer> words = new HashMap<>();
    private final int firstDynptr;
    private final int dynptrs;

    Locals(LoweredFunction function) {
        int next = FIRST_FREE;
        for (int unit : function.longUnits()) {
            units.put(unit, next);
            next += 2;
        }
        for (int unit : function.wordUnits()) {
            words.put(unit, next);
            next += 2;
        }
        firstDynptr = next;
        dynptrs = function.dynptrs();
    }

    static int register(Register register) {
        int number = register.number();
        if (register == Register.FRAME_POINTER) {
            return FRAME_POINTER;
        } else if (number == 0) {
            return R0;
        }
        return number <= 5 ? R1 + 2 * (number - 1) : R6 + 2 * (number - 6);
    }

    /** The {@code int} local of values in the register that are held as such. */
    static int narrow(Register register) {
        return NARROW + register.number();
    }

    /** The local of a stack unit that is one. */
    int unit(int unit) {
        return units.get(unit);
    }

    /** The local of the half of a stack unit that holds this byte. */
    int word(int unit, int shift) {
        return words.get(unit) + shift / Integer.BYTES;
    }

    /** The locals of stack units that are one {@code long}. */
    Iterable<Integer> longs() {
        return units.values();
    }

    /** The first of the two locals of each stack unit that is two {@code int}s. */
    Iterable<Integer> pairs() {
        return words.values();
    }

    /** The offset of a dynptr in its storage. */
    int dynptrOffset(PlainDynptr dynptr) {
        return firstDynptr + DYNPTR_LOCALS * dynptr.index();
    }

    /** The size of a dynptr in bytes. */
    int dynptrSize(PlainDynptr dynptr) {
        return dynptrOffset(dynptr) + 1;
    }

    /** 1 if a dynptr over metadata must not be written, else 0. */
    int dynptrReadOnly(PlainDynptr dynptr) {
        return dynptrOffset(dynptr) + 2;
    }

    /** All locals of dynptrs, each an {@code int}. */
    IntStream dynptrs() {
        return IntStream.range(firstDynptr, firstDynptr + DYNPTR_LOCALS * dynptrs);
    }
}
