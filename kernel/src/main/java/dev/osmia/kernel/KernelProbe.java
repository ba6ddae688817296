package dev.osmia.kernel;

import java.util.Optional;

/** Whether the running kernel can be used as an engine. */
public sealed interface KernelProbe {

    /** The kernel, where it can be used. */
    Optional<Kernel> kernel();

    /** It can be used. */
    record Available(Kernel running) implements KernelProbe {
        @Override
        public Optional<Kernel> kernel() {
            return Optional.of(running);
        }
    }

    /**
     * It cannot be used.
     *
     * @param reason one line, such as {@code bpf(2) refused: EPERM}
     */
    record Unavailable(String reason) implements KernelProbe {
        @Override
        public Optional<Kernel> kernel() {
            return Optional.empty();
        }
    }
}
