package dev.osmia.jit.agreement;

import dev.osmia.jit.BpfProgram;
import dev.osmia.jit.Engine;
import dev.osmia.jit.LoadedProgram;
import dev.osmia.program.Program;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.ExecutionContext;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/** A program on one of Osmia's engines. */
final class EngineContestant implements Contestant {
    private final Environment environment = Environment.builder().cpus(1).build();
    private final ExecutionContext context = environment.newContext(0);
    private final LoadedProgram loaded;

    /** @throws dev.osmia.jit.ProgramRejectedException if the verifier does not accept it */
    EngineContestant(Program program, Engine engine) {
        loaded = BpfProgram.of(program, environment).load(engine).orElseThrow();
        Layout.fill(
                (map, key, value) -> environment.maps().find(map).orElseThrow().put(key, value));
    }

    @Override
    public Outcome run(Input input) {
        Layout.fillInput(
                input.values(),
                (map, key, value) -> environment.maps().find(map).orElseThrow().put(key, value));
        var packet = input.packet();
        var buffer = packet.data().duplicate().clear();
        int result = loaded.run(context, packet);
        checkMargins(buffer, input);
        return Outcome.of(result, packet, contents());
    }

    private SortedMap<String, String> contents() {
        var contents = new TreeMap<String, String>();
        for (var map : environment.maps().all()) {
            map.forEach((key, value) -> contents.put(
                    Outcome.entry(map.spec().name(), key), HexFormat.of().formatHex(value)));
        }
        return contents;
    }

    private static void checkMargins(ByteBuffer buffer, Input input) {
        for (int i = 0; i < Input.MARGIN; i++) {
            int behind = buffer.capacity() - 1 - i;
            if (buffer.get(i) != Input.MARGIN_BYTE || buffer.get(behind) != Input.MARGIN_BYTE) {
                throw new AssertionError("bytes outside the packet changed, " + i + " from the buffer's end; " + input);
            }
        }
    }
}
