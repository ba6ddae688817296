package dev.osmia.cli.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.jit.agreement.Entrant;
import dev.osmia.jit.agreement.Hunt;
import dev.osmia.jit.agreement.NamedCase;
import dev.osmia.jit.agreement.Trial;
import dev.osmia.kernel.Kernel;
import dev.osmia.kernel.testing.RunningKernel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random programs on interpreter, JIT and, where there is one, the kernel: all come to the same verdict, and what one computes, the others
 * compute, to the last register, packet byte and map value. {@code -Dosmia.programs=N} runs so many, {@code -Dosmia.seed=N} one of them.
 */
@ExtendWith(RunningKernel.class)
class RandomProgramsTest {
    private static final int PROGRAMS = 10_000;

    static Stream<Path> namedCases() throws IOException {
        return NamedCase.files();
    }

    @Test
    void enginesAgree() {
        int programs = Integer.getInteger("osmia.programs", PROGRAMS);
        var entrants = new ArrayList<>(Entrant.own());
        var kernel = Kernel.probe().kernel();
        if (kernel.isEmpty()) {
            Hunt.over(programs, entrants);
            return;
        }
        try (var entrant = new KernelEntrant(kernel.orElseThrow())) {
            entrants.add(entrant);
            Hunt.over(programs, entrants);
        }
    }

    /** Programs on which engines once disagreed. */
    @ParameterizedTest
    @MethodSource("namedCases")
    void kernelAgreesOnNamedCases(Path file, Kernel kernel) throws IOException {
        var named = NamedCase.read(file);
        var entrants = new ArrayList<>(Entrant.own());
        try (var entrant = new KernelEntrant(kernel)) {
            entrants.add(entrant);

            assertThat(named.trial(entrants)).isEqualTo(new Trial(Trial.Result.AGREED, ""));
        }
    }
}
