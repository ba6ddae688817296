package dev.osmia.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.kernel.testing.RunningKernel;
import dev.osmia.program.btf.BtfType;
import dev.osmia.runtime.packet.Packet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningKernel.class)
final class KernelTest {
    @Test
    void isThereOrSaysInOneLineWhyNot() {
        var probe = Kernel.probe();

        if (probe instanceof KernelProbe.Unavailable unavailable) {
            assertThat(probe.kernel()).isEmpty();
            assertThat(unavailable.reason()).isNotBlank().hasLineCount(1);
        } else {
            assertThat(probe.kernel()).isPresent();
        }
    }

    @Test
    void tellsItsRelease(Kernel kernel) {
        assertThat(kernel.release()).matches("\\d+\\.\\d+.*");
    }

    @Test
    void tellsItsTypes(Kernel kernel) {
        assertThat(kernel.types().find("bpf_prog_load", BtfType.Function.class)).isPresent();
        assertThat(kernel.types()).isSameAs(kernel.types());
    }

    @Test
    void leavesNoFileDescriptorBehind(Kernel kernel) throws IOException {
        use(kernel);
        long before = descriptors();
        for (int i = 0; i < 5; i++) {
            use(kernel);
        }

        assertThat(descriptors()).isLessThanOrEqualTo(before);
    }

    private static void use(Kernel kernel) {
        kernel.verdict(ExampleObjects.program("flow_counter.o", "count_flows"));
        kernel.verdict(ExampleObjects.program("rejected/verdict_missing.o", "no_verdict"));
        kernel.verdict(ExampleObjects.feature("write_inner"));
        try (var maps = new KernelMaps();
                var program = kernel.load(ExampleObjects.program("dns_logger.o", "log_dns_queries"), maps)
                        .orElseThrow()) {
            program.run(Packet.of(ByteBuffer.allocate(60)));
            maps.find("queries").orElseThrow().drain(sample -> {});
        }
    }

    /** How many of this process's file descriptors are the kernel's maps, programs and types. */
    private static long descriptors() throws IOException {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(KernelTest::isBpf).count();
        }
    }

    private static boolean isBpf(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.contains("bpf") || target.contains("btf");
        } catch (IOException closed) {
            return false;
        }
    }
}
