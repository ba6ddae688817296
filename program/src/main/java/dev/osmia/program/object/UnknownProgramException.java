package dev.osmia.program.object;

/** An object has no such program; the message is one line and says which it has. */
public final class UnknownProgramException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownProgramException(String message) {
        super(message);
    }
}
