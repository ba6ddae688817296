package dev.osmia.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugin protocol of the bpf_conformance suite, as its runner speaks it. */
final class ConformancePluginTest {
    /** {@code r0 = *(u8 *)(r1 + 1); r0 += r2; exit}. */
    private static final String ADDS_BYTE_AND_LENGTH =
            "71 10 01 00 00 00 00 00  0f 20 00 00 00 00 00 00  95 00 00 00 00 00 00 00 ";

    /** {@code call +2; r0 += 1; exit; r0 = 40; exit}. */
    private static final String CALLS =
            "85100000020000000700000001000000950000000000000" + "0b700000028000000" + "9500000000000000";

    /** {@code r0 = *(u8 *)(r1 + 3); exit}. */
    private static final String READS_FOURTH_BYTE = "71100300000000009500000000000000";

    /** {@code r0 = 0xffffffff80000000 ll; exit}. */
    private static final String GIVES_64_BITS = "18000000000000800000000 0ffffffff9500000000000000";

    @ParameterizedTest
    @ValueSource(strings = {"jit", "interpreter"})
    void passesMemoryAndItsLength(String engine) {
        assertThat(plugin(engine, ADDS_BYTE_AND_LENGTH, "aa  bb  cc  dd ")).isEqualTo("bf\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jit", "interpreter"})
    void runsLocalCallsWithoutMemory(String engine) {
        assertThat(plugin(engine, CALLS, "")).isEqualTo("29\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jit", "interpreter"})
    void givesAllOfR0(String engine) {
        assertThat(plugin(engine, GIVES_64_BITS, "")).isEqualTo("ffffffff80000000\n");
    }

    /** {@code r0 = 1; r0 <<= 68; w0 <<= 33; exit}, which the kernel would not load. */
    private static final String SHIFTS_TOO_FAR =
            "b700000001000000" + "6700000044000000" + "6400000021000000" + "9500000000000000";

    @ParameterizedTest
    @ValueSource(strings = {"jit", "interpreter"})
    void masksConstantsOfShifts(String engine) {
        assertThat(plugin(engine, SHIFTS_TOO_FAR, "")).isEqualTo("20\n");
    }

    @Test
    void stopsAProgramThatReadsOutsideTheMemory() {
        var interpreted =
                Osmia.run("conformance-plugin", "001122", "--program", READS_FOURTH_BYTE, "--engine", "interpreter");
        assertThat(interpreted.exitCode()).isEqualTo(1);
        assertThat(interpreted.output()).isEmpty();
        var compiled = Osmia.run("conformance-plugin", "001122", "--program", READS_FOURTH_BYTE, "--engine", "jit");
        assertThat(compiled.exitCode()).isEqualTo(1);
        assertThat(compiled.errors()).contains("is outside of the packet");
    }

    @Test
    void readsTheProgramFromStandardInputAndIgnoresEmptyPluginOptions() throws Exception {
        var process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "conformance-plugin",
                        "aa  bb ",
                        ""))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var input = process.getOutputStream()) {
            input.write((ADDS_BYTE_AND_LENGTH + "\n").getBytes(UTF_8));
        }
        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).isEqualTo("bd\n");
        assertThat(process.waitFor()).isZero();
    }

    private static String plugin(String engine, String program, String memory) {
        var result = Osmia.run("conformance-plugin", memory, "", "--program", program, "--engine", engine);
        assertThat(result.errors()).isEmpty();
        assertThat(result.exitCode()).isZero();
        return result.output();
    }
}
