package dev.osmia.kernel;

import static dev.osmia.program.assembly.Assembly.callHelper;
import static dev.osmia.program.assembly.Assembly.exit;
import static dev.osmia.program.assembly.Assembly.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osmia.kernel.testing.RunningKernel;
import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.packet.Packet;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningKernel.class)
final class CpuPinTest {
    private static final int BPF_GET_SMP_PROCESSOR_ID = 8;

    @Test
    void keepsTestRunsOnTheCpu(Kernel kernel) {
        var code = program(callHelper(BPF_GET_SMP_PROCESSOR_ID), exit());
        try (var maps = new KernelMaps();
                var program = kernel.load(Program.of("cpu", ProgramType.XDP, code), maps)
                        .orElseThrow()) {
            for (int cpu = 0; cpu < Runtime.getRuntime().availableProcessors(); cpu++) {
                try (var pin = CpuPin.to(cpu)) {
                    for (int i = 0; i < 100; i++) {
                        assertThat(program.run(Packet.of(ByteBuffer.allocate(60))))
                                .isEqualTo(pin.cpu());
                    }
                }
            }
        }
    }

    @Test
    void saysWhichCpuIsNotThere(Kernel kernel) {
        assertThatThrownBy(() -> CpuPin.to(5000))
                .isInstanceOfSatisfying(
                        KernelException.class,
                        refused -> assertThat(refused.errno()).isEqualTo(Errno.EINVAL))
                .hasMessage("sched_setaffinity to CPU 5000: EINVAL");
    }
}
