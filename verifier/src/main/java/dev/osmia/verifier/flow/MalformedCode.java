package dev.osmia.verifier.flow;

/** Ends the analysis of a program whose shape is wrong; never leaves the package. */
final class MalformedCode extends Exception {
    private static final long serialVersionUID = 1L;

    private final int slot;

    MalformedCode(int slot, String message) {
        super(message, null, false, false);
        this.slot = slot;
    }

    FlowResult.Malformed result() {
        return new FlowResult.Malformed(getMessage(), slot);
    }
}
