package dev.osmia.cli.parity;

/**
 * What the kernel or Osmia says of a program.
 *
 * @param kind what it comes to
 * @param message the reason in one line; empty for accepted programs
 */
record Answer(Kind kind, String message) {
    enum Kind {
        ACCEPTS,
        REJECTS,
        /** Of the kernel: the load fails before its verifier looks at the program. Of Osmia: it lacks what the program needs. */
        CANNOT_SAY
    }

    static final Answer ACCEPTED = new Answer(Kind.ACCEPTS, "");

    boolean is(Kind other) {
        return kind == other;
    }

    @Override
    public String toString() {
        return message.isEmpty() ? kind.name() : kind + " " + message;
    }
}
