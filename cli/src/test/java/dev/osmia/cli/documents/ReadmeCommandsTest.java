package dev.osmia.cli.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.cli.documents.MarkdownDocument.Block;
import dev.osmia.testkit.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README does what it says. A fenced {@code sh} block that starts with {@code ./osmia} runs, and where a {@code text} block
 * follows, prints that, measured numbers apart; {@code sh exit=1} announces another exit code than 0. A {@code java} block stands
 * in a test, word for word.
 */
final class ReadmeCommandsTest {
    /** A number that differs from run to run: it is followed by a unit of time or of rate. */
    private static final Pattern MEASURED =
            Pattern.compile("\\d[\\d.,_]*\\s?[kMG]?(?=(ns|us|µs|ms|s|min|packets/s|pps|B/s|bytes/s|bit/s|x)\\b)");

    private static final Pattern SPACES = Pattern.compile("[ \\t]+");

    // The command line of this very build: the launcher would build it once more.
    private static final String AS_LAUNCHER =
            "osmia() { \"$OSMIA_JAVA\" -cp \"$OSMIA_CLASS_PATH\" dev.osmia.cli.Main \"$@\"; }\n";

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> runsAndPrintsWhatTheReadmeShows() throws IOException {
        return readme().blocks().stream()
                .filter(Block::isCommand)
                .map(block -> DynamicTest.dynamicTest(
                        block.content().lines().findFirst().orElseThrow(), () -> run(block)));
    }

    @Test
    void everyJavaBlockOfTheReadmeStandsInATest() throws IOException {
        var tests = testSources();
        assertThat(readme().blocks().stream().filter(block -> block.language().equals("java")))
                .allSatisfy(block -> assertThat(tests).anyMatch(test -> test.contains(squeeze(block.content()))));
    }

    @Test
    void masksWhatIsMeasuredAndNothingElse() {
        assertThat(mask("4,096 packets in 12.5 ms,  327,680 packets/s"))
                .isEqualTo(mask("4,096 packets in 7 ms, 1,000 packets/s"))
                .isNotEqualTo(mask("4,097 packets in 7 ms, 1,000 packets/s"));
    }

    @Test
    void findsTheOutputOfACommandAndItsExitCode() {
        var document = MarkdownDocument.parse(Path.of("x.md"), """
                ```sh exit=1
                ./osmia verify bad.o
                ```

                ```text
                rejected
                ```
                Then
                ```sh
                mvn verify
                ```
                """);
        assertThat(document.blocks().get(0).isCommand()).isTrue();
        assertThat(document.blocks().get(0).exitCode()).isOne();
        assertThat(document.blocks().get(0).output()).contains("rejected\n");
        assertThat(document.blocks().get(2).isCommand()).isFalse();
        assertThat(document.blocks().get(2).output()).isEmpty();
    }

    private void run(Block block) throws Exception {
        var likeness = likeTheCheckout();
        try {
            runIn(likeness, block);
        } finally {
            removeLinks(likeness);
        }
    }

    private void runIn(Path directory, Block block) throws Exception {
        var errors = folder.resolve("errors");
        var command = AS_LAUNCHER + "set -e\n" + block.content().replace("./osmia", "osmia");
        var builder = new ProcessBuilder("sh", "-c", command)
                .directory(directory.toFile())
                .redirectError(errors.toFile());
        builder.environment()
                .putAll(Map.of(
                        "OSMIA_JAVA",
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                        "OSMIA_CLASS_PATH", System.getProperty("java.class.path")));
        var process = builder.start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as("exit code of %s%nerrors: %s", block.content(), Files.readString(errors))
                .isEqualTo(block.exitCode());
        block.output().ifPresent(expected -> assertThat(mask(output)).isEqualTo(mask(expected)));
    }

    /** A folder that looks like the checkout, so that a command reads its files and writes none into it. */
    private Path likeTheCheckout() throws IOException {
        var likeness = Files.createTempDirectory(folder, "checkout");
        try (var entries = Files.list(Checkout.root())) {
            for (var entry : entries.toList()) {
                Files.createSymbolicLink(likeness.resolve(entry.getFileName()), entry);
            }
        }
        return likeness;
    }

    private static void removeLinks(Path likeness) throws IOException {
        try (var entries = Files.list(likeness)) {
            for (var entry : entries.filter(Files::isSymbolicLink).toList()) {
                Files.delete(entry);
            }
        }
    }

    private static MarkdownDocument readme() throws IOException {
        return MarkdownDocument.read(Checkout.file("README.md"));
    }

    private static List<String> testSources() throws IOException {
        var texts = new ArrayList<String>();
        for (var module : List.of("program", "verifier", "runtime", "jit", "kernel", "cli")) {
            var tests = Checkout.file(module).resolve("src/test/java");
            if (!Files.isDirectory(tests)) {
                continue;
            }
            try (var files = Files.find(tests, 20, (file, attributes) -> attributes.isRegularFile())) {
                for (var file : files.toList()) {
                    texts.add(squeeze(Files.readString(file)));
                }
            }
        }
        return texts;
    }

    private static String mask(String text) {
        return squeeze(MEASURED.matcher(text).replaceAll("#"));
    }

    private static String squeeze(String text) {
        return text.lines()
                .map(line -> SPACES.matcher(line).replaceAll(" ").strip())
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }
}
