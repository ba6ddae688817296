package dev.osmia.cli.report;

import dev.osmia.jit.Engine;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;

/** The engines as the command line spells them. */
public final class EngineNames implements Iterable<String> {
    /** The name of an engine. */
    public static String of(Engine engine) {
        return engine.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Iterator<String> iterator() {
        return Arrays.stream(Engine.values()).map(EngineNames::of).iterator();
    }
}
