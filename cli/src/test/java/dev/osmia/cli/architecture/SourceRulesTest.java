package dev.osmia.cli.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.testkit.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SourceRulesTest {
    private static final int MOST_LINES = 600;
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b");

    @Test
    void findsTheSourcesOfEachModule() throws IOException {
        for (var module : OsmiaModule.values()) {
            assertThat(sources()).anyMatch(source -> source.startsWith(Checkout.file(module.folder())));
        }
    }

    @Test
    void noFileIsTooLongToReadInOneGo() throws IOException {
        assertThat(sourcesWhere(text -> text.lines().count() > MOST_LINES))
                .as("files of more than %d lines", MOST_LINES)
                .isEmpty();
    }

    @Test
    void nothingIsLeftForLater() throws IOException {
        assertThat(sourcesWhere(text -> UNFINISHED.matcher(text).find()))
                .as("files with %s in them", UNFINISHED)
                .isEmpty();
    }

    private static List<Path> sourcesWhere(Predicate<String> fault) throws IOException {
        var found = new ArrayList<Path>();
        for (var source : sources()) {
            if (fault.test(Files.readString(source))) {
                found.add(Checkout.root().relativize(source));
            }
        }
        return found;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.find(
                Checkout.root(),
                20,
                (file, attributes) -> isSource(Checkout.root().relativize(file)))) {
            return files.sorted().toList();
        }
    }

    private static boolean isSource(Path file) {
        return file.getNameCount() > 2
                && file.getName(1).toString().equals("src")
                && file.toString().endsWith(".java");
    }
}
