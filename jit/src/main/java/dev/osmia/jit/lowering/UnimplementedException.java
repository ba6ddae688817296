package dev.osmia.jit.lowering;

/** A verified program needs something that nothing here runs yet. */
public final class UnimplementedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnimplementedException(String missing, int slot) {
        super("instruction " + slot + " needs " + missing + ", which cannot run yet");
    }
}
