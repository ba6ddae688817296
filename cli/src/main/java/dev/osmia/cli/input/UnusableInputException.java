package dev.osmia.cli.input;

/** An argument names something that is not there or does not fit; the message is one line for the user. */
public final class UnusableInputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnusableInputException(String message) {
        super(message);
    }
}
