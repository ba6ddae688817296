package dev.osmia.cli.parity;

import dev.osmia.cli.parity.Answer.Kind;
import dev.osmia.kernel.Kernel;
import dev.osmia.kernel.KernelVerdict;
import dev.osmia.program.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/** What the running kernel says of programs, kept in a file for each object: the kernel is asked once. */
final class KernelAnswers {
    private final Kernel kernel;
    private final Path folder;

    KernelAnswers(Kernel kernel, Path cache) {
        this.kernel = kernel;
        this.folder = cache.resolve("linux-" + kernel.release());
    }

    /** The answers for the programs of one object. */
    OfObject of(Path object) {
        try {
            Files.createDirectories(folder);
            var file = folder.resolve(object.getFileName().toString().replaceFirst("o$", "tsv"));
            boolean known = Files.exists(file)
                    && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(object)) > 0;
            if (!known) {
                Files.deleteIfExists(file);
            }
            return new OfObject(file);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** The answers for the programs of one object, by name. */
    final class OfObject {
        private final Path file;
        private final Map<String, Answer> known = new HashMap<>();

        private OfObject(Path file) throws IOException {
            this.file = file;
            if (Files.exists(file)) {
                for (var line : Files.readAllLines(file)) {
                    var fields = line.split("\t", -1);
                    known.put(fields[0], new Answer(Kind.valueOf(fields[1]), fields[2]));
                }
            }
        }

        Answer of(Program program) {
            return known.computeIfAbsent(program.name(), name -> {
                var answer = ask(program);
                keep(name, answer);
                return answer;
            });
        }

        private void keep(String name, Answer answer) {
            var line = name + "\t" + answer.kind() + "\t" + answer.message().replace('\t', ' ') + "\n";
            try {
                Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
        }
    }

    private Answer ask(Program program) {
        if (kernel.verdict(program) instanceof KernelVerdict.Refused refused) {
            boolean verified = refused.stage() == KernelVerdict.Stage.VERIFIER;
            return new Answer(verified ? Kind.REJECTS : Kind.CANNOT_SAY, refused.message());
        }
        return Answer.ACCEPTED;
    }
}
