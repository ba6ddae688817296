package dev.osmia.cli.input;

import dev.osmia.jit.BpfObject;
import dev.osmia.jit.BpfProgram;
import dev.osmia.program.ProgramType;
import dev.osmia.program.object.ObjectSpec;
import dev.osmia.program.object.ProgramSpec;
import dev.osmia.program.object.UnknownProgramException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;

/**
 * {@code OBJ[:PROGRAM]}: an object file and a program in it by its function name.
 *
 * @param file the object file
 * @param program the program; empty where the one that fits is meant
 */
public record ProgramReference(Path file, Optional<String> program) {

    /** Reads references; a file whose whole name has a colon is taken as it is. */
    public static final class Converter implements ITypeConverter<ProgramReference> {
        @Override
        public ProgramReference convert(String text) {
            int colon = text.lastIndexOf(':');
            if (colon <= 0 || Files.exists(Path.of(text))) {
                return new ProgramReference(Path.of(text), Optional.empty());
            }
            return new ProgramReference(Path.of(text.substring(0, colon)), Optional.of(text.substring(colon + 1)));
        }
    }

    /**
     * The program in the opened object.
     *
     * @param types the types that fit where no program is named
     * @param what what those types are called in messages, such as {@code XDP}
     */
    public BpfProgram in(BpfObject object, Set<ProgramType> types, String what) {
        return object.program(program.orElseGet(() -> onlyFitting(object.spec(), types, what)));
    }

    private static String onlyFitting(ObjectSpec object, Set<ProgramType> types, String what) {
        var fitting = object.programs().stream()
                .filter(candidate -> candidate
                        .hook()
                        .filter(hook -> types.contains(hook.type()))
                        .isPresent())
                .map(ProgramSpec::name)
                .toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        var all = object.programs().stream().map(ProgramSpec::name).collect(Collectors.joining(", "));
        throw new UnknownProgramException(
                fitting.isEmpty()
                        ? "%s: has no %s program; its programs are: %s"
                                .formatted(object.file(), what, all.isEmpty() ? "none" : all)
                        : "%s: has several %s programs, name one as FILE:PROGRAM: %s"
                                .formatted(object.file(), what, String.join(", ", fitting)));
    }
}
