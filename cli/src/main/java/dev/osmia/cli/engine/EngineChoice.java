package dev.osmia.cli.engine;

import dev.osmia.jit.Engine;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;

/** What {@code --engine} may name. */
public enum EngineChoice {
    JIT,
    INTERPRETER,
    KERNEL;

    /** The name on the command line and in results. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The session in which programs are loaded and run. */
    public EngineSession open() {
        return switch (this) {
            case JIT -> new JvmSession(Engine.JIT);
            case INTERPRETER -> new JvmSession(Engine.INTERPRETER);
            case KERNEL -> KernelSession.open();
        };
    }

    /** The names, for usage messages. */
    public static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(values()).map(EngineChoice::text).iterator();
        }
    }
}
