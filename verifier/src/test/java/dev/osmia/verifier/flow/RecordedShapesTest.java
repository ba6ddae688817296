package dev.osmia.verifier.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What a 6.18 kernel printed of the shape of random programs ({@code src/test/recorder}), compared with what is found here. */
final class RecordedShapesTest {
    @Test
    void findsTheSubprogramsLoopsAndLiveRegistersThatTheKernelFinds() throws IOException {
        var shapes = shapes().stream().filter(RecordedShape::isWellShaped).toList();

        assertThat(shapes).hasSizeGreaterThan(60);
        for (var shape : shapes) {
            var result = ControlFlow.analyse(shape.program(), new SomeContracts());
            assertThat(result).isInstanceOf(FlowGraph.class);
            assertThat(RecordedShape.facts((FlowGraph) result, shape.program())).isEqualTo(shape.facts());
        }
    }

    @Test
    void rejectsTheShapesThatTheKernelRejectsInItsWords() throws IOException {
        var shapes = shapes().stream().filter(shape -> !shape.isWellShaped()).toList();

        assertThat(shapes).hasSizeGreaterThan(60);
        for (var shape : shapes) {
            assertThat(ControlFlow.analyse(shape.program(), new SomeContracts()))
                    .asInstanceOf(InstanceOfAssertFactories.type(FlowResult.Malformed.class))
                    .extracting(FlowResult.Malformed::message)
                    .isEqualTo(shape.error());
        }
    }

    private static List<RecordedShape> shapes() throws IOException {
        var table = RecordedShapesTest.class.getResourceAsStream("recorded-shapes.txt");
        try (var reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(table, "recorded-shapes.txt"), StandardCharsets.US_ASCII))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(RecordedShape::parse)
                    .toList();
        }
    }
}
