package dev.osmia.verifier.state;

/** The program needs something that Osmia does not have at all. Thrown and caught like {@link Rejection}. */
public final class Unsupported extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is missing, such as {@code helper bpf_sk_assign#124}. */
    public Unsupported(String missing) {
        super(missing, null, false, false);
    }
}
