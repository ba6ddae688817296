package dev.osmia.cli.parity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The programs that the kernel's developers test their verifier with, compiled as the Makefile beside them does. Sources stay where they
 * are; objects go into a folder outside of the checkout, and are compiled again only where the source is newer.
 *
 * @param sources the folder {@code tools/testing/selftests/bpf} of a Linux source tree
 * @param kernelHeader the running kernel's types as C, {@code vmlinux.h}
 * @param objects the folder of the objects
 */
record SelftestObjects(Path sources, Path kernelHeader, Path objects) {
    private static final Pattern NAMES =
            Pattern.compile("(verifier_|dynptr_|iters|test_global_func|bpf_loop|for_each|cb_refs"
                    + "|exceptions|linked_list|rbtree|map_kptr|refcounted_kptr|local_kptr|percpu_alloc|timer|kptr_xchg|lru_bug"
                    + "|preempt_lock|rcu_|uninit_stack|user_ringbuf|tailcall|wq|test_spin_lock|nested_trust|cpumask|kfunc_call"
                    + "|irq|res_spin|test_tc|test_xdp|xdp_|test_l4lb|loop|test_ringbuf|test_map|missed|jit_probe_mem|strobemeta"
                    + "|pyperf).*\\.c|.*_(fail|success)\\.c");

    /** Why nothing can be compiled here; empty where it can. */
    String obstacle() {
        if (!Files.isDirectory(sources.resolve("progs"))) {
            return sources + " has no folder progs";
        }
        if (!Files.isReadable(kernelHeader)) {
            return "no " + kernelHeader;
        }
        return runs(List.of("clang-19", "--version")) ? "" : "no clang-19";
    }

    /** The objects of all sources that compile, by name. */
    List<Path> compiled() {
        try (Stream<Path> files = Files.list(sources.resolve("progs"))) {
            Files.createDirectories(objects);
            var compiled = new ArrayList<Path>();
            for (var source : files.sorted().toList()) {
                if (NAMES.matcher(source.getFileName().toString()).matches()) {
                    var object = objects.resolve(source.getFileName().toString().replaceFirst("c$", "o"));
                    if (isNewer(object, source) || compile(source, object)) {
                        compiled.add(object);
                    }
                }
            }
            return compiled;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean isNewer(Path object, Path source) throws IOException {
        return Files.exists(object)
                && Files.getLastModifiedTime(object).compareTo(Files.getLastModifiedTime(source)) > 0;
    }

    /** Where one does not compile, such as against headers of a kernel that has moved on, there is nothing to compare. */
    private boolean compile(Path source, Path object) {
        var tools = sources.resolve("../../..").normalize();
        return runs(List.of(
                "clang-19",
                "-O2",
                "-g",
                "--target=bpf",
                "-mcpu=v3",
                "-D__TARGET_ARCH_x86",
                "-DENABLE_ATOMICS_TESTS",
                "-I" + kernelHeader.toAbsolutePath().getParent(),
                "-I" + sources,
                "-I" + sources.resolve("progs"),
                "-I" + tools.resolve("include/uapi"),
                "-I" + tools.resolve("lib"),
                "-I/usr/include/bpf",
                "-idirafter",
                "/usr/include/x86_64-linux-gnu",
                "-idirafter",
                "/usr/include",
                "-fms-extensions",
                "-w",
                "-c",
                source.toString(),
                "-o",
                object.toString()));
    }

    private boolean runs(List<String> command) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
