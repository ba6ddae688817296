package dev.osmia.program.core;

/** Why a relocation makes no sense; the relocator turns it into a message that names the place. */
final class CoreProblem extends Exception {
    private static final long serialVersionUID = 1;

    private final String expected;
    private final String found;

    CoreProblem(String expected, String found) {
        super(expected, null, false, false);
        this.expected = expected;
        this.found = found;
    }

    String expected() {
        return expected;
    }

    String found() {
        return found;
    }
}
