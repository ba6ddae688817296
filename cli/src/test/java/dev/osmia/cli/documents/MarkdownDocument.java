package dev.osmia.cli.documents;

import dev.osmia.testkit.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the tests of the documents need to know of Markdown: fenced blocks, code spans and links. */
record MarkdownDocument(Path file, List<Block> blocks, String prose) {
    private static final Pattern FENCE = Pattern.compile("(?ms)^```([^\\n`]*)\\n(.*?)^```[ \\t]*$");
    private static final Pattern CODE_SPAN = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    /**
     * A fenced block.
     *
     * @param info what stands behind the opening fence, such as {@code sh} or {@code sh exit=1}
     * @param output the text block that follows with nothing but blank lines between: what the commands print
     */
    record Block(String info, String content, Optional<String> output) {
        boolean isCommand() {
            return language().equals("sh") && content.startsWith("./osmia");
        }

        String language() {
            return info.split(" ", 2)[0];
        }

        /** The exit code that the block announces by {@code exit=N}, or 0. */
        int exitCode() {
            return Stream.of(info.split(" "))
                    .filter(word -> word.startsWith("exit="))
                    .mapToInt(word -> Integer.parseInt(word.substring("exit=".length())))
                    .findFirst()
                    .orElse(0);
        }
    }

    static MarkdownDocument read(Path file) throws IOException {
        return parse(file, Files.readString(file));
    }

    static MarkdownDocument parse(Path file, String text) {
        var fences = FENCE.matcher(text).results().toList();
        var blocks = new ArrayList<Block>();
        for (var index = 0; index < fences.size(); index++) {
            var fence = fences.get(index);
            blocks.add(new Block(fence.group(1).strip(), fence.group(2), outputAfter(text, fences, index)));
        }
        return new MarkdownDocument(file, blocks, FENCE.matcher(text).replaceAll(""));
    }

    private static Optional<String> outputAfter(String text, List<MatchResult> fences, int index) {
        if (index + 1 == fences.size()) {
            return Optional.empty();
        }
        var next = fences.get(index + 1);
        var between = text.substring(fences.get(index).end(), next.start());
        return next.group(1).strip().equals("text") && between.isBlank()
                ? Optional.of(next.group(2))
                : Optional.empty();
    }

    /** README, the other documents at the root, and all under docs and examples. */
    static List<MarkdownDocument> all() throws IOException {
        var documents = new ArrayList<MarkdownDocument>();
        for (var folder : List.of("", "docs", "examples")) {
            var start = Checkout.file(folder);
            if (!Files.isDirectory(start)) {
                continue;
            }
            try (var files = Files.find(start, folder.isEmpty() ? 1 : 10, (file, attributes) -> isMarkdown(file))) {
                for (var file : files.sorted().toList()) {
                    documents.add(read(file));
                }
            }
        }
        return documents;
    }

    private static boolean isMarkdown(Path file) {
        return file.toString().endsWith(".md");
    }

    /** The text of each code span outside fenced blocks. */
    List<String> codeSpans() {
        return CODE_SPAN.matcher(prose).results().map(span -> span.group(1)).toList();
    }

    /** The targets of links to files of the repository, without anchors. */
    List<String> fileLinks() {
        return LINK.matcher(prose)
                .results()
                .map(link -> link.group(1).replaceFirst("#.*", ""))
                .filter(target -> !target.isEmpty() && !target.contains("://") && !target.startsWith("mailto:"))
                .toList();
    }

    @Override
    public String toString() {
        return Checkout.root().relativize(file).toString();
    }
}
