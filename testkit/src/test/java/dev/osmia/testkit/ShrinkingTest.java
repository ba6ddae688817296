package dev.osmia.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ShrinkingTest {
    @Test
    void keepsOnlyWhatTheFailureNeeds() {
        var hundred = IntStream.range(0, 100).boxed().toList();
        assertThat(Shrinking.shrink(hundred, numbers -> numbers.containsAll(List.of(3, 50, 97))))
                .containsExactly(3, 50, 97);
    }

    @Test
    void shrinksToNothingWhatAlwaysFails() {
        assertThat(Shrinking.shrink(List.of(1, 2, 3), numbers -> true)).isEmpty();
    }

    @Test
    void findsElementsThatCanOnlyGoAfterOthers() {
        assertThat(Shrinking.shrink(List.of(1, 2, 3), numbers -> numbers.contains(1) || !numbers.contains(2)))
                .isEmpty();
        assertThat(Shrinking.shrink(List.of(1, 2, 3, 4), numbers -> numbers.contains(4) && inOrder(numbers)))
                .containsExactly(4);
    }

    // An element may be missing only when all smaller ones are.
    private static boolean inOrder(List<Integer> numbers) {
        return IntStream.range(0, numbers.size()).allMatch(index -> numbers.get(index) == 5 - numbers.size() + index);
    }
}
