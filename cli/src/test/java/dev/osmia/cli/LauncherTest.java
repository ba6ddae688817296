package dev.osmia.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.testkit.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher script in a checkout of its own, with a Java and a Maven that only say how they were called. */
final class LauncherTest {
    private static final String JAVA = "printf 'java in %s:' \"$PWD\"; for a; do printf ' [%s]' \"$a\"; done; echo";
    private static final String MAVEN = """
            echo "$*" >> builds
            sleep 0.2
            mkdir -p cli/target/launcher/lib
            touch cli/target/launcher/osmia.jar
            """;

    private static final List<String> TOOLS = List.of(
            "cat", "cp", "dirname", "find", "flock", "head", "mkdir", "mv", "readlink", "rm", "sed", "sleep", "touch");

    @TempDir
    private Path folder;

    private Path checkout;
    private Path bin;
    private Path javaHome;

    @BeforeEach
    void layOutACheckout() throws IOException {
        checkout = Files.createDirectory(folder.resolve("check out")).toRealPath();
        Files.copy(Checkout.file("osmia"), checkout.resolve("osmia"));
        write(checkout.resolve("pom.xml"), "");
        write(checkout.resolve(".mvn/jvm.config"), "");
        write(checkout.resolve("cli/pom.xml"), "");
        write(source(), "");
        bin = Files.createDirectory(folder.resolve("bin"));
        offerTools();
        script(bin.resolve("mvn"), MAVEN);
        javaHome = installJava("17.0.15");
    }

    @Test
    void buildsOnceAndThenStartsAtOnce() throws Exception {
        assertThat(launch("--version").output()).endsWith("osmia.jar] [--version]\n");
        assertThat(launch("--version").output()).endsWith("osmia.jar] [--version]\n");
        assertThat(builds()).hasSize(1);
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws Exception {
        launch("--version");
        Files.setLastModifiedTime(source(), FileTime.from(Instant.now().plusSeconds(5)));
        launch("--version");
        assertThat(builds()).hasSize(2);
    }

    @Test
    void buildsOnceForManyFirstCallsAtTheSameTime() throws Exception {
        var calls = new ArrayList<Process>();
        for (var call = 0; call < 4; call++) {
            calls.add(start(
                    checkout,
                    javaHome.toString(),
                    List.of(checkout.resolve("osmia").toString(), "run")));
        }
        for (var call : calls) {
            assertThat(finish(call).output()).endsWith("osmia.jar] [run]\n");
        }
        assertThat(builds()).hasSize(1);
    }

    @Test
    void staysInTheFolderOfTheCallerAndKeepsArgumentsWhole() throws Exception {
        var elsewhere = Files.createDirectory(folder.resolve("elsewhere")).toRealPath();
        var link = Files.createSymbolicLink(elsewhere.resolve("link"), checkout.resolve("osmia"));
        var result = finish(start(elsewhere, javaHome.toString(), List.of(link.toString(), "two words", "*", "")));
        assertThat(result.output())
                .startsWith("java in " + elsewhere + ":")
                .endsWith("osmia.jar] [two words] [*] []\n");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void showsWhatMavenSaidWhenTheBuildFails() throws Exception {
        script(bin.resolve("mvn"), "echo 'cannot find symbol'; exit 1");
        var result = launch("--version");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.output()).isEmpty();
        assertThat(result.errors()).startsWith("cannot find symbol\n").contains("osmia: the build failed");
        assertThat(launch("--version").exitCode())
                .as("a second call, which builds again")
                .isEqualTo(2);
    }

    @Test
    void saysNothingWhileBuildingUnlessOnATerminal() throws Exception {
        assertThat(launch("--version").errors()).isEmpty();
    }

    @Test
    void namesAJavaThatIsTooOld() throws Exception {
        var old = installJava("11.0.2");
        assertThat(finish(start(checkout, old.toString(), List.of("./osmia"))))
                .isEqualTo(
                        new Result(2, "", "osmia: Java 17 or later is needed, but JAVA_HOME=" + old + " is 11.0.2\n"));
        var older = installJava("1.8.0_292");
        assertThat(finish(start(checkout, older.toString(), List.of("./osmia"))).errors())
                .endsWith(" is 1.8.0_292\n");
    }

    @Test
    void takesTheJavaOnThePathWhenJavaHomeIsNotSet() throws Exception {
        Files.createSymbolicLink(bin.resolve("java"), installJava("25.0.3").resolve("bin/java"));
        assertThat(finish(start(checkout, "", List.of("./osmia", "run"))).output())
                .endsWith("osmia.jar] [run]\n");
    }

    @Test
    void saysThatJavaIsMissing() throws Exception {
        var result = finish(start(checkout, "", List.of("./osmia")));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.errors()).startsWith("osmia: no Java found: install a JDK 17 or later");
    }

    @Test
    void namesAJavaHomeWithoutJava() throws Exception {
        var result = finish(start(checkout, folder.toString(), List.of("./osmia")));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.errors()).startsWith("osmia: JAVA_HOME=" + folder + " has no bin/java");
    }

    @Test
    void saysThatMavenIsMissing() throws Exception {
        Files.delete(bin.resolve("mvn"));
        var result = launch("--version");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.errors()).startsWith("osmia: Maven is needed to build Osmia once");
    }

    @Test
    void saysThatARuntimeCannotBuild() throws Exception {
        Files.delete(javaHome.resolve("bin/javac"));
        var result = launch("--version");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.errors())
                .startsWith("osmia: a JDK is needed to build Osmia once")
                .contains("no javac");
    }

    private Result launch(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(checkout.resolve("osmia").toString()));
        command.addAll(List.of(arguments));
        return finish(start(checkout, javaHome.toString(), command));
    }

    private Process start(Path directory, String home, List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", bin.toString(), "JAVA_HOME", home));
        return builder.start();
    }

    private static Result finish(Process process) throws Exception {
        // Both are far shorter than what a pipe holds, so reading one after the other cannot hang.
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        var errors = new String(process.getErrorStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Result(process.exitValue(), output, errors);
    }

    private Path installJava(String version) throws IOException {
        var home = folder.resolve("java " + version);
        write(
                home.resolve("release"),
                "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\nMODULES=\"java.base\"\n");
        script(home.resolve("bin/java"), JAVA);
        script(home.resolve("bin/javac"), "exit 1");
        return home;
    }

    /** The tools that the script needs, and nothing else that this machine has. */
    private void offerTools() throws IOException {
        for (var tool : TOOLS) {
            for (var place : System.getenv("PATH").split(":")) {
                var file = Path.of(place, tool);
                if (Files.isExecutable(file)) {
                    script(bin.resolve(tool), "exec " + file + " \"$@\"");
                    break;
                }
            }
        }
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(checkout.resolve("builds"));
    }

    private Path source() {
        return checkout.resolve("cli/src/main/java/Main.java");
    }

    private static void script(Path file, String text) throws IOException {
        write(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private record Result(int exitCode, String output, String errors) {}
}
