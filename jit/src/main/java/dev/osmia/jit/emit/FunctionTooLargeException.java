package dev.osmia.jit.emit;

/** A function is too large for one JVM method that HotSpot would compile. */
public final class FunctionTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FunctionTooLargeException(String program, String function, int bytes) {
        super("program " + program + ": function " + function + " needs " + bytes + " bytes of bytecode, more than the "
                + ClassEmitter.HUGE_METHOD_LIMIT + " that the JVM compiles");
    }
}
