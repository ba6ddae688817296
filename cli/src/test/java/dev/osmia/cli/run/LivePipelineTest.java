package dev.osmia.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.osmia.testkit.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The running kernel as judge: the recorders attach our XDP and tc programs to virtual devices in a network namespace of their own, send
 * packets through, and have to come to what is recorded, which {@link RecordedRunsTest} and the recorded pipeline hold Osmia to. The namespace,
 * and with it all that was made there, ends with the recorder's process.
 */
final class LivePipelineTest {
    private static final int MINUTES = 5;

    @BeforeEach
    void needsARecorder() {
        assumeRuns("a network namespace of its own", "unshare", "--net", "true");
        assumeRuns("python3 with libbpf.so.1", "python3", "-c", "import ctypes; ctypes.CDLL('libbpf.so.1')");
        assumeRuns("iproute2", "ip", "-V");
        assumeRuns("bpf(2)", "bpftool", "prog", "list");
    }

    private static void assumeRuns(String what, String... command) {
        boolean runs;
        try {
            runs = new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            runs = false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            runs = false;
        }
        assumeTrue(runs, "the kernel's pipeline is not asked: this machine does not allow " + what);
    }

    @Test
    void programsOfTheExamplesComeToWhatIsRecorded(@TempDir Path folder) throws Exception {
        assumeRuns("clang-19", "clang-19", "--version");
        var recorded = Checkout.file("examples/expected");
        run(
                folder.resolve("log"),
                List.of("python3", recorded.resolve("record.py").toString(), folder.toString()));
        try (var files = Files.list(recorded)) {
            var names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .sorted()
                    .toList();
            assertThat(names).hasSizeGreaterThan(10);
            for (var name : names) {
                assertThat(withoutRelease(folder.resolve(name)))
                        .as(name)
                        .isEqualTo(withoutRelease(recorded.resolve(name)));
            }
        }
    }

    /** Which kernel it was may differ. */
    private static List<String> withoutRelease(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("  \"kernel\":"))
                .toList();
    }

    @Test
    void metadataUnderChangingPacketsComeToWhatIsRecorded(@TempDir Path folder) throws Exception {
        var record = Checkout.file("runtime/src/test/resources/recorded/pipeline-metadata.txt");
        var found = folder.resolve("record");
        var recorder = Checkout.file("runtime/src/test/recorder/pipeline.py");
        var process = new ProcessBuilder(
                        "python3",
                        recorder.toString(),
                        record.resolveSibling("pipeline.o").toString())
                .redirectInput(record.toFile())
                .redirectOutput(found.toFile())
                .redirectError(folder.resolve("log").toFile())
                .start();
        await(process, folder.resolve("log"));
        assertThat(Files.readAllLines(found)).isEqualTo(Files.readAllLines(record));
    }

    private static void run(Path log, List<String> command) throws IOException, InterruptedException {
        await(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                log);
    }

    private static void await(Process process, Path log) throws IOException, InterruptedException {
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            process.destroyForcibly();
        }
        assertThat(ended).as("ends within %d minutes", MINUTES).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }
}
