package dev.osmia.program.link;

import dev.osmia.program.Subprogram;
import dev.osmia.program.btf.BtfType;
import dev.osmia.program.object.FunctionSpec;
import dev.osmia.program.object.ObjectSpec;
import java.util.Optional;

/** The function that handles what a program throws: named by a tag of the program, called by the kernel only. */
final class ExceptionCallback {
    private static final String TAG = "exception_callback:";

    private ExceptionCallback() {}

    static Optional<FunctionSpec> of(ObjectSpec object, FunctionSpec main) {
        if (object.btf().isEmpty() || main.btfFunction().isEmpty()) {
            return Optional.empty();
        }
        var types = object.btf().get();
        for (int id = 1; id <= types.size(); id++) {
            if (types.type(id) instanceof BtfType.DeclarationTag tag
                    && tag.target() == main.btfFunction().getAsInt()
                    && tag.component() == -1
                    && tag.name().startsWith(TAG)) {
                return named(object, tag.name().substring(TAG.length()));
            }
        }
        return Optional.empty();
    }

    private static Optional<FunctionSpec> named(ObjectSpec object, String name) {
        return object.functions().stream()
                .filter(function -> !function.entry()
                        && function.linkage() == Subprogram.Linkage.GLOBAL
                        && function.name().equals(name))
                .findFirst();
    }
}
