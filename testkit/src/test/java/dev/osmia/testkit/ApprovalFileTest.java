package dev.osmia.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApprovalFileTest {
    @TempDir
    private Path module;

    @Test
    void acceptsWhatWasApproved() {
        approve("one\ntwo\n");
        compare("one\ntwo\n");
        assertThat(received()).doesNotExist();
    }

    @Test
    void namesTheLinesThatDifferAndKeepsWhatWasReceived() {
        approve("one\ntwo\nthree\n");
        assertThatThrownBy(() -> compare("one\n2\nthree\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("differs from what was approved")
                .hasMessageContaining("@@ line 2 @@\n one\n-two\n+2\n three\n");
        assertThat(received()).hasContent("one\n2\nthree\n");
    }

    @Test
    void rejectsWhatNobodyApproved() {
        assertThatThrownBy(() -> compare("new\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("has not been approved yet")
                .hasMessageContaining("+new\n");
        assertThat(approved()).doesNotExist();
    }

    @Test
    void rejectsAnEmptyTextThatNobodyApproved() {
        assertThatThrownBy(() -> compare("")).isInstanceOf(AssertionError.class);
    }

    @Test
    void showsAMissingLineFeedAtTheEnd() {
        approve("one\n");
        assertThatThrownBy(() -> compare("one")).hasMessageContaining(" one\n-\n");
    }

    @Test
    void forgetsWhatWasReceivedOnceItIsRightAgain() {
        approve("right\n");
        assertThatThrownBy(() -> compare("wrong\n")).isInstanceOf(AssertionError.class);
        assertThat(received()).exists();
        compare("right\n");
        assertThat(received()).doesNotExist();
    }

    @Test
    void cutsLongDifferencesShort() {
        approve("start\n");
        assertThatThrownBy(() -> compare("line\n".repeat(100))).hasMessageContaining("+... 60 more lines\n");
        assertThat(Files.exists(received())).isTrue();
    }

    private void approve(String text) {
        ApprovalFile.inModule(module, "deep/output.txt", true).compare(text);
    }

    private void compare(String text) {
        ApprovalFile.inModule(module, "deep/output.txt", false).compare(text);
    }

    private Path approved() {
        return module.resolve("src/test/resources/approved/deep/output.txt");
    }

    private Path received() {
        return module.resolve("target/received/deep/output.txt.received");
    }
}
