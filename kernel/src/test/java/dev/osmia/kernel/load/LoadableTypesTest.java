package dev.osmia.kernel.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfType;
import dev.osmia.program.btf.BtfType.Function;
import dev.osmia.program.btf.BtfType.SectionVariable;
import dev.osmia.program.btf.BtfType.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LoadableTypesTest {
    private static final BtfType LONG = new BtfType.Int("long", 8, 64, 0, true, false, false);
    private static final BtfType INT = new BtfType.Int("int", 4, 32, 0, true, false, false);

    @Test
    void makesExternFunctionsGlobalAndNamesTheirParameters() {
        var btf = new Btf(List.of(
                INT,
                new BtfType.FunctionPrototype(
                        1,
                        List.of(
                                new BtfType.Parameter("", 1),
                                new BtfType.Parameter("size", 1),
                                new BtfType.Parameter("", 0))),
                new Function("bpf_kfunc", 2, 2),
                new BtfType.DataSection(".ksyms", 0, List.of(new SectionVariable(3, 0, 0)))));

        var loadable = LoadableTypes.of(btf);

        assertThat(loadable.type(3)).isEqualTo(new Function("bpf_kfunc", 2, 1));
        assertThat(((BtfType.FunctionPrototype) loadable.type(2)).parameters())
                .containsExactly(
                        new BtfType.Parameter("unnamed", 1),
                        new BtfType.Parameter("size", 1),
                        new BtfType.Parameter("", 0));
        assertThat(loadable.type(4)).isEqualTo(new BtfType.DataSection(".ksyms", 4, List.of()));
    }

    @Test
    void makesKernelVariablesNumbersOfFourBytes() {
        var btf = new Btf(List.of(
                LONG,
                new Variable("runqueues", 1, Variable.GLOBAL_EXTERN),
                new Variable("jiffies", 0, Variable.GLOBAL_EXTERN),
                new BtfType.DataSection(
                        ".ksyms", 0, List.of(new SectionVariable(2, 0, 8), new SectionVariable(3, 0, 0)))));

        var loadable = LoadableTypes.of(btf);

        assertThat(loadable.size()).isEqualTo(5);
        assertThat(loadable.type(5)).isEqualTo(INT);
        assertThat(loadable.type(2)).isEqualTo(new Variable("runqueues", 5, Variable.GLOBAL_ALLOCATED));
        assertThat(loadable.type(3)).isEqualTo(new Variable("jiffies", 5, Variable.GLOBAL_ALLOCATED));
        assertThat(loadable.type(4))
                .isEqualTo(new BtfType.DataSection(
                        ".ksyms", 8, List.of(new SectionVariable(2, 0, 4), new SectionVariable(3, 4, 4))));
    }

    @Test
    void keepsTheTypesOfTheKernelsConfiguration() {
        var btf = new Btf(List.of(
                INT,
                new Variable("CONFIG_HZ", 1, Variable.GLOBAL_EXTERN),
                new BtfType.DataSection(".kconfig", 4, List.of(new SectionVariable(2, 0, 4)))));

        var loadable = LoadableTypes.of(btf);

        assertThat(loadable.type(2)).isEqualTo(new Variable("CONFIG_HZ", 1, Variable.GLOBAL_ALLOCATED));
        assertThat(loadable.type(3)).isEqualTo(btf.type(3));
    }

    @Test
    void leavesWhatIsNoExternAsItIs() {
        var btf = new Btf(List.of(
                INT,
                new BtfType.FunctionPrototype(1, List.of(new BtfType.Parameter("", 1))),
                new Function("main", 2, 1),
                new Variable("counter", 1, Variable.STATIC)));

        var loadable = LoadableTypes.of(btf);

        assertThat(loadable.size()).isEqualTo(4);
        for (int id = 1; id <= 4; id++) {
            assertThat(loadable.type(id)).isEqualTo(btf.type(id));
        }
    }
}
