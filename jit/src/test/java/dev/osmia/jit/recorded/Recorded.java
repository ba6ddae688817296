package dev.osmia.jit.recorded;

import dev.osmia.jit.BpfProgram;
import dev.osmia.jit.Engine;
import dev.osmia.jit.LoadedProgram;
import dev.osmia.program.link.Linker;
import dev.osmia.program.object.ElfObjectReader;
import dev.osmia.program.object.ObjectSpec;
import dev.osmia.runtime.Environment;
import dev.osmia.testkit.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The programs of a recorded object, ready to run on an engine in one environment. */
final class Recorded {
    private final Environment environment = Environment.builder().cpus(2).build();
    private final ObjectSpec object;
    private final Engine engine;
    private final Map<String, LoadedProgram> programs = new HashMap<>();

    Recorded(String object, Engine engine) throws IOException {
        this.object = ElfObjectReader.read(file(object));
        this.engine = engine;
    }

    static Path file(String name) {
        return Checkout.file("runtime/src/test/resources/recorded").resolve(name);
    }

    Environment environment() {
        return environment;
    }

    LoadedProgram program(String name) {
        return programs.computeIfAbsent(
                name,
                key -> BpfProgram.of(Linker.link(object, object.program(key)), environment)
                        .load(engine)
                        .orElseThrow());
    }
}
