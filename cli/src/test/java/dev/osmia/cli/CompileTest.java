package dev.osmia.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.Program;
import dev.osmia.runtime.Executable;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompileTest {
    @TempDir
    private Path folder;

    @Test
    void writesClassesThatRunWithTheRuntimeAlone() throws Exception {
        for (var target : new Path[] {folder.resolve("classes"), folder.resolve("classes.jar")}) {
            assertThat(Osmia.run("compile", Osmia.example("metadata.o"), "-o", target)
                            .exitCode())
                    .isZero();
            assertThat(runWithRuntimeAlone(target)).isEqualTo("2950 packets, 217 flows\n");
        }
    }

    @Test
    void putsAClassForEachProgramAndTheObjectIntoAJar() throws IOException {
        var jar = folder.resolve("metadata.jar");
        var result = Osmia.run("compile", Osmia.example("metadata.o"), "-o", jar, "--package", "net.example.stamps");
        assertThat(result.exitCode()).isZero();
        assertThat(result.output().lines()).hasSize(6).allMatch(line -> line.startsWith("net.example.stamps."));
        try (var zip = new ZipFile(jar.toFile())) {
            assertThat(zip.stream().map(Object::toString))
                    .contains("net/example/stamps/stamp_metadata.class", "net/example/stamps/object.o")
                    .hasSize(7);
        }
    }

    @Test
    void writesTheSameJarAgain() throws IOException {
        var first = folder.resolve("first.jar");
        var second = folder.resolve("second.jar");
        Osmia.run("compile", Osmia.example("metadata.o"), "-o", first);
        Osmia.run("compile", Osmia.example("metadata.o"), "-o", second);
        assertThat(first).hasSameBinaryContentAs(second);
    }

    @Test
    void printsReadableBytecode() {
        var result = Osmia.run("compile", Osmia.example("metadata.o:mark_by_hash"), "--print");
        assertThat(result.exitCode()).isZero();
        assertThat(result.output())
                .contains("class metadata/mark_by_hash extends dev/osmia/runtime/generated/GeneratedProgram")
                .contains("compiled from: metadata.bpf.c")
                .contains("LINENUMBER");
    }

    @Test
    void writesNothingWhereAProgramIsRejected() {
        var target = folder.resolve("classes");
        var result = Osmia.run("compile", Osmia.example("rejected/packet_read_past_end.o"), "-o", target);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(target).doesNotExist();
    }

    private String runWithRuntimeAlone(Path classes) throws Exception {
        var classPath = Stream.of(place(Program.class), place(Executable.class), place(CompileTest.class), classes)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        var errors = folder.resolve("errors");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        RunCompiledClasses.class.getName(),
                        Osmia.capture("office.pcap"))
                .redirectError(errors.toFile())
                .start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
        return output;
    }

    private static Path place(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
