package dev.osmia.runtime;

import dev.osmia.program.Program;
import dev.osmia.program.btf.SourceLine;
import java.util.Optional;

/**
 * An access of a running program that the JVM's bounds check stopped. The verifier proved that this cannot happen, so a fault in an
 * accepted program is a bug in Osmia, and memory outside the region was not touched.
 */
public final class ProgramFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String program;
    private final int slot;
    private final transient SourceLine source;

    private ProgramFault(String program, int slot, SourceLine source, Throwable cause) {
        super(
                "program " + program + " faulted at instruction " + slot + (source == null ? "" : " (" + source + ")")
                        + ": " + cause.getMessage() + "; please report it: an accepted program must not fault",
                cause);
        this.program = program;
        this.slot = slot;
        this.source = source;
    }

    /** A fault of a program at an instruction, for what the JVM or a region threw. */
    public static ProgramFault at(Program program, int slot, Throwable cause) {
        return new ProgramFault(program.name(), slot, program.lineAt(slot).orElse(null), cause);
    }

    /** The program's name. */
    public String program() {
        return program;
    }

    /** The instruction. */
    public int slot() {
        return slot;
    }

    /** The C line of the instruction, where known. */
    public Optional<SourceLine> source() {
        return Optional.ofNullable(source);
    }
}
