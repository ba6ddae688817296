package dev.osmia.verifier.step;

import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.Program;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Reference;
import dev.osmia.verifier.memory.Limits;
import dev.osmia.verifier.state.Rejection;

/** Checks what the program refers to before any of it is walked ({@code resolve_pseudo_ldimm64}). */
public final class ReferenceCheck {
    private ReferenceCheck() {}

    /**
     * Checks the reference at a slot.
     *
     * @throws Rejection where it is to nothing that can be referred to
     */
    public static void check(Program program, int slot) {
        var instruction = program.code().find(slot);
        if (instruction.isPresent() && instruction.get() instanceof Instruction.LoadReference load) {
            if (load.reference() instanceof Reference.MapAddress map) {
                MapPolicy.check(program, map.map());
            } else if (load.reference() instanceof Reference.MapValueAddress value) {
                check(program.maps().get(value.map()), value.offset());
                MapPolicy.check(program, value.map());
            }
        }
    }

    private static void check(MapSpec map, int offset) {
        if (Integer.compareUnsigned(offset, Limits.VARIABLE_OFFSET) >= 0) {
            throw Rejection.of("direct value offset of %s is not allowed", Integer.toUnsignedString(offset));
        }
        if (map.type() != MapType.ARRAY && map.type() != MapType.ARENA) {
            throw Rejection.of("no direct value access support for this map type");
        }
        if (map.type() == MapType.ARRAY && (map.maxEntries() != 1 || offset >= map.valueSize())) {
            throw Rejection.of("invalid access to map value pointer, value_size=%d off=%d", map.valueSize(), offset);
        }
    }
}
