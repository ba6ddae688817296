package dev.osmia.kernel.testing;

import static dev.osmia.program.assembly.Assembly.exit;
import static dev.osmia.program.assembly.Assembly.load;
import static dev.osmia.program.assembly.Assembly.mov;
import static dev.osmia.program.assembly.Assembly.program;
import static dev.osmia.program.instruction.MemorySize.DOUBLE_WORD;
import static dev.osmia.program.instruction.Register.R0;
import static dev.osmia.program.instruction.Register.R10;

import dev.osmia.kernel.Kernel;
import dev.osmia.kernel.KernelProbe;
import dev.osmia.kernel.KernelVerdict;
import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import java.util.Arrays;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/**
 * Gives a test the running kernel, as a parameter of type {@link Kernel}. Where the kernel is absent or refuses, the test is skipped by
 * its name with the reason; so it is where the kernel applies the stricter rules that it has for those who may not read its memory.
 * Tests without such a parameter run everywhere.
 */
public final class RunningKernel implements BeforeEachCallback, ParameterResolver {
    @Override
    public void beforeEach(ExtensionContext context) {
        boolean needed = Arrays.asList(context.getRequiredTestMethod().getParameterTypes())
                .contains(Kernel.class);
        if (!needed) {
            return;
        }
        if (probe(context) instanceof KernelProbe.Unavailable unavailable) {
            throw new TestAbortedException("no kernel to ask: " + unavailable.reason());
        }
        if (!mayReadKernelMemory(probe(context).kernel().orElseThrow())) {
            throw new TestAbortedException("no kernel to ask: this process lacks CAP_PERFMON");
        }
    }

    /** Whether a program may read stack that it has not written: what is there may be the kernel's. */
    private static boolean mayReadKernelMemory(Kernel kernel) {
        var code = program(load(DOUBLE_WORD, R0, R10, -8), mov(R0, 2), exit());
        return kernel.verdict(Program.of("privileged", ProgramType.XDP, code)) instanceof KernelVerdict.Accepted;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Kernel.class;
    }

    @Override
    public Kernel resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return probe(context).kernel().orElseThrow();
    }

    /** Asked once for all tests of a JVM. */
    private static KernelProbe probe(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(RunningKernel.class))
                .getOrComputeIfAbsent(KernelProbe.class, unused -> Kernel.probe(), KernelProbe.class);
    }
}
