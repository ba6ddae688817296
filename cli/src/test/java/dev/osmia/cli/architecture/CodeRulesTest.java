package dev.osmia.cli.architecture;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.PRIVATE;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.osmia.testkit.Checkout;
import java.nio.Buffer;
import java.nio.file.Files;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CodeRulesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("testkit"))
            .importPackages("dev.osmia");
    private static final Set<Class<?>> MUTABLE = Set.of(
            AbstractCollection.class,
            AbstractMap.class,
            AtomicBoolean.class,
            AtomicInteger.class,
            AtomicLong.class,
            AtomicReference.class,
            Buffer.class,
            StringBuilder.class,
            ThreadLocal.class);

    @ParameterizedTest
    @EnumSource
    void looksAtTheClassesOfEachModule(OsmiaModule module) {
        var looksAtSome =
                CLASSES.stream().anyMatch(type -> type.getPackageName().startsWith(module.moduleName()));
        assertThat(looksAtSome)
                .isEqualTo(Files.isDirectory(Checkout.file(module.folder()).resolve("src/main/java/dev")));
    }

    @Test
    void runtimeKnowsNeitherAsmNorVerifier() {
        noClasses()
                .that()
                .resideInAPackage(OsmiaModule.RUNTIME.packages())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.objectweb.asm..", OsmiaModule.VERIFIER.packages(), OsmiaModule.JIT.packages())
                .because("a class written to disk must run with the runtime alone")
                .check(CLASSES);
    }

    @Test
    void nothingReachesMemoryBehindTheBackOfTheJvm() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("sun..", "jdk.internal..")
                .because("every access is bounds-checked by the JVM, always")
                .check(CLASSES);
    }

    @Test
    void staticFieldsNeverChange() {
        fields().that()
                .areStatic()
                .and()
                .doNotHaveModifier(SYNTHETIC)
                .should(new ArchCondition<JavaField>("hold a value that cannot change") {
                    @Override
                    public void check(JavaField field, ConditionEvents events) {
                        var message = field.getDescription() + " in " + field.getSourceCodeLocation();
                        events.add(new SimpleConditionEvent(field, cannotChange(field), message));
                    }
                })
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLineUsesStandardStreamsAndExitCodes() {
        noClasses()
                .that()
                .resideOutsideOfPackage(OsmiaModule.CLI.packages())
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    // Tables may be arrays as long as nobody outside the class can write to them.
    private static boolean cannotChange(JavaField field) {
        var type = field.getRawType();
        return field.getModifiers().contains(FINAL)
                && (!type.isArray() || field.getModifiers().contains(PRIVATE))
                && MUTABLE.stream().noneMatch(type::isAssignableTo);
    }
}
