package dev.osmia.cli.bench;

import java.util.Locale;

/** What runs what is measured. */
public enum BenchEngine {
    /** Osmia's compiled program. */
    JIT,
    /** The same work in Java by hand. */
    JAVA,
    /** Osmia's interpreter. */
    INTERPRETER,
    /** The running Linux kernel's own JIT. */
    KERNEL;

    /** Its name in output. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
