package dev.osmia.cli.agreement;

import dev.osmia.program.Program;
import java.util.List;
import java.util.Map;

/** Something that judges programs and runs them. */
interface EngineUnderTest {

    /** The engine's name in messages. */
    String name();

    /** Loads a program with maps of its own. */
    Loaded load(Program program);

    /** What became of a program. */
    sealed interface Loaded extends AutoCloseable {
        @Override
        default void close() {}
    }

    /** It is rejected with this message. */
    record Rejected(String message) implements Loaded {}

    /** The engine lacks something that it needs. */
    record Unsupported(String missing) implements Loaded {}

    /** It runs. */
    non-sealed interface Runnable extends Loaded {
        /** Runs it over one packet. */
        Outcome run(Input input);

        /** The entries of each map that can list them, by the map's name: values by keys, both in hex. */
        Map<String, Map<String, String>> entries();

        /** What was put into ring buffers and queues and not taken out before, by the map's name, in hex. */
        Map<String, List<String>> records();

        @Override
        void close();
    }
}
