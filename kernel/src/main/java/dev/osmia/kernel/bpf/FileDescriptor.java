package dev.osmia.kernel.bpf;

import java.lang.ref.Cleaner;

/** An open file descriptor of a map, program or BTF. What is never closed is closed when nobody can reach it any more. */
public final class FileDescriptor implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();

    private final int number;
    private final Cleaner.Cleanable closing;
    private volatile boolean closed;

    /** Takes charge of an open file descriptor. */
    public FileDescriptor(int number) {
        this.number = number;
        // No reference to this object may be in the action, or it would always be reachable.
        closing = CLEANER.register(this, () -> Linux.close(number));
    }

    /**
     * The number.
     *
     * @throws IllegalStateException when it was closed; the number may be another file's by now
     */
    public int number() {
        if (closed) {
            throw new IllegalStateException("file descriptor " + number + " is closed");
        }
        return number;
    }

    @Override
    public void close() {
        closed = true;
        closing.clean();
    }
}
