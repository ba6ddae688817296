package dev.osmia.cli.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.cli.agreement.EngineAgreement.Agreement;
import dev.osmia.kernel.CpuPin;
import dev.osmia.kernel.Kernel;
import dev.osmia.kernel.testing.RunningKernel;
import dev.osmia.program.link.Linker;
import dev.osmia.program.object.ElfObjectReader;
import dev.osmia.runtime.capture.CaptureReader;
import dev.osmia.testkit.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples on all engines. */
@ExtendWith(RunningKernel.class)
final class ExampleAgreementTest {
    private static final int CAPTURED = 2950;

    /** How many packets of the capture; all of them take minutes. */
    private static final int PACKETS = Integer.getInteger("osmia.agreement.packets", 300);

    // The rate limiter depends on time, which the engines do not share.
    static List<String> objects() throws IOException {
        return names("examples/objects")
                .filter(name -> !name.equals("rate_limiter.o"))
                .toList();
    }

    // The one keeps the kernel busy for many seconds; root may do what the other does.
    static List<String> rejected() throws IOException {
        return names("examples/objects/rejected")
                .filter(name -> !name.equals("loop_without_bound.o") && !name.equals("stack_uninitialised.o"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("objects")
    void allEnginesMakeTheSameOfTheCapture(String object, Kernel kernel) throws IOException {
        for (var agreement : check("examples/objects/" + object, kernel, capture())) {
            assertThat(agreement.accepted()).isTrue();
            assertThat(agreement.leftOut().values())
                    .allSatisfy(missing -> assertThat(missing).contains("bytes of bytecode"));
        }
    }

    @ParameterizedTest
    @MethodSource("rejected")
    void allVerifiersRejectTheSameInTheSameWords(String object, Kernel kernel) throws IOException {
        assertThat(check("examples/objects/rejected/" + object, kernel, List.of()))
                .isNotEmpty()
                .containsOnly(new Agreement(false, Map.of()));
    }

    private static List<Agreement> check(String file, Kernel kernel, List<Input> inputs) throws IOException {
        var agreement = EngineAgreement.withKernel(kernel);
        var object = ElfObjectReader.read(Checkout.file(file));
        try (var pin = CpuPin.to(0)) {
            assertThat(pin.cpu()).isZero();
            return object.programs().stream()
                    .map(program -> agreement.check(Linker.link(object, program), inputs))
                    .toList();
        }
    }

    /** Every so many packets of the capture, so that all its protocols are among them. */
    private static List<Input> capture() throws IOException {
        var inputs = new ArrayList<Input>();
        try (var capture = CaptureReader.open(Checkout.file("examples/captures/office.pcap"))) {
            for (int i = 0; capture.next(); i++) {
                if (i % Math.max(1, CAPTURED / PACKETS) == 0) {
                    var frame = new byte[capture.capturedLength()];
                    capture.buffer().get(capture.offset(), frame);
                    inputs.add(Input.of(frame));
                }
            }
        }
        return inputs;
    }

    private static Stream<String> names(String folder) throws IOException {
        try (var files = Files.list(Checkout.file(folder))) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".o"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }
}
