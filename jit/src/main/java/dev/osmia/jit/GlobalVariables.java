package dev.osmia.jit;

import dev.osmia.program.MapSpec;
import dev.osmia.program.btf.BtfFormatter;
import dev.osmia.program.btf.BtfMapTypes;
import dev.osmia.program.btf.BtfType;
import dev.osmia.program.btf.BtfValue;
import dev.osmia.program.object.ObjectSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;

/** Changes first values of global variables in an object that was read. */
final class GlobalVariables {
    private GlobalVariables() {}

    /** The object with the variable's new value; empty if it has no variable of this name. */
    static Optional<ObjectSpec> with(ObjectSpec object, String name, BtfValue value) {
        var maps = new ArrayList<>(object.placedMaps());
        for (int i = 0; i < maps.size(); i++) {
            var changed = with(maps.get(i).map(), name, value);
            if (changed.isPresent()) {
                maps.set(i, maps.get(i).withMap(changed.get()));
                return Optional.of(object.withMaps(maps));
            }
        }
        return Optional.empty();
    }

    private static Optional<MapSpec> with(MapSpec map, String name, BtfValue value) {
        return map.types()
                .flatMap(types -> variable(types, name).map(variable -> {
                    var bytes = Arrays.copyOf(map.content().bytes(), map.valueSize());
                    var target = ByteBuffer.wrap(bytes, variable.offset(), variable.size());
                    BtfFormatter.write(types.btf(), variable.variable(), value, target);
                    return map.withContent(bytes);
                }));
    }

    private static Optional<BtfType.SectionVariable> variable(BtfMapTypes types, String name) {
        if (types.value() == 0 || !(types.btf().type(types.value()) instanceof BtfType.DataSection section)) {
            return Optional.empty();
        }
        return section.variables().stream()
                .filter(variable -> types.btf().type(variable.variable()).name().equals(name))
                .findFirst();
    }
}
