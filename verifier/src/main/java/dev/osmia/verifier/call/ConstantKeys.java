package dev.osmia.verifier.call;

import dev.osmia.program.MapType;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.SlotType;
import dev.osmia.verifier.state.StackSlot;
import java.util.OptionalLong;

/** Lookups in arrays with a constant index that is in bounds: they never give null ({@code can_elide_value_nullness}). */
final class ConstantKeys {
    private ConstantKeys() {}

    /** Whether the key that the register points to is known to exist in the map. The key becomes precise where it is relied on. */
    static boolean exists(Path path, CallSite site, Register register) {
        var type = site.map.spec().type();
        if (type != MapType.ARRAY && type != MapType.PERCPU_ARRAY) {
            return false;
        }
        var key = constant(path, path.register(register), site.map.spec().keySize());
        return site.is(SpecialFunction.MAP_LOOKUP_ELEM)
                && key.isPresent()
                && key.getAsLong() >= 0
                && key.getAsLong() < Integer.toUnsignedLong(site.map.spec().maxEntries());
    }

    private static OptionalLong constant(Path path, RegisterState pointer, int size) {
        if (!pointer.is(RegisterType.STACK) || !pointer.scalar().isConstant()) {
            return OptionalLong.empty();
        }
        var frame = path.state().frameOf(pointer);
        int offset = pointer.offset() + (int) pointer.scalar().constantValue();
        int index = StackSlot.indexOf(offset);
        if (offset >= 0 || index >= frame.slots()) {
            return OptionalLong.empty();
        }
        var slot = frame.slot(index);
        int first = StackSlot.byteOf(offset);
        if (countFrom(slot, first, SlotType.ZERO) >= size) {
            return OptionalLong.of(0);
        }
        if (!slot.isSpilledScalar()
                || countFrom(slot, first, SlotType.SPILL) != size
                || !slot.register().scalar().isConstant()) {
            return OptionalLong.empty();
        }
        path.markSlotPrecise(frame.number(), index);
        return OptionalLong.of(slot.register().scalar().constantValue());
    }

    /** How many bytes from the one with the index upwards are of the type. */
    private static int countFrom(StackSlot slot, int first, SlotType type) {
        int count = 0;
        for (int i = first; i >= 0 && slot.type(i) == type; i--) {
            count++;
        }
        return count;
    }
}
