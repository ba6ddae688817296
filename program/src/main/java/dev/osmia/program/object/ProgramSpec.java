package dev.osmia.program.object;

import dev.osmia.program.ProgramType;
import java.util.Optional;

/**
 * A program of an object: a function that something can call from outside.
 *
 * @param function its main function
 * @param hook what its section's name says; empty where the name says nothing
 */
public record ProgramSpec(FunctionSpec function, Optional<SectionName> hook) {

    /** The C function's name. */
    public String name() {
        return function.name();
    }

    /** The ELF section's name. */
    public String section() {
        return function.section();
    }

    /** The same program with this type, whatever its section's name says. */
    public ProgramSpec withType(ProgramType type) {
        var known = hook.filter(hook -> hook.type() == type);
        return new ProgramSpec(
                function, Optional.of(known.orElseGet(() -> new SectionName(type, "", false, false, true))));
    }
}
