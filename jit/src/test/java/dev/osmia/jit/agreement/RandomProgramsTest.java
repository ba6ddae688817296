package dev.osmia.jit.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random programs on interpreter and JIT: what one computes, the other computes, to the last register, packet byte and map value. {@code
 * -Dosmia.programs=N} runs more of them.
 */
class RandomProgramsTest {
    static final int RUNS = 4;

    static Stream<Path> namedCases() throws IOException {
        return NamedCase.files();
    }

    /** Programs on which engines once disagreed. */
    @ParameterizedTest
    @MethodSource("namedCases")
    void enginesAgreeOnNamedCases(Path file) throws IOException {
        var named = NamedCase.read(file);

        assertThat(Trial.of(named.program(), named.inputs())).isEqualTo(new Trial(Trial.Result.AGREED, ""));
    }

    @Test
    void casesReadBackAsTheyWereWritten(@TempDir Path folder) {
        Seeds.forAll(50, random -> {
            var written = new NamedCase(ProgramGenerator.generate(random).program(), inputs(random));
            var file = Files.writeString(folder.resolve("case.txt"), written.text());
            var read = NamedCase.read(file);

            assertThat(read.program().code()).isEqualTo(written.program().code());
            assertThat(read.inputs()).isEqualTo(written.inputs());
        });
    }

    @Test
    void enginesAgreeOnRandomPrograms() {
        int programs = Integer.getInteger("osmia.programs", 2_000);
        var accepted = new AtomicInteger();
        Seeds.forAllInParallel(programs, random -> {
            var program = ProgramGenerator.generate(random);
            var inputs = inputs(random);
            var trial = Trial.of(program.program(), inputs);
            if (trial.disagreed()) {
                throw NamedCase.failure(Trial.smallest(program, inputs), trial.problem());
            } else if (trial.result() == Trial.Result.AGREED) {
                accepted.incrementAndGet();
            }
        });
        assertThat(accepted.get()).as("accepted of %d", programs).isGreaterThan(programs * 9 / 10);
    }

    static List<Input> inputs(RandomGenerator random) {
        var inputs = new ArrayList<Input>();
        for (int i = 0; i < RUNS; i++) {
            inputs.add(Input.random(random, i > 0));
        }
        return inputs;
    }
}
