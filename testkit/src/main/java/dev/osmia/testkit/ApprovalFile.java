package dev.osmia.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Output that a person has looked at and committed. A test that produces something else fails with the lines that differ and
 * leaves what it got in {@code target/received}; {@code -Dosmia.approve=true} makes what it got the approved output.
 */
public final class ApprovalFile {
    private static final String APPROVE = "osmia.approve";

    private final Path approved;
    private final Path received;
    private final boolean approving;

    private ApprovalFile(Path approved, Path received, boolean approving) {
        this.approved = approved;
        this.received = received;
        this.approving = approving;
    }

    /**
     * Compares text with {@code src/test/resources/approved/NAME} of the module under test.
     *
     * @param name relative path, such as {@code jit/skb-meta-read.txt}
     * @throws AssertionError when the two differ or nothing has been approved yet
     */
    public static void assertApproved(String name, String actual) {
        // Surefire sets basedir; an IDE starts tests in the folder of the module.
        inModule(Path.of(System.getProperty("basedir", "")), name, Boolean.getBoolean(APPROVE))
                .compare(actual);
    }

    static ApprovalFile inModule(Path module, String name, boolean approving) {
        return new ApprovalFile(
                module.resolve("src/test/resources/approved").resolve(name),
                module.resolve("target/received").resolve(name + ".received"),
                approving);
    }

    void compare(String actual) {
        try {
            if (approving) {
                write(approved, actual);
                Files.deleteIfExists(received);
            } else {
                compareWithFile(actual);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void compareWithFile(String actual) throws IOException {
        var exists = Files.exists(approved);
        var expected = exists ? Files.readString(approved, StandardCharsets.UTF_8) : "";
        if (exists && expected.equals(actual)) {
            Files.deleteIfExists(received);
            return;
        }
        write(received, actual);
        var problem = exists ? "differs from what was approved" : "has not been approved yet";
        throw new AssertionError(approved + " " + problem + "; received: " + received + System.lineSeparator()
                + LineDifference.between(expected, actual)
                + "Look at the difference; if it is right, run the test with -D" + APPROVE + "=true");
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
