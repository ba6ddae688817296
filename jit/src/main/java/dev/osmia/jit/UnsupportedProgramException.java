package dev.osmia.jit;

/** A program was to run that needs what Osmia does not have yet. */
public final class UnsupportedProgramException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnsupportedProgramException(String missing) {
        super(missing);
    }
}
