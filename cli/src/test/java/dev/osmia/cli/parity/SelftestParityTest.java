package dev.osmia.cli.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.osmia.kernel.Kernel;
import dev.osmia.kernel.testing.RunningKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Compares Osmia's verifier with the running kernel's on the kernel's own verifier tests. It runs where
 * {@code -Dosmia.selftests=/path/to/linux/tools/testing/selftests/bpf} says where they are; {@code -Dosmia.vmlinux.h} names the running
 * kernel's types as C where they are not beside the tests, {@code -Dosmia.selftests.cache} a folder for objects and the kernel's
 * answers, and {@code -Dosmia.selftests.update=true} writes the file of known differences anew.
 */
@ExtendWith(RunningKernel.class)
final class SelftestParityTest {
    private static final String RELEASE = "6.18.";
    private static final Path KNOWN = Path.of("src/test/resources/parity/known-differences.tsv");

    @Test
    void judgesTheKernelsOwnTestsAsTheKernelDoes(Kernel kernel) throws IOException {
        String sources = System.getProperty("osmia.selftests", "");
        assumeTrue(!sources.isEmpty(), "-Dosmia.selftests does not say where the kernel's selftests are");
        assumeTrue(kernel.release().startsWith(RELEASE), "the kernel is " + kernel.release() + ", not " + RELEASE);
        var cache = Path.of(System.getProperty("osmia.selftests.cache", defaultCache()));
        var header = Path.of(System.getProperty("osmia.vmlinux.h", sources + "/vmlinux.h"));
        var selftests = new SelftestObjects(Path.of(sources), header, cache.resolve("objects"));
        assumeTrue(selftests.obstacle().isEmpty(), selftests.obstacle());

        var comparisons = compareAll(kernel, cache, selftests.compiled());

        Files.createDirectories(Path.of("target"));
        Files.write(Path.of("target/selftest-differences.txt"), differences(comparisons));
        System.out.print(new Matrix(comparisons).text());
        var known = KnownDifferences.read();
        if (Boolean.getBoolean("osmia.selftests.update")) {
            known.write(comparisons, KNOWN);
        } else {
            assertThat(known.changes(comparisons)).isEmpty();
        }
    }

    private static String defaultCache() {
        return System.getProperty("java.io.tmpdir") + "/osmia-selftests";
    }

    private static List<Comparison> compareAll(Kernel kernel, Path cache, List<Path> objects) {
        var comparison = new SelftestComparison(kernel, cache);
        var all = new ArrayList<Comparison>();
        for (var object : objects) {
            all.addAll(comparison.compare(object));
        }
        return all;
    }

    private static List<String> differences(List<Comparison> comparisons) {
        return comparisons.stream()
                .filter(each -> each.isComparable() && !each.isSame())
                .map(Comparison::line)
                .toList();
    }
}
