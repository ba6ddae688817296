package dev.osmia.cli;

import dev.osmia.cli.compile.ClassOutput;
import dev.osmia.cli.input.ObjectFiles;
import dev.osmia.cli.input.ProgramReference;
import dev.osmia.jit.BpfProgram;
import dev.osmia.jit.GeneratedClass;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.generated.CompiledObject;
import dev.osmia.runtime.generated.GeneratedNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code osmia compile}: the generated classes, to keep or to read. */
@Command(
        name = "compile",
        mixinStandardHelpOptions = true,
        description = {
            "Compiles programs into JVM classes on disk, which run with osmia-runtime alone on the class path:",
            "a package with a class for each program and a copy of the object file, for CompiledObject to open."
        })
final class CompileCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR|JAR",
            description = "A folder, or a JAR where the name ends in .jar.")
    private Path output;

    @Option(names = "--print", description = "Prints the classes as readable JVM bytecode.")
    private boolean print;

    @Option(
            names = "--package",
            paramLabel = "NAME",
            description = "The package of the classes (default: the name of the object file).")
    private String packageName;

    @Parameters(
            paramLabel = "OBJ[:PROGRAM]",
            converter = ProgramReference.Converter.class,
            description = "An object file, or a program of it.")
    private ProgramReference reference;

    @Override
    public Integer call() throws Exception {
        if (output == null && !print) {
            throw new ParameterException(spec.commandLine(), "say where to: -o DIR|JAR, or --print");
        }
        var target = packageName == null ? defaultPackage() : checked(packageName);
        var object = ObjectFiles.open(reference.file(), Environment.create());
        var programs = reference.program().isEmpty()
                ? object.programs()
                : List.of(object.program(reference.program().get()));
        List<GeneratedClass> classes = programs.stream()
                .map((BpfProgram program) -> program.compile(target))
                .toList();
        var out = spec.commandLine().getOut();
        if (print) {
            classes.forEach(generated -> out.print(generated.text()));
        }
        if (output != null) {
            write(target, classes);
        }
        out.flush();
        return 0;
    }

    private void write(String target, List<GeneratedClass> classes) throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        classes.forEach(generated -> files.put(generated.path(), generated.bytes()));
        files.put(target.replace('.', '/') + "/" + CompiledObject.OBJECT_FILE, Files.readAllBytes(reference.file()));
        ClassOutput.write(output, files);
        if (!print) {
            classes.forEach(generated ->
                    spec.commandLine().getOut().println(generated.name() + ": " + generated.bytes().length + " bytes"));
        }
    }

    private String defaultPackage() {
        var name = reference.file().getFileName().toString();
        int dot = name.indexOf('.');
        var identifier = GeneratedNames.identifier(dot > 0 ? name.substring(0, dot) : name);
        return Character.isDigit(identifier.charAt(0)) ? "_" + identifier : identifier;
    }

    private String checked(String name) {
        if (!name.matches("[A-Za-z_$][\\w$]*(\\.[A-Za-z_$][\\w$]*)*") || name.startsWith("java.")) {
            throw new ParameterException(spec.commandLine(), "--package " + name + ": expected a package name");
        }
        return name;
    }
}
