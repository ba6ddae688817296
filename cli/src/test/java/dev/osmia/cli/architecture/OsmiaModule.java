package dev.osmia.cli.architecture;

import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The modules of the project and what each may see: the one place where the direction of dependencies is written down. */
enum OsmiaModule {
    PROGRAM,
    VERIFIER,
    RUNTIME,
    JIT,
    KERNEL,
    CLI;

    /** The modules that this one may name, itself and the JDK apart. */
    Set<OsmiaModule> mayUse() {
        return switch (this) {
            case PROGRAM -> EnumSet.noneOf(OsmiaModule.class);
            case VERIFIER, RUNTIME -> EnumSet.of(PROGRAM);
            case JIT -> EnumSet.of(PROGRAM, VERIFIER, RUNTIME);
            case KERNEL -> EnumSet.of(PROGRAM, RUNTIME);
            case CLI -> EnumSet.of(PROGRAM, VERIFIER, RUNTIME, JIT, KERNEL);
        };
    }

    /** The libraries that this one may name, as module names. */
    Set<String> mayUseLibraries() {
        return switch (this) {
            case PROGRAM, VERIFIER, RUNTIME -> Set.of();
            case JIT -> Set.of("org.objectweb.asm", "org.objectweb.asm.commons", "org.objectweb.asm.util", "org.slf4j");
            case KERNEL -> Set.of("com.sun.jna");
            case CLI -> Set.of("info.picocli", "me.tongfei.progressbar", "org.slf4j", "tools.jackson.databind");
        };
    }

    String moduleName() {
        return "dev.osmia." + folder();
    }

    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The packages of this module, as a pattern. */
    String packages() {
        return moduleName() + "..";
    }

    /** What module-info says, as it was compiled. */
    ModuleDescriptor descriptor() {
        return ModuleFinder.of(classPath())
                .find(moduleName())
                .orElseThrow(() -> new AssertionError(moduleName() + " has no module-info"))
                .descriptor();
    }

    Set<String> requiredModules() {
        return descriptor().requires().stream()
                .map(ModuleDescriptor.Requires::name)
                .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk."))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    // Sibling modules are on the class path as folders or as jars, depending on how far Maven went.
    private static Path[] classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> Files.exists(entry.resolve("module-info.class"))
                        || entry.getFileName().toString().startsWith("osmia-"))
                .toArray(Path[]::new);
    }
}
