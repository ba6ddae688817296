package dev.osmia.runtime.generated;

import dev.osmia.program.Program;
import dev.osmia.runtime.Executable;

/** What every generated class extends. */
public abstract class GeneratedProgram implements Executable {
    private final Program program;

    protected GeneratedProgram(Program program) {
        this.program = program;
    }

    @Override
    public final Program program() {
        return program;
    }
}
