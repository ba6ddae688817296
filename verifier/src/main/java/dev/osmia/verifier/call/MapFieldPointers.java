package dev.osmia.verifier.call;

import dev.osmia.program.MapFields;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.Rejection;

/** Pointers to a special field of a map's value. */
final class MapFieldPointers {
    private MapFieldPointers() {}

    /** Checks that the register, a pointer to a map value, points to the value's field of the kind. */
    static void check(Path path, Register register, MapFields.Kind kind) {
        var pointer = path.register(register);
        var map = ((Pointee.OfMap) pointer.pointee()).map();
        String struct = kind.structName();
        if (!pointer.scalar().isConstant()) {
            throw Rejection.of(
                    "R%d doesn't have constant offset. %s has to be at the constant offset", register.number(), struct);
        }
        if (map.spec().types().isEmpty()) {
            throw Rejection.of("map '%s' has to have BTF in order to use %s", map.kernelName(), struct);
        }
        var field = map.fields()
                .find(kind)
                .orElseThrow(() -> Rejection.of("map '%s' has no valid %s", map.kernelName(), struct));
        long offset = pointer.scalar().constantValue() + pointer.offset();
        if (offset != field.offset()) {
            throw Rejection.of("off %d doesn't point to 'struct %s' that is at %d", offset, struct, field.offset());
        }
    }
}
