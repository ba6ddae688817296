package dev.osmia.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.osmia.jit.Engine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class KfuncSubjectTest {
    static List<KfuncCase> cases() {
        return KfuncCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void enginesGiveAndLeaveWhatJavaByHandGivesAndLeaves(KfuncCase one) {
        var subject = new KfuncSubject(one);

        assertThatCode(() -> subject.program(Engine.INTERPRETER)).doesNotThrowAnyException();
        assertThatCode(() -> subject.program(Engine.JIT)).doesNotThrowAnyException();
    }

    @Test
    void measuresEveryOperationOverEveryMemoryAndLength() {
        assertThat(cases()).hasSize(6 * 6 * 4).doesNotHaveDuplicates();
    }
}
