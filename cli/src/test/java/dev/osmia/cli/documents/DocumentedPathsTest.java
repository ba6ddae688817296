package dev.osmia.cli.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.testkit.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DocumentedPathsTest {
    private static final Pattern PATH = Pattern.compile("(\\./)?\\.?[\\w-][\\w.-]*(/[\\w.-]+)*/?");
    private static final Pattern FILE = Pattern.compile(".*\\.(md|java|c|h|o|sh|xml|pcap|pcapng|json|txt)");
    private static final Pattern CODE_NAME = Pattern.compile("dev\\.osmia(\\.\\w+)+");

    static Stream<MarkdownDocument> documents() throws IOException {
        return MarkdownDocument.all().stream();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void namesOnlyPathsThatExist(MarkdownDocument document) {
        assertThat(document.codeSpans().stream().filter(DocumentedPathsTest::isPath))
                .allSatisfy(path -> assertThat(exists(document, path))
                        .as("%s names `%s`, which exists", document, path)
                        .isTrue());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksOnlyToFilesThatExist(MarkdownDocument document) {
        assertThat(document.fileLinks())
                .allSatisfy(target -> assertThat(document.file().resolveSibling(target))
                        .as("%s links to it", document)
                        .exists());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void namesOnlyPackagesAndClassesThatExist(MarkdownDocument document) {
        assertThat(document.codeSpans().stream()
                        .filter(span -> CODE_NAME.matcher(span).matches()))
                .allSatisfy(name -> assertThat(isCode(name))
                        .as("%s names `%s`, which is a module, a package or a class", document, name)
                        .isTrue());
    }

    // What builds leave behind is not in the repository, but documents may say where it is.
    private static boolean isPath(String span) {
        if (!PATH.matcher(span).matches() || List.of(span.split("/")).contains("target")) {
            return false;
        }
        var startsInTheRepository = span.contains("/")
                && Files.exists(Checkout.file(span.replaceFirst("^\\./", "").replaceFirst("/.*", "")));
        return startsInTheRepository
                || (span.contains("/") && FILE.matcher(span).matches());
    }

    private static boolean exists(MarkdownDocument document, String path) {
        return Files.exists(Checkout.file(path)) || Files.exists(document.file().resolveSibling(path));
    }

    private static boolean isCode(String name) {
        var module = name.split("\\.")[2];
        var place = Checkout.file(module).resolve("src/main/java");
        var path = name.replace('.', '/');
        return Files.exists(place.resolve(path)) || Files.exists(place.resolve(path + ".java"));
    }
}
