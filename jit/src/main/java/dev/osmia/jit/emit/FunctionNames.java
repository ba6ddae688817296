package dev.osmia.jit.emit;

import dev.osmia.program.Program;
import dev.osmia.runtime.generated.GeneratedNames;
import java.util.ArrayList;
import java.util.List;

/** The names of a generated class and of its methods: the C functions' own, so that profilers show them. */
final class FunctionNames {
    private final String className;
    private final List<String> functions = new ArrayList<>();

    FunctionNames(String className, Program program) {
        this.className = className;
        for (var subprogram : program.subprograms()) {
            var name = GeneratedNames.identifier(subprogram.name());
            functions.add(functions.contains(name) ? name + "$" + functions.size() : name);
        }
    }

    /** The class's internal name. */
    String className() {
        return className;
    }

    /** The method of the function with this index. */
    String functionName(int index) {
        return functions.get(index);
    }
}
