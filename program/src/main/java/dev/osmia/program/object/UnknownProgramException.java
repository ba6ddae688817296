package dev.osmia.program.object;

/** An object has no such program; the message is one line and says which it has. */
public final class UnknownProgramException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** An exception whose message is one line that names the file and what it has instead. */
    public UnknownProgramException(String message) {
        super(message);
    }
}
