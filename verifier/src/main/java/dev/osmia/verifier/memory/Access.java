package dev.osmia.verifier.memory;

import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.Register;

/**
 * A load or store, or the one or the other half of an atomic.
 *
 * @param base the register with the address
 * @param offset the instruction's offset from it
 * @param size bytes, 1, 2, 4 or 8
 * @param write whether it stores
 * @param value what is stored; null where the value is not told, as an atomic's new value, or where nothing is stored
 * @param strict whether it must be aligned whatever it accesses, as atomics must
 */
public record Access(Register base, int offset, int size, boolean write, Operand value, boolean strict) {

    /** A load. */
    public static Access load(Register base, int offset, int size) {
        return new Access(base, offset, size, false, null, false);
    }

    /** A store. */
    public static Access store(Register base, int offset, int size, Operand value) {
        return new Access(base, offset, size, true, value, false);
    }

    /** The reading or writing half of an atomic. */
    public static Access atomic(Register base, int offset, int size, boolean write) {
        return new Access(base, offset, size, write, null, true);
    }

    /** An access by a helper, whose value is not known to the program. */
    public static Access byHelper(Register base, int offset, int size, boolean write) {
        return new Access(base, offset, size, write, null, false);
    }

    /** The register that is stored; null where none is. */
    Register valueRegister() {
        return value instanceof Register register ? register : null;
    }

    /** Whether the instruction stores this immediate. */
    boolean storesImmediate(int number) {
        return storesImmediate() && ((Operand.Immediate) value).value() == number;
    }

    boolean storesImmediate() {
        return value instanceof Operand.Immediate;
    }
}
