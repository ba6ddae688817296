package dev.osmia.runtime.recorded;

import dev.osmia.program.Program;
import dev.osmia.program.link.Linker;
import dev.osmia.program.object.ElfObjectReader;
import dev.osmia.program.object.ObjectSpec;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.Executable;
import dev.osmia.runtime.helper.HelperCatalog;
import dev.osmia.runtime.interpreter.Interpreter;
import dev.osmia.testkit.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The programs of a recorded object, ready to run in the interpreter in one environment. */
final class Recorded {
    private final Environment environment = Environment.builder().cpus(2).build();
    private final HelperCatalog catalog = HelperCatalog.standard();
    private final ObjectSpec object;
    private final Map<String, Executable> programs = new HashMap<>();

    Recorded(String object) throws IOException {
        this.object = ElfObjectReader.read(file(object));
    }

    static Path file(String name) {
        return Checkout.file("runtime/src/test/resources/recorded").resolve(name);
    }

    Environment environment() {
        return environment;
    }

    Executable program(String name) {
        return programs.computeIfAbsent(name, key -> {
            Program program = Linker.link(object, object.program(key));
            var maps = program.maps().stream().map(environment.maps()::open).toList();
            return Interpreter.of(catalog.bind(program, maps));
        });
    }
}
