package dev.osmia.runtime.helper;

import dev.osmia.program.ProgramType;
import dev.osmia.runtime.HelperFunction;
import java.util.Optional;

/** What a helper or kfunc does, which for some depends on who calls it. */
@FunctionalInterface
public interface Implementation {

    /** What it does for programs of this type; empty where they can be verified, but not run yet. */
    Optional<HelperFunction> of(ProgramType type);
}
