package dev.osmia.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class SeedsTest {
    @Test
    void givesTheSameCasesOnEveryRun() {
        assertThat(firstNumbers()).hasSize(5).doesNotHaveDuplicates().isEqualTo(firstNumbers());
    }

    @Test
    void givesTheSameNumbersOnEveryJdk() {
        assertThat(Seeds.of(7).nextLong()).isEqualTo(7191089600892374487L);
    }

    @Test
    void namesTheSeedOfTheCaseThatFails() {
        var third = Seeds.of(2).nextLong();
        assertThatThrownBy(() ->
                        Seeds.forAll(5, random -> assertThat(random.nextLong()).isNotEqualTo(third)))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("seed 2 (repeat with -Dosmia.seed=2): ");
    }

    @Test
    void reportsAnExceptionAsAFailedCase() {
        assertThatThrownBy(() -> Seeds.forAll(1, random -> {
                    throw new IllegalStateException("broken");
                }))
                .isInstanceOf(AssertionError.class)
                .hasRootCauseMessage("broken");
    }

    private static List<Long> firstNumbers() {
        var numbers = new ArrayList<Long>();
        Seeds.forAll(5, (RandomGenerator random) -> numbers.add(random.nextLong()));
        return numbers;
    }
}
