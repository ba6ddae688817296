package dev.osmia.kernel;

import dev.osmia.program.uapi.Errno;

/**
 * The kernel refused an operation, apart from a program's load: what it thinks of a program is a {@link KernelVerdict}. The message is
 * one line: {@code BPF_MAP_CREATE of map 'flows': EINVAL}.
 */
public final class KernelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String operation;
    private final int errno;

    /**
     * A refusal.
     *
     * @param operation what was tried, and on what
     * @param errno the error number, positive
     */
    public KernelException(String operation, int errno) {
        this(operation, errno, "");
    }

    /**
     * A refusal that can be explained.
     *
     * @param explanation what the kernel wants instead; empty where unknown
     */
    public KernelException(String operation, int errno, String explanation) {
        super(operation + ": " + Errno.name(errno) + (explanation.isEmpty() ? "" : ", " + explanation));
        this.operation = operation;
        this.errno = errno;
    }

    /** What was tried, and on what. */
    public String operation() {
        return operation;
    }

    /** The error number, positive. */
    public int errno() {
        return errno;
    }

    /** The error number's name, such as {@code EINVAL}. */
    public String errorName() {
        return Errno.name(errno);
    }
}
