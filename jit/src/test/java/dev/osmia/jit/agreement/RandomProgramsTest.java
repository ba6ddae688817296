package dev.osmia.jit.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A first look at random programs, on interpreter and JIT; the command line's tests run many more, on the kernel as well. {@code
 * -Dosmia.programs=N} runs more of them.
 */
class RandomProgramsTest {
    static Stream<Path> namedCases() throws IOException {
        return NamedCase.files();
    }

    /** Programs on which engines once disagreed. */
    @ParameterizedTest
    @MethodSource("namedCases")
    void enginesAgreeOnNamedCases(Path file) throws IOException {
        var named = NamedCase.read(file);

        assertThat(named.trial(Entrant.own())).isEqualTo(new Trial(Trial.Result.AGREED, ""));
    }

    @Test
    void casesReadBackAsTheyWereWritten(@TempDir Path folder) {
        Seeds.forAll(50, random -> {
            var written = new NamedCase(ProgramGenerator.generate(random).program(), Hunt.inputs(random, true));
            var file = Files.writeString(folder.resolve("case.txt"), written.text());
            var read = NamedCase.read(file);

            assertThat(read.program().code()).isEqualTo(written.program().code());
            assertThat(read.inputs()).isEqualTo(written.inputs());
        });
    }

    @Test
    void enginesAgreeOnRandomPrograms() {
        Hunt.over(Integer.getInteger("osmia.programs", 500), Entrant.own());
    }
}
