package dev.osmia.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KfuncBenchTest {
    @Test
    void measuresJitJavaAndInterpreter() {
        var one = new KfuncCase(KfuncCase.Operation.READ, KfuncCase.Memory.SKB_META, 8);
        var measured = new ArrayList<KfuncCosts>();

        new KfuncBench(1).measure(List.of(one), measured::add);

        assertThat(measured).hasSize(1);
        assertThat(measured.get(0).readings()).containsKeys(BenchEngine.JIT, BenchEngine.JAVA, BenchEngine.INTERPRETER);
        assertThat(measured.get(0).ratio(BenchEngine.INTERPRETER, BenchEngine.JIT))
                .isPresent();
    }
}
