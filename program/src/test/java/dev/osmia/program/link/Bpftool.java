package dev.osmia.program.link;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs bpftool, where it is installed; tests that need more than is there are skipped and say what is missing. */
final class Bpftool {
    private static final int SECONDS = 120;

    private Bpftool() {}

    /** The types in a file, as text. */
    static List<String> dumpTypes(Path object) throws IOException, InterruptedException {
        assumeTrue(isInstalled(), "bpftool is not installed");
        return run("bpftool", "btf", "dump", "file", object.toString());
    }

    /** What libbpf and the kernel say while an object is loaded, pinned in a mount namespace of its own that is gone afterwards. */
    static List<String> load(Path object) throws IOException, InterruptedException {
        assumeTrue(isInstalled(), "bpftool is not installed");
        assumeTrue(System.getProperty("user.name").equals("root"), "loading programs into the kernel needs root");
        var lines = run(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount -t bpf bpf /sys/fs/bpf && exec bpftool -d prog loadall \"$0\" /sys/fs/bpf/programs",
                object.toString());
        assumeTrue(
                lines.stream().anyMatch(line -> line.contains("PROG LOAD LOG")),
                "the kernel refuses bpf(2): " + (lines.isEmpty() ? "" : lines.get(lines.size() - 1)));
        return lines;
    }

    private static boolean isInstalled() {
        for (var folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (Files.isExecutable(Path.of(folder, "bpftool"))) {
                return true;
            }
        }
        return false;
    }

    private static List<String> run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var lines = new ArrayList<String>();
        try (var output = process.inputReader()) {
            output.lines().forEach(lines::add);
        }
        assumeTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "bpftool does not end");
        return lines;
    }
}
