package dev.osmia.cli.engine;

/** The running kernel rejects a program. */
public final class KernelRejectionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    KernelRejectionException(String message) {
        super(message);
    }
}
