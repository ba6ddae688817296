package dev.osmia.cli.engine;

import dev.osmia.cli.input.UnusableInputException;
import dev.osmia.kernel.Kernel;
import dev.osmia.kernel.KernelProbe;

/** Runs programs in the running Linux kernel. */
final class KernelSession {
    private KernelSession() {}

    static EngineSession open() {
        if (Kernel.probe() instanceof KernelProbe.Unavailable unavailable) {
            throw new UnusableInputException("--engine kernel: " + unavailable.reason());
        }
        throw new UnusableInputException("--engine kernel: runs over packets are not connected yet");
    }
}
