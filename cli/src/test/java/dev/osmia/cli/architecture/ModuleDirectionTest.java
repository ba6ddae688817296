package dev.osmia.cli.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ModuleDirectionTest {
    @ParameterizedTest
    @EnumSource
    void requiresOnlyModulesAndLibrariesThatItMayUse(OsmiaModule module) {
        var allowed = new TreeSet<>(module.mayUseLibraries());
        module.mayUse().forEach(used -> allowed.add(used.moduleName()));
        assertThat(allowed).containsAll(module.requiredModules());
    }

    @ParameterizedTest
    @EnumSource
    void opensItsPackagesToNobodyButTheOptionParser(OsmiaModule module) {
        assertThat(module.descriptor().isOpen()).isFalse();
        assertThat(module.descriptor().opens())
                .allSatisfy(opened -> assertThat(opened.targets()).containsExactly("info.picocli"));
    }

    @ParameterizedTest
    @EnumSource
    void allowsDirectionsWithoutCycles(OsmiaModule module) {
        assertThat(module.mayUse()).doesNotContain(module);
        assertThat(module.mayUse())
                .allSatisfy(used -> assertThat(module.mayUse()).containsAll(used.mayUse()));
    }
}
