package dev.osmia.kernel.testing;

import dev.osmia.kernel.Kernel;
import dev.osmia.kernel.KernelProbe;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/**
 * Gives a test the running kernel, as a parameter of type {@link Kernel}. Where the kernel is absent or refuses, the test is skipped by
 * its name with the reason.
 */
public final class RunningKernel implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Kernel.class;
    }

    @Override
    public Kernel resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var probe = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(RunningKernel.class))
                .getOrComputeIfAbsent(KernelProbe.class, unused -> Kernel.probe(), KernelProbe.class);
        if (probe instanceof KernelProbe.Unavailable unavailable) {
            String line = "skipped without the kernel: " + context.getDisplayName() + ": " + unavailable.reason();
            context.publishReportEntry("skipped", line);
            throw new TestAbortedException(line);
        }
        return probe.kernel().orElseThrow();
    }
}
