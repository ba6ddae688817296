package dev.osmia.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PossibleCpusTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {"0 = 1", "0-1 = 2", "0-63 = 64", "0-3,8 = 5", "0,2,4-7 = 6"})
    void countsTheCpusOfAList(String list, int count) {
        assertThat(PossibleCpus.count(list)).isEqualTo(count);
    }
}
